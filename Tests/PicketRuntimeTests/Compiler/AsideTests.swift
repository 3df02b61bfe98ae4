import PicketSyntax
import Testing

@testable import PicketRuntime

/// A text that runs beside its session is compiled as it stands: nothing in it reaches around it.
@Suite struct AsideTests {
    private func errors(_ text: String, in session: Compiler = AsideTests.session()) -> [Diagnostic] {
        let compilation = session.compileAside(SourceFile(name: "<job 1>", text: text))
        #expect((compilation.program == nil) == compilation.hasErrors)
        return compilation.diagnostics.filter { $0.severity == .error }
    }

    private static func session() -> Compiler {
        let session = Compiler(commands: CommandTable(), isInteractive: true)
        _ = session.compile(SourceFile(name: "<line 1>", text: "let fleet = [a]"))
        return session
    }

    @Test func aBraceClosesNothingOfOurs() {
        #expect(errors("print 1 }; if true { print 2").map(\.code) == [.unmatchedClosing, .unclosedBlock])
        #expect(errors("}\nset fleet = []\nif true {").first?.code == .unmatchedClosing)
    }

    @Test func placesAreThoseOfTheText() throws {
        let error = try #require(errors("print $flet").first)
        #expect(error.code == .undefinedVariable)
        #expect(error.location.map { "\($0.position)" } == "(line: 1, column: 8)")
    }

    @Test func namesOfTheSessionAreNotChanged() throws {
        let error = try #require(errors("set fleet = []").first)
        #expect(error.code == .parallelChange)
        #expect(error.message == "a job cannot change `fleet`: it works on copies of the session's names")
    }

    @Test func itsOwnNamesAre() {
        #expect(errors("let n = 1\nset n = 2\nprint $n, $fleet").isEmpty)
        #expect(
            errors("let n = 1\nfor i in 1..2 parallel 2 { set n = $i }").map(\.message) == [
                "iterations of a parallel loop cannot change `n`, which is declared outside"
            ])
    }

    @Test(arguments: ["def f() { }", "param p", "test t { }", "break", "return 1"])
    func whatStandsInNoBlockIsRefused(_ text: String) {
        #expect(errors(text).map(\.code) == [.misplacedStatement])
    }

    /// The line after it is compiled as any other.
    @Test func theSessionGoesOn() {
        let session = AsideTests.session()
        _ = errors("print $fleet", in: session)
        let next = session.compile(SourceFile(name: "<line 2>", text: "set fleet = [b]\nlet n = 1"))
        #expect(!next.hasErrors)
    }
}
