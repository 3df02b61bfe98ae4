proc main {} {
    set third 0
    set other 0
    for {set i 1} {$i <= 3000} {incr i} {
        for {set j 1} {$j <= 1000} {incr j} {
            if {($i + $j) % 3 == 0} {
                incr third
            } else {
                incr other $j
            }
        }
    }
    puts "$third $other"
}
main
