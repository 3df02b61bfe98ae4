import Testing

@testable import PicketSyntax

@Suite struct CommandTests {
    @Test(arguments: [
        Sample("ping", "(call ping)"),
        Sample("ping;ping", "(call ping) (call ping)"),
        Sample("show pg_1 # a comment", "(call show 'pg_1)"),
        Sample("show a#b", "(call show 'a#b)"),
        Sample("\u{FEFF}ping\r\nping\r\n", "(call ping) (call ping)"),
        Sample("\tping\t\ta\tb", "(call ping 'a 'b)"),
        Sample(
            "add x host=$host port=9342 tags=a=b,c=d", "(call add 'x host=$host port='9342 tags='a=b,c=d)"),
        Sample("add x \\\n  port=1 \\\r\n tags=''", "(call add 'x port='1 tags=(raw))"),
        Sample("add x\\\n port=1", "(call add 'x port='1)"),
        Sample("add x port=$(9000 + $i)", "(call add 'x port=(group (add 9000 $i)))"),
        Sample("add pg_$i host=pg-$i.local", "(call add (word \"pg_\" $i) host=(word \"pg-\" $i.local))"),
        Sample("add pg_${i}x", "(call add (word \"pg_\" $i \"x\"))"),
        Sample("add ${m.name}", "(call add $m.name)"),
        Sample("add $m[0][\"a b\"][$k]x", "(call add (word $m[0][\"a b\"][$k] \"x\"))"),
        Sample("add $m[-1]", "(call add $m[-1])"),
        Sample("price 5$ $5 a$", "(call price '5$ '$5 'a$)"),
        Sample("request GET https://x.y/z?a=b&c=d", "(call request 'GET 'https://x.y/z?a=b&c=d)"),
        Sample("request POST /x body={a: 1}", "(call request 'POST '/x body={a:1})"),
        Sample("test-it tags=[smoke, $x] (1 + 2)", "(call test-it tags=[smoke $x] (group (add 1 2)))"),
        Sample("add x ...$map", "(call add 'x ...$map)"),
        Sample("add x ...${m.a} as result", "(call add 'x ...$m.a as result)"),
        Sample("show assets as x", "(call show 'assets as x)"),
        Sample("show \"as\" as as_", "(call show \"as\" as as_)"),
        Sample("show x name=\"a b\"", "(call show 'x name=\"a b\")"),
        Sample("x [\n1,\n2,\n]\nping", "(call x [1 2]) (call ping)"),
        Sample("provision(pg_1, port = 1)", "(value (provision() pg_1 port=1))"),
        Sample("lets go", "(call lets 'go)"),
    ])
    func reads(_ sample: Sample) {
        #expect(tree(sample.text) == sample.result)
    }

    @Test(arguments: [
        Sample("add tags=", "!empty-argument"),
        Sample("add tags= x", "!empty-argument"),
        Sample("add \"a\"b", "!text-after-value"),
        Sample("add x=\"a\"\"b\"", "!text-after-value"),
        Sample("add a\"b\"", "!misplaced-quote"),
        Sample("add don't", "!misplaced-quote"),
        Sample("add pg-[1]", "!misplaced-quote"),
        Sample("add pg-{1}", "!misplaced-quote"),
        Sample("add {a: 1}", "!misplaced-brace"),
        Sample("add x as", "!misplaced-as"),
        Sample("add x as a b", "!misplaced-as"),
        Sample("add x as a-b", "!invalid-name"),
        Sample("add x)", "!unmatched-closing"),
        Sample("add a\\b", "!stray-backslash"),
        Sample("add a \\ \nping", "!stray-backslash"),
        Sample("add “a”", "!invalid-character"),
        Sample("a && b", "!foreign-operator"),
        Sample("show x && show y", "!foreign-operator"),
        Sample("x = 5", "!bare-assignment"),
        Sample("x=5", "!bare-assignment"),
        Sample("x == 5", "!bare-assignment"),
        Sample("x += 5", "!bare-assignment"),
        Sample("10.0.0.1", "!expression-statement"),
        Sample("$x", "!expression-statement"),
        Sample("*", "!expected-statement"),
        Sample("show.x", "!expected-statement"),
        Sample("}", "!unmatched-closing"),
        Sample("add \"x", "!unclosed-string"),
        Sample("add 'x\nping", "!unclosed-string"),
        Sample("add x ...y", "!expected-sign"),
        Sample("add $m[x]", "!invalid-index"),
        Sample("add $m[99999999999999999999]", "!number-out-of-range"),
        Sample("add \"\\x\"", "!unknown-escape"),
        Sample("add \"\\u{110000}\"", "!invalid-unicode-escape"),
    ])
    func rejects(_ sample: Sample) {
        #expect(tree(sample.text) == sample.result)
    }
}
