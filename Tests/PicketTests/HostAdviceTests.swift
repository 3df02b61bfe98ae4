import Picket
import Testing

/// [E27] What a host shows of a script speaks neither of a command line nor of commands that the host does not have.
@Suite struct HostAdviceTests {
    private static let verbs = [
        "GET", "get", "curl", "list", "help", "create", "drop", "frobnicate", "sohw", "quit", "export", "select",
    ]
    private static let functions = ["frobnicate", "length", "getenv", "read_csv", "sprintf"]
    private static let texts =
        verbs.map { "\($0) x" } + functions.map { "print \($0)(1)" } + [
            "param p\nprint $p", "print csv(\"x\")", "include \"x\"", "print env(\"X\")", "test t { fail x }", "exit 7",
            "secret s = \"\"", "for i in 1..9 parallel 0 { }",
        ]
    private static let words = ["picket ", "prompt", "grammar.md", "--", "`request", "`show", "`add", "`delete"]

    @Test(arguments: texts) func aHostWithoutCommands(_ text: String) async {
        let library = Library()
        let shown = await library.run(text).rendered(.json)
        for word in Self.words { #expect(!shown.contains(word), "\(text): \(shown)") }
        let session = Session(library)
        let later = await session.run(text).rendered(.json)
        for word in Self.words { #expect(!later.contains(word), "\(text): \(later)") }
    }

    @Test func aHostWithTheCommandHasTheAdvice() throws {
        var library = Library()
        try library.add(Command("request", parameters: [.word("method"), .word("path")])) { _ in .null }
        let help = library.check("get /x").first?.help
        #expect(help == "write `request GET /path`")
    }
}
