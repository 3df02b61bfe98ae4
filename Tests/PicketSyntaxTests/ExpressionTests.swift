import Testing

@testable import PicketSyntax

@Suite struct ExpressionTests {
    @Test(arguments: [
        Sample("1", "1"), Sample("-1", "-1"), Sample("- 1", "(negate 1)"), Sample("1.5", "1.5"),
        Sample("1e-5", "1e-05"),
        Sample("250ms", "250000000ns"), Sample("2h", "7200000000000ns"), Sample("-5m", "-300000000000ns"),
        Sample("9223372036854775807", "9223372036854775807"), Sample("-9223372036854775808", "-9223372036854775808"),
        Sample("true", "true"), Sample("null", "null"), Sample("staging", "staging"),
        Sample("a-b.c:d/e@f", "a-b.c:d/e@f"),
        Sample("$n-1", "(subtract $n 1)"), Sample("$n -1", "(subtract $n 1)"), Sample("a - b", "(subtract a b)"),
        Sample("1..5", "(.. 1 5)"), Sample("1..<$n", "(..< 1 $n)"), Sample("a..b", "(.. a b)"),
        Sample("$a.b..$c", "(.. $a.b $c)"), Sample("1 + 2 * 3", "(add 1 (multiply 2 3))"),
        Sample("1 - 2 - 3", "(subtract (subtract 1 2) 3)"), Sample("-$x * 2", "(multiply (negate $x) 2)"),
        Sample("a or b and not c == d", "(or a (and b (not (equal c d))))"),
        Sample("$x not in [1]", "(notContained $x [1])"), Sample("not $x in [1]", "(not (contained $x [1]))"),
        Sample("$a ?? $b ?? c", "(coalesce $a (coalesce $b c))"), Sample("$a ?? 1 + 2", "(coalesce $a (add 1 2))"),
        Sample("1..$n ?? 2", "(.. 1 (coalesce $n 2))"), Sample("$x == 1..2", "(equal $x (.. 1 2))"),
        Sample("$x matches \"^a\"", "(matches $x \"^a\")"), Sample("$x contains y", "(contains $x y)"),
        Sample("(1 +\n 2)", "(group (add 1 2))"), Sample("$(1)", "(group 1)"),
        Sample("len($x)[0].a", "(len() $x)[0].a"), Sample("greet(world, greeting = hi)", "(greet() world greeting=hi)"),
        Sample("f(...$m, a=1,)", "(f() ...$m a=1)"), Sample("f()", "(f())"),
        Sample("collection-rate(1)", "(collection-rate() 1)"),
        Sample("[]", "[]"), Sample("[a, b, ]", "[a b]"), Sample("{}", "{}"),
        Sample("{name: pg_1, \"collection-rate\": low}", "{name:pg_1 \"collection-rate\":low}"),
        Sample("{a:1, in: 2, true: 3, a-b/c: 4}", "{a:1 in:2 true:3 a-b/c:4}"), Sample("{\n a: 1\n}", "{a:1}"),
        Sample("$m[1 + 1][x]", "$m[(add 1 1)][x]"), Sample("$m[\n1\n]", "$m[1]"), Sample("\"\"", "(interpolated)"),
        Sample("\"a $x.y b\"", "(interpolated \"a \" $x.y \" b\")"),
        Sample("\"$m[\"k\"]\"", "(interpolated $m[\"k\"])"),
        Sample("\"${x.y}:$(1 + f(\"z\"))\"", "(interpolated $x.y \":\" (group (add 1 (f() \"z\"))))"),
        Sample("\"$(x).y $5 $\"", "(interpolated (group x) \".y $5 $\")"), Sample("\"$x.\"", "(interpolated $x \".\")"),
        Sample("\"\\n\\u{e9}\\$x\"", "(interpolated \\u{a} \\u{e9} \\u{24} \"x\")"),
        Sample("'a \\ $x'", "(raw \"a \\\\ $x\")"),
        Sample("\"\"\"a \"b\" c\"\"\"", "(block \"a \\\"b\\\" c\")"),
        Sample("\"\"\"\n  a\n    $x\n  b\n  \"\"\"", "(block \"a\\n  \" $x \"\\nb\")"),
        Sample("\"\"\"\r\n  a\r\n  b\r\n  \"\"\"", "(block \"a\\nb\")"),
        Sample("\"\"\"\n\"\"\"", "(block)"), Sample("status", "status"), Sample("café", "café"),
    ])
    func reads(_ sample: Sample) {
        #expect(tree("let x = \(sample.text)") == "(let x \(sample.result))")
    }

    @Test(arguments: [
        Sample("10.0.0.1", "!malformed-number"), Sample("2026-10-12", "!malformed-number"),
        Sample("7-2", "!malformed-number"),
        Sample("5x", "!malformed-number"), Sample("007", "!malformed-number"), Sample("1.", "!malformed-number"),
        Sample("9223372036854775808", "!number-out-of-range"), Sample("9999999999999h", "!number-out-of-range"),
        Sample("1e999", "!number-out-of-range"), Sample("1 +", "!expected-expression"),
        Sample("", "!expected-expression"),
        Sample("1 == 2 == 3", "!chained-comparison"), Sample("1..2..3", "!chained-comparison"),
        Sample("1...3", "!foreign-operator"),
        Sample("$a && $b || !$c", "!foreign-operator !foreign-operator !foreign-operator"),
        Sample("1 = 2", "!assignment-as-comparison"),
        Sample("1 == not 2", "!unparenthesized-not"), Sample("[1, 2", "!unclosed-bracket"),
        Sample("[1 2]", "!expected-sign"),
        Sample("(1", "!unclosed-bracket"), Sample("f(1", "!unclosed-bracket"), Sample("{a 1}", "!expected-sign"),
        Sample("{1: 1}", "!expected-sign"), Sample("{a: 1", "!unclosed-bracket"), Sample("\"a\"b", "!text-after-value"),
        Sample("“a”", "!invalid-character"), Sample("$", "!expected-expression"), Sample("\"$m[x]\"", "!invalid-index"),
        Sample("\"${x\"", "!expected-sign"), Sample("\"${1}\"", "!expected-name"), Sample("a b", "!unexpected-text"),
        Sample("`a`", "!invalid-character"), Sample("1 \\ 2", "!stray-backslash"), Sample("$x)", "!unmatched-closing"),
        Sample("in", "!expected-expression"), Sample("\"\"\"a", "!unclosed-string"),
        Sample("a.b(1)", "!unexpected-text"),
        Sample("${x.y}.z", "!unexpected-text"),
    ])
    func rejects(_ sample: Sample) {
        #expect(tree("let x = \(sample.text)") == sample.result)
    }
}
