import Testing

@testable import PicketSyntax

@Suite struct StatementTests {
    @Test(arguments: [
        Sample("let n = 0", "(let n 0)"), Sample("set n = $n + 1", "(set n (add $n 1))"),
        Sample("set m.port = 5432", "(set m.port 5432)"), Sample("set m[$key][0].x = 1", "(set m[$key][0].x 1)"),
        Sample("append xs 4", "(append xs 4)"), Sample("append m.list [1]", "(append m.list [1])"),
        Sample(
            "param host = pg-sales-1734 \"the PostgreSQL host\"",
            "(param host pg-sales-1734 note:\"the PostgreSQL host\")"),
        Sample("param region # no default", "(param region)"),
        Sample("param region 'x'", "(param region note:(raw \"x\"))"),
        Sample("secret pw = env(\"PG\")", "(secret pw (env() \"PG\"))"),
        Sample("for c in $xs { ping }", "(for c $xs {(call ping)})"),
        Sample("for k, v in $m { break; continue }", "(for k v $m {(break) (continue)})"),
        Sample("for row in csv(\"a\") parallel 16 { }", "(for row (csv() \"a\") parallel:16 {})"),
        Sample("for i in 1..5 {}", "(for i (.. 1 5) {})"),
        Sample("while $n < 10 { ping }", "(while (less $n 10) {(call ping)})"),
        Sample(
            "if $env == production { a } else if $env == staging { b } else { c }",
            "(if (equal $env production) {(call a)} (equal $env staging) {(call b)} else {(call c)})"),
        Sample("if $m == {a: 1} {\n a\n}\nb", "(if (equal $m {a:1}) {(call a)}) (call b)"),
        Sample("if($x) { a }", "(if (group $x) {(call a)})"),
        Sample(
            "def provision(name, port = 9342, tags = \"\",) { return $last.body }",
            "(def provision (parameters name port=9342 tags=(interpolated)) {(return $last.body)})"),
        Sample("def a-b() { return }", "(def a-b (parameters) {(return)})"),
        Sample("include \"common.picket\" region=paris", "(include \"common.picket\" region='paris)"),
        Sample("include common.picket ...$m", "(include 'common.picket ...$m)"),
        Sample(
            "try { a } catch problem { print $problem.message } finally { b }",
            "(try {(call a)} catch:problem{(print $problem.message)} finally:{(call b)})"),
        Sample("try { a } catch { b }", "(try {(call a)} catch:{(call b)})"),
        Sample("try { a } finally { b }", "(try {(call a)} finally:{(call b)})"),
        Sample("defer delete smoke-1", "(defer {(call delete 'smoke-1)})"),
        Sample("defer { a; b }", "(defer {(call a) (call b)})"),
        Sample("fail \"x\"", "(fail \"x\")"),
        Sample("within 30s every 1s backoff 2 { a }", "(within 30000000000ns every:1000000000ns backoff:2 {(call a)})"),
        Sample("retry 5 every 2s { a }", "(retry 5 every:2000000000ns {(call a)})"),
        Sample("retry $n {}", "(retry $n {})"),
        Sample("step \"load the fleet\" { a }", "(step \"load the fleet\" {(call a)})"),
        Sample("step load-$i { }", "(step (word \"load-\" $i) {})"),
        Sample("test \"a b\" tags=[smoke] timeout=10s { a }", "(test \"a b\" tags=[smoke] timeout='10s {(call a)})"),
        Sample("skip \"not here\"", "(skip \"not here\")"), Sample("skip", "(skip)"),
        Sample("print \"…\"", "(print \"…\")"),
        Sample("print", "(print)"), Sample("print $a, b", "(print $a b)"),
        Sample("print(\"x\")", "(print (group \"x\"))"),
        Sample("sleep 2s", "(sleep 2000000000ns)"), Sample("exit 0; exit", "(exit 0) (exit)"),
        Sample("expect status 201", "(expect (status 201))"), Sample("expect status 2xx", "(expect (status 2xx))"),
        Sample("expect status $code because \"x\"", "(expect (status $code) because:\"x\")"),
        Sample("expect status in [200, 404]", "(expect (contained @status [200 404]))"),
        Sample("expect status == 200 and body.x == y", "(expect (and (equal @status 200) (equal @body.x y)))"),
        Sample("expect body.status == status", "(expect (equal @body.status status))"),
        Sample("expect body.tags contains \"a=b\"", "(expect (contains @body.tags \"a=b\"))"),
        Sample("expect body matches {host: $host, port: 9342}", "(expect (matches @body {host:$host port:9342}))"),
        Sample("expect body.collection-rate == low", "(expect (equal @body.collection-rate low))"),
        Sample("expect body[0].name == x", "(expect (equal @body[0].name x))"),
        Sample("expect header.content-type contains json", "(expect (contains @header.content-type json))"),
        Sample("expect duration < 500ms", "(expect (less @duration 500000000ns))"),
        Sample("check body.connected", "(check @body.connected)"),
        Sample("expect not error", "(expect (not @error))"),
        Sample("expect exists(body.x)", "(expect (exists() @body.x))"),
        Sample(
            "expect len(tags) == 2 or status-page == x", "(expect (or (equal (len() @tags) 2) (equal status-page x)))"),
        Sample("expect tags($x) == {a: b}", "(expect (equal (tags() $x) {a:b}))"),
        Sample("expect $count == 15 because \"all\"", "(expect (equal $count 15) because:\"all\")"),
        Sample("expect (status == 200)", "(expect (group (equal @status 200)))"),
        Sample("let x = status", "(let x status)"),
    ])
    func reads(_ sample: Sample) {
        #expect(tree(sample.text) == sample.result)
    }

