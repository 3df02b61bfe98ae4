/// Scripts that do little but make the machine look at much, again and again; each must end when it is told to.
enum SlowScripts {
    static let all: [(name: String, text: String)] = [
        (
            "misspelt keys of a large map",
            """
            let m = {}
            for i in 1..20000 { set m["connection_number_$i"] = $i }
            while true { try { print $m.conection_number_x } catch _p { } }
            """
        ),
        (
            "an operand that is a large list",
            "let xs = range(1, 100000)\nwhile true { try { print $xs + 1 } catch _p { } }"
        ),
        (
            "large lists that differ",
            """
            let xs = range(1, 20000)
            let ys = range(2, 20001)
            while true { try { expect $xs == $ys } catch _p { } }
            """
        ),
        ("bad patterns", "while true { try { print \"x\" matches \"($(uuid())\" } catch _p { } }"),
        (
            "new patterns",
            "let n = 0\nwhile true { set n = $n + 1\n let _found = \"x\" matches \"([a-z]{50}){50}$n\" }"
        ),
        (
            "patterns that take long",
            "let s = join(range(1, 20000), \"\")\nwhile true { let _found = $s matches \"([0-9]+)+x\" }"
        ),
        ("new secrets", "while true { secret s = \"password-$(uuid())\"\n print $s }"),
        (
            "secrets that begin alike",
            """
            let s = "----"
            for _i in 1..100 {
                set s = "${s}-"
                secret _t = "$s"
            }
            while true { print "--------------------------------------------------------------------------- x" }
            """
        ),
        ("sorting", "let xs = range(1, 50000)\nwhile true { let _ys = sort($xs) }"),
        ("lists without repetitions", "let xs = range(1, 5000)\nwhile true { let _ys = unique($xs) }"),
        ("joining and splitting", "let s = join(range(1, 5000), \",\")\nwhile true { let _x = len(split($s, \",\")) }"),
        ("replacing", "let s = join(range(1, 5000), \",\")\nwhile true { let _x = replace($s, \"1\", \"22\") }"),
        (
            "comparing large maps",
            "let m = {}\nfor i in 1..5000 { set m[\"k$i\"] = $i }\nlet n = {}\n"
                + "for i in 1..5000 { set n[\"k$i\"] = $i }\nwhile true { let _same = $m == $n }"
        ),
        (
            "a table of many columns",
            "let rows = []\nfor i in 1..300 { append rows {\"c$i\": 1} }\nwhile true { let _x = table($rows) }"
        ),
        ("looking for a part", "let s = join(range(1, 20000), \"\")\nwhile true { let _has = $s contains \"x1\" }"),
        ("formatting", "while true { let _x = format(5e-320, \"%.300f\") }"),
        ("other case", "let s = join(range(1, 5000), \"ä\")\nwhile true { let _x = upper($s)\n let _n = len($s) }"),
        (
            "copying a large map",
            "let m = {}\nfor i in 1..5000 { set m[\"k$i\"] = $i }\n"
                + "while true { let c = $m\n set c.k1 = 2 }"
        ),
        (
            "failing calls, deep down",
            "def f(n) { if $n == 0 { fail now }\n return f($n - 1) }\n"
                + "while true { try { print f(200) } catch _p { } }"
        ),
        (
            "a table of many rows",
            "let rows = []\nfor i in 1..2000 { append rows {a: $i, b: \"x$i\"} }\nwhile true { let _t = table($rows) }"
        ),
        (
            "a failure with a large reason",
            "let xs = range(1, 100000)\nwhile true { try { fail $xs } catch _e { } }"
        ),
        (
            "an index of a large value",
            "let xs = range(1, 100000)\nwhile true { try { print $xs.a } catch _e { } }"
        ),
        (
            "large lists in large lists",
            "let xs = range(1, 50000)\nwhile true { let _a = 50001 in $xs\n let _b = $xs contains 50001 }"
        ),
        (
            "a long key that is missing",
            "let s = join(range(1, 3000), \" \")\nlet m = {}\nset m[$s] = 1\n"
                + "while true { try { print $m[\"$s!\"] } catch _e { } }"
        ),
        (
            "text that is no number",
            "let s = join(range(1, 30000), \" \")\nwhile true { try { print int($s) } catch _e { } }"
        ),
        (
            "many secrets in one text",
            "let m = {}\nfor i in 1..2000 { set m[\"k$i\"] = secret(\"secret-$i-value\") }\n"
                + "let s = join(range(1, 2000), \"-value secret-\")\n"
                + "while true { try { fail $s } catch _e { } }"
        ),
        (
            "JSON of many maps",
            "let xs = []\nfor i in 1..3000 { append xs {a: $i} }\nwhile true { let _j = to_json($xs) }"
        ),
        (
            "parts of large lists",
            "let xs = range(1, 20000)\nwhile true { let _y = $xs[1..19998]\n let _c = chunk($xs, 1) }"
        ),
        (
            "a regular expression that replaces",
            "let s = join(range(1, 5000), \"ab\")\nwhile true { let _x = replace($s, \"/(a|b)*c/\", x) }"
        ),
        (
            "encoded texts",
            "let s = join(range(1, 5000), \"%\")\nwhile true { let _x = encode($s) }"
        ),
    ]
}
