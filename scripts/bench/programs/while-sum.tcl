proc main {} {
    set sum 0
    set i 0
    while {$i < 10000000} {
        set i [expr {$i + 1}]
        set sum [expr {$sum + $i}]
    }
    puts $sum
}
main
