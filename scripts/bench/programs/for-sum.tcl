proc main {} {
    set sum 0
    for {set i 1} {$i <= 10000000} {incr i} {
        incr sum $i
    }
    puts $sum
}
main
