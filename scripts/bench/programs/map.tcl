proc main {} {
    set ports [dict create]
    for {set i 1} {$i <= 200000} {incr i} {
        dict set ports "pg-$i" $i
    }
    set total 0
    for {set round 1} {$round <= 3} {incr round} {
        for {set i 1} {$i <= 200000} {incr i} {
            incr total [dict get $ports "pg-$i"]
        }
    }
    puts $total
}
main
