proc main {} {
    set host pg
    set name ""
    for {set i 1} {$i <= 1000000} {incr i} {
        set name "$host-$i"
    }
    puts $name
}
main
