proc main {} {
    set total 0
    for {set round 1} {$round <= 5} {incr round} {
        set numbers {}
        for {set i 1} {$i <= 200000} {incr i} {
            lappend numbers $i
        }
        foreach number $numbers {
            incr total $number
        }
    }
    puts $total
}
main