    @Test(arguments: [
        Sample("let $x = 5", "!dollar-in-target"), Sample("set $x.y = 5", "!dollar-in-target"),
        Sample("let x 5", "!expected-equals"),
        Sample("let x == 5", "!expected-equals"), Sample("let a-b = 5", "!invalid-name"),
        Sample("let é = 5", "!expected-name"),
        Sample("if $x = 5 { }", "!assignment-as-comparison"), Sample("if $x then { }", "!foreign-keyword"),
        Sample("if $x { } elif $y { }", "!foreign-keyword"),
        Sample("if $x\n{ }", "!expected-block"),
        Sample("if $x { }\nelse { ping }\nshow", "!misplaced-else"), Sample("if $x {", "!unclosed-block"),
        Sample("try { a }", "!expected-sign"), Sample("try { a }\ncatch e { }", "!expected-sign !misplaced-else"),
        Sample("break", "!misplaced-statement"), Sample("return 1", "!misplaced-statement"),
        Sample("step a { param x }", "!misplaced-statement"),
        Sample("while $x { defer { break } }", "!misplaced-statement"),
        Sample("def f() { test x { } }", "!misplaced-statement"),
        Sample("def f { }", "!expected-sign"), Sample("def f($x) { }", "!dollar-in-target"),
        Sample("for $x in $y { }", "!dollar-in-target"),
        Sample("for x of $y { }", "!expected-sign"), Sample("test a b { }", "!unexpected-text"),
        Sample("step { }", "!expected-name"),
        Sample("skip not here", "!unexpected-text"), Sample("print a b", "!unexpected-text"),
        Sample("fail", "!expected-expression"),
        Sample("expect", "!expected-expression"), Sample("expect status 6xx", "!invalid-status-class"),
        Sample("expect status 200 and body.x", "!unexpected-text"),
        Sample("expect body.x = 5", "!assignment-as-comparison"),
        Sample("defer", "!expected-statement"), Sample("ping }", "!unmatched-closing"),
        Sample("let x = [1,\n2\nlet y = 3", "!expected-sign"),
        Sample("let a = \nlet b = \nlet c = 1", "!expected-expression !expected-expression"),
        Sample(
            "if $x then {\n  let y\n  x = 5\n} else {\n let\n}\nlet",
            "!foreign-keyword !expected-equals !bare-assignment !expected-name !expected-name"),
        Sample("add x tags=[a,\n b c\n]\nx = 1", "!expected-sign !bare-assignment"),
    ])
    func rejects(_ sample: Sample) {
        #expect(tree(sample.text) == sample.result)
    }

