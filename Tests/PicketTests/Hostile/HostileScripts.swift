/// Scripts that mean harm, for a generator that makes more of them.
enum HostileScripts {
    /// The scripts of all rows that were found in use, then more of each kind.
    static let all: [String] =
        HostileScriptTests.scripts.map(\.text).filter { $0.utf8.count < 4_000 } + SlowScripts.all.map(\.text) + more

    private static let more = [
        // Output, events and records.
        "let s = join(range(1, 5000), \",\")\nwhile true { print $s }",
        "for x in 1..1000000 parallel 1000 { print $x, $x, $x }",
        "while true { check false }", "while true { try { expect false } catch e { print $e.message } }",
        "while true { step \"s$(uuid())\" { check 1 == 2 } }",
        "while true { defer fail x }", "for i in [1, 2] parallel 2 { while true { print $i } }",
        // Values that leave, and values that come.
        "let x = [1]\nfor _i in 1..22 { set x = [$x, $x] }\necho $x",
        "let x = {a: 1}\nfor _i in 1..22 { set x = {a: $x, b: $x} }\nlater $x",
        "let x = [1]\nfor _i in 1..20 { set x = [$x, $x] }\nfor _j in 1..100 parallel 50 { later $x }",
        "let s = join(range(1, 20000), \"\")\nlet n = 0\nwhile true {\n echo $s\n set n = $n + len($last.body)\n}",
        "while true { token as t\n print $t.body }",
        "let s = \"x\"\nwhile true { token as t\n set s = \"$s$t.body.token\" }",
        // Strands.
        "def f() { for _i in 1..2 parallel 2 { f } }\nf",
        "def f() { for _i in 1..2 parallel 2 { try { f } catch _e { f } } }\nf",
        "def f() { for _i in 1..3 parallel 3 { defer f\n f } }\nf",
        "for a in 1..1000 parallel 1000 { for b in 1..1000 parallel 1000 { later $a } }",
        "for a in 1..9223372036854775807 parallel 8 { }",
        // Recursion that begins anew.
        "def f(n) { defer f($n + 1)\n f($n + 1) }\nf 0", "def f(n) { try { f($n + 1) } finally { f($n + 1) } }\nf 0",
        "def f(x) { return [$x, f([$x, $x])] }\nprint f(1)",
        // Attempts.
        "retry 1000000 every 0s { expect false }", "within 1h every 0s { refuse }",
        "within 1h { retry 1000 every 0s { fail x } }", "while true { retry 2 every 0s { check false } }",
        // Looking at much.
        "let m = {}\nfor i in 1..3000 { set m[\"key-$i\"] = range(1, 10) }\nwhile true { print $m == merge($m, {a: 1}) }",
        "let xs = range(1, 100000)\nwhile true { try { fail $xs } catch _e { } }",
        "let xs = range(1, 100000)\nwhile true { try { print $xs.a } catch _e { } }",
        "let xs = range(1, 50000)\nwhile true { try { print $xs in $xs, $xs contains 50001 } catch _e { } }",
        "let s = join(range(1, 30000), \" \")\nwhile true { try { print int($s) } catch _e { } }",
        "let s = join(range(1, 3000), \" \")\nlet m = {}\nset m[$s] = 1\nwhile true { try { print $m[\"$s!\"] } catch _e { } }",
        "let m = {}\nfor i in 1..5000 { set m[\"k$i\"] = 1 }\nwhile true { try { echo ...$m } catch _e { } }",
        "let m = {}\nfor i in 1..2000 { set m[\"k$i\"] = secret(\"secret-$i-value\") }\nwhile true { print $m }",
        "let rows = []\nfor i in 1..2000 { append rows {a: $i, b: \"x$i\"} }\nwhile true { let _t = table($rows) }",
        "let xs = []\nfor i in 1..3000 { append xs {a: $i} }\nwhile true { let _j = to_json($xs)\n let _u = unique($xs) }",
        "let s = join(range(1, 5000), \"ab\")\nwhile true { let _x = replace($s, \"/(a|b)*c/\", x) }",
        "let s = join(range(1, 5000), \"%\")\nwhile true { let _x = encode($s)\n let _y = tags({a: $s}) }",
        "while true { let _x = $(1000000)s }", "while true { print format(1.5, \"%100.100f\") }",
        "let xs = range(1, 20000)\nwhile true { set xs = $xs + $xs }",
        "let xs = range(1, 20000)\nwhile true { let _y = $xs[1..19998]\n let _c = chunk($xs, 1) }",
        "let s = secret(\"hunter2-hunter2\")\nwhile true { set s = \"$s$s\"\n echo $s }",
        "while true { let _x = uuid() matches \"(x+x+)+y$(uuid())\" }",
        "let e = null\nwhile true { try { fail \"$e\" } catch p { set e = $p } }",
    ]
}
