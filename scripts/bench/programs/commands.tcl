# The names are taken in one order, unchecked: finding them in `args` takes Tcl longer.
set sum 0
proc note {first host second port third user} {
    global sum
    return [incr sum [expr {[string length $host] + $port + [string length $user]}]]
}

proc main {} {
    set host pg-sales
    for {set i 1} {$i <= 1000000} {incr i} {
        set last [note host $host port $i user monitor]
    }
    puts $last
}
main
