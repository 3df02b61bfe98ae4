import Picket
import PicketRuntime
import PicketSyntax
import Testing

/// What grammar.md says of nesting is exact: a text at the limit is accepted, and one level more is an error.
@Suite struct NestingLimitTests {
    private static func nested(_ opening: String, _ inner: String, _ closing: String) -> @Sendable (Int) -> String {
        { depth in
            String(repeating: opening, count: depth) + inner + String(repeating: closing, count: depth) + "\n"
        }
    }

    /// Each is a kind of nesting, the text that has it so many times, and the most that is allowed.
    static let texts: [(name: String, text: @Sendable (Int) -> String, limit: Int)] = [
        ("blocks", nested("if true { ", "print 1", " }"), 200),
        ("lists", { "print " + nested("[", "", "]")($0) }, 200),
        ("groups", { "print " + nested("(", "1", ")")($0) }, 200),
        ("`not`", { "let a = true\nprint " + nested("not ", "$a", "")($0) }, 200),
        ("`-`", { "let a = 1\nprint " + nested("- ", "$a", "")($0) }, 200),
        ("`??`", { "let m = {}\nprint " + nested("$m.a ?? ", "1", "")($0) }, 200),
        ("operators", { "print " + nested("1 + ", "1", "")($0) }, 499),
    ]

    @Test(arguments: texts.indices) func aTextIsNestedAsDeepAsThePageSays(_ index: Int) {
        let (name, text, limit) = NestingLimitTests.texts[index]
        let fine = Library().check(text(limit)).filter { $0.severity == .error }
        #expect(fine.isEmpty, "\(name): \(fine)")
        #expect(Library().check(text(limit + 1)).map(\.code) == [.tooDeep], "\(name)")
    }

    /// The script is the first of the files.
    @Test(arguments: [(199, [DiagnosticCode]()), (200, [.tooDeep])])
    func filesIncludeEachOtherAsDeepAsThePageSays(_ included: Int, _ codes: [DiagnosticCode]) {
        let loader = SourceLoader { (path, _) throws(SourceProblem) in
            let next = (Int(path) ?? 0) + 1
            return SourceFile(name: path, text: next > included ? "print end\n" : "include \"\(next)\"\n")
        }
        let compiler = Compiler(commands: CommandTable(), loader: loader)
        let compilation = compiler.compile(SourceFile(name: "script", text: "include \"1\"\n"))
        #expect(compilation.diagnostics.map(\.code) == codes)
    }

    @Test(arguments: [(499, nil), (500, .nestingTooDeep)] as [(Int, DiagnosticCode?)])
    func valuesAreNestedAsDeepAsThePageSays(_ rounds: Int, _ code: DiagnosticCode?) async {
        let result = await Library().run("let x = []\nfor _i in 1..\(rounds) { set x = [$x] }\nprint len($x)\n")
        #expect(result.failure?.diagnostic.code == code)
    }
}
