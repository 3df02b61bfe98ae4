proc main {} {
    set user datasentinel
    set host pg-sales
    set port 9342
    set address ""
    for {set i 1} {$i <= 1000000} {incr i} {
        set address "postgres://$user@$host-$i.lyon:$port/sales"
    }
    puts $address
}
main