    @Test(arguments: [
        Sample("$x.y", "(value $x.y)"), Sample("1 + 2", "(value (add 1 2))"), Sample("\"a\"", "(value \"a\")"),
        Sample("(1)", "(value (group 1))"),
        Sample("len($x)", "(value (len() $x))"), Sample("ping", "(call ping)"),
    ])
    func readsValuesInTheREPL(_ sample: Sample) {
        #expect(tree(sample.text, isInteractive: true) == sample.result)
    }

    @Test(arguments: [
        "if $x {", "if $x {\nping", "if $x {\n  show (", "let x = [1,", "let x = (1 +", "let x = 1 + \\", "ping \\",
        "\"\"\"\nabc", "f(1,",
        "print \"${x", "let m = {a: 1,\n", "def f(a,", "def f(", "def f(a,\n", "def f(a = ", "f(a = ", "f(...",
        "let m = {",
        "let m = {a", "let m = {a:", "print \"$(1 +", "def f(a, # why", "if ($x and",
    ])
    func moreLinesMayComplete(_ text: String) {
        #expect(isIncomplete(text))
    }

    @Test(arguments: ["x {a: 1", "if $x", "print \"abc", "ping", "x = 5\nif $x {", "print 1 +", "if $x { }\n}", "let"])
    func moreLinesDoNotHelp(_ text: String) {
        #expect(!isIncomplete(text))
    }

    /// Every line that ends inside brackets waits for the next, wherever in the brackets it ends.
    @Test(arguments: [
        "def wipe( name , other = [ 1 , { a : 2 } ] , ) { ping }", "let x = max( 1 + 2 , -3 , ( not true ) )",
        "print $( [ 1 , 2 ] ) , { a : 1 , \"b\" : 2 }", "for x in ( 1 .. 3 ) { ping }",
        "add web tags=[ a , b ] port=( 1 ?? 2 )", "if ( $x == 1 or $y in [ 1 ] ) { ping }", "show(web , ...$map )",
    ])
    func aLineEndsAnywhereInsideBrackets(_ text: String) {
        let words = text.split(separator: " ")
        var depth = 0
        for (index, word) in words.enumerated().dropLast() {
            for byte in word.utf8 {
                if "([{".utf8.contains(byte) { depth += 1 }
                if ")]}".utf8.contains(byte) { depth -= 1 }
            }
            guard depth > 0 else { continue }
            let line = words[...index].joined(separator: " ")
            #expect(isIncomplete(line), "\(line)")
            #expect(isIncomplete(line + "  # a note"), "\(line)")
        }
    }

    @Test(arguments: [
        ("let x = 1", false), ("let = 1", false), ("sohw", false), ("if true { let = 1 }", true),
        ("let x = (1 1", true),
        ("let = 1\nping", true), ("iff $x {", true), ("}", true), ("if $x", true), ("print \"a", true),
    ])
    func aFaultyTextSaysWhetherItMayGoOn(_ text: String, _ mayGoOn: Bool) {
        var parser = Parser(SourceFile(name: "<stdin>", text: text), isInteractive: true)
        _ = parser.parseScript()
        #expect(parser.mayLeaveBlockOpen == mayGoOn)
    }

    private func isIncomplete(_ text: String) -> Bool {
        var parser = Parser(SourceFile(name: "<stdin>", text: text), isInteractive: true)
        _ = parser.parseScript()
        return parser.isIncomplete
    }
}
