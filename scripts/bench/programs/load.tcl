# Compiles a file of `add` calls; with `run` also runs it, and prints how many there were.
# A procedure is compiled as a whole when it is first called; this one returns before its first `add`.
set count 0
proc add {args} {
    global count
    incr count
}

set file [open [lindex $argv 0]]
set text [read $file]
close $file
if {[lindex $argv 1] eq "run"} {
    proc chunk {} $text
    chunk
    puts $count
} else {
    proc chunk {} "return\n$text"
    chunk
    puts loaded
}
