import Goldens
import Testing

@testable import PicketSyntax

@Suite struct FormatterTests {
    @Test(arguments: [
        Sample("ping;ping", "ping\nping\n"), Sample("", ""), Sample("\n\n  # c  \n\n\n\nping\n\n", "# c\n\nping\n"),
        Sample("add   x\thost=a  # why", "add x host=a  # why\n"), Sample("if $x{\nping}", "if $x {\n    ping\n}\n"),
        Sample("if $x { ping } else { show  a }", "if $x { ping } else { show a }\n"),
        Sample("if $x { ping; ping }", "if $x {\n    ping\n    ping\n}\n"),
        Sample("if $x {\n\n  # c\n\n}", "if $x {\n    # c\n}\n"),
        Sample("if $x { # c\nping # d\n} # e\n# f", "if $x {  # c\n    ping  # d\n}  # e\n# f\n"),
        Sample("let x=1+2*-$y", "let x = 1 + 2 * -$y\n"), Sample("let x = - 5", "let x = - 5\n"),
        Sample("let x = 1 ..< $n", "let x = 1..<$n\n"),
        Sample("let x = not  $a  not   in [1,2 ,]", "let x = not $a not in [1, 2]\n"),
        Sample("let m = {a:1,\"b\":f( x ,y=2)}", "let m = {a: 1, \"b\": f(x, y = 2)}\n"),
        Sample("let m = [\n1, # one\n# two\n2]", "let m = [\n    1,  # one\n    # two\n    2,\n]\n"),
        Sample("let m = (1 + # c\n 2)", "let m = (1 + # c\n 2)\n"), Sample("let m = $x [", ""),
        Sample("set m[ 1 ].x=2", "set m[1].x = 2\n"), Sample("append xs  4", "append xs 4\n"),
        Sample("param h=a 'note'", "param h = a 'note'\n"),
        Sample("def f( a,b=1 ){return}", "def f(a, b = 1) { return }\n"),
        Sample("for k ,v in $m parallel  4 {}", "for k, v in $m parallel 4 {}\n"),
        Sample("try {a} catch e {b} finally {c}", "try { a } catch e { b } finally { c }\n"),
        Sample("defer  ping;defer {ping}", "defer ping\ndefer { ping }\n"),
        Sample("retry 3  every 1s backoff 2{\n}", "retry 3 every 1s backoff 2 {}\n"),
        Sample("test 'a b' tags=[ x ]  timeout=1s {ping}", "test 'a b' tags=[x] timeout=1s { ping }\n"),
        Sample("print  $a ,b", "print $a, b\n"),
        Sample("expect status  2xx because 'x'", "expect status 2xx because 'x'\n"),
        Sample("check body[ 0 ].a-b==1", "check body[0].a-b == 1\n"),
        Sample("f ${x} ${x.y}a $(1+2) (1+2)", "f ${x} ${x.y}a $(1+2) (1 + 2)\n"),
        Sample(
            "let a = 1 # x\nlet abc = 1 # y\n\nlet b = 1 # z", "let a = 1    # x\nlet abc = 1  # y\n\nlet b = 1  # z\n"),
        Sample("let s = \"\"\"\r\n  a\r\n  \"\"\"\r\n", "let s = \"\"\"\n  a\n  \"\"\"\n"), Sample("exit", "exit\n"),
        Sample("f(1 , a=2)", "f(1, a = 2)\n"),
        Sample(
            "add sales-production host=pg-sales-production-1734 port=9342 user=datasentinel tags=\"application=sales,environment=production\" as x",
            "add sales-production host=pg-sales-production-1734 port=9342 user=datasentinel \\\n    tags=\"application=sales,environment=production\" as x\n"
        ),
    ])
    func laysOut(_ sample: Sample) {
        let result = format(SourceFile(name: "test.picket", text: sample.text))
        guard result.diagnostics.isEmpty else {
            #expect(result.text == sample.text)
            #expect(sample.result.isEmpty)
            return
        }
        #expect(result.text == sample.result)
        #expect(format(SourceFile(name: "test.picket", text: result.text)).text == result.text)
    }

    /// Joins pieces of scripts at random, with comments and blanks in between, until enough of them parse.
    @Test func meaningStaysTheSame() {
        var random = SeededGenerator(seed: 7)
        var formatted = 0
        for round in 0..<20_000 {
            let seed = MutationTests.seeds[round % MutationTests.seeds.count]
            let text = loosened(seed, with: &random)
            let before = tree(text)
            guard !before.hasPrefix("!") else { continue }
            formatted += 1
            let once = format(SourceFile(name: "a", text: text)).text
            let twice = format(SourceFile(name: "b", text: once)).text
            if tree(once) != before || once != twice || comments(once) != comments(text) {
                Issue.record("\(text)\n--- became\n\(once)\n--- became\n\(twice)")
                return
            }
        }
        #expect(formatted > 5_000)
    }

    private func loosened(_ seed: String, with random: inout SeededGenerator) -> String {
        var text = ""
        for scalar in seed.unicodeScalars {
            text.unicodeScalars.append(scalar)
            switch (scalar, Int.random(in: 0..<12, using: &random)) {
            case (" ", 0): text += "  "
            case (" ", 1): text += "\\\n"
            case (" ", 2): text += "# c\n"
            case ("\n", 0...3): text += "\n"
            case ("\n", 4...5): text += "# c\n"
            case (",", 0), ("(", 0), ("[", 0), ("{", 0): text += "\n"
            case (",", 1), ("(", 1), ("[", 1), ("{", 1): text += " # c\n"
            case (";", 0): text += "\n\n\n"
            default: break
            }
        }
        return text
    }

    private func comments(_ text: String) -> Int {
        let source = SourceFile(name: "comments", text: text)
        var parser = Parser(source)
        parser.lexer.keepsComments = true
        _ = parser.parseScript()
        return Set(parser.lexer.comments).count
    }
}
