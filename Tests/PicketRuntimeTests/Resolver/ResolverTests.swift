import PicketSyntax
import Testing

@testable import PicketRuntime

/// What is said of names once all of a text is known.
@Suite struct ResolverTests {
    private func diagnostics(_ text: String, including files: [String: String] = [:]) -> [Diagnostic] {
        let loader = SourceLoader { (path, _) throws(SourceProblem) in
            guard let file = files[path] else { throw SourceProblem("no such file") }
            return SourceFile(name: path, text: file)
        }
        return Compiler(commands: CommandTable(), loader: loader).compile(SourceFile(name: "main", text: text))
            .diagnostics
    }

    /// A comment or a string that looks like a declaration is none, and nor is the statement whose value is computed.
    @Test(arguments: [
        "# let port = 1\nprint $port\n",
        "let text = \"\"\"\n  let port = 1\n  \"\"\"\nprint $text, $port\n",
        "let port = $port\nprint 1\n",
        "if true {\n  let port = $port\n  print 1\n}\n",
    ])
    func onlyADeclarationElsewhereIsPointedOut(_ text: String) {
        let found = diagnostics(text).filter { $0.code == .undefinedVariable }
        #expect(found.map(\.notes.count) == [0])
        #expect(found.map(\.help) == ["define it first: `let port = …`"])
    }

    @Test func aDeclarationInADefIsPointedOut() {
        let found = diagnostics("print $port\ndef f() { let port = 1; print $port }\nf\n")
        #expect(found.map(\.code) == [.undefinedVariable])
        #expect(found.first?.notes.map(\.message) == ["it is declared here, further down"])
    }

    /// Whether an `include` gives a parameter its value or not, what stands as its default is checked.
    @Test func theDefaultOfAParameterIsCheckedThoughItIsGiven() {
        let found = diagnostics("include \"lib\" host=pg\n", including: ["lib": "param host = $nothing\nprint $host\n"])
        #expect(found.map(\.code) == [.undefinedVariable])
    }

    /// First those of the script, then those of each file, each by its place.
    @Test func diagnosticsStandInTheOrderOfFilesAndPlaces() {
        let files = ["a": "print $a2\nprint $a1\ndef fa() { print $a3 }\n", "b": "print $b1\n"]
        let found = diagnostics(
            "def f() { print $m1 }\nprint $m2\ninclude \"a\"\ninclude \"b\"\nprint $m3\n", including: files)
        let places = found.compactMap(\.location).map { $0.source.text($0.span) }
        #expect(places == ["m1", "m2", "m3", "a2", "a1", "a3", "b1"])
    }

    /// A script of which the code is made while it runs is refused before if that code needs too many registers.
    @Test(arguments: [1_000, 4_500]) func tooManyRegistersAreFoundBeforeTheRun(_ count: Int) {
        let words = (0..<count).map { "$(\($0))" }.joined(separator: ", ")
        let text = String(repeating: "print 1\n", count: 600) + "print \(words)\n"
        #expect(diagnostics(text).map(\.code) == (count > 4_000 ? [.tooManyNames] : []))
    }
}
