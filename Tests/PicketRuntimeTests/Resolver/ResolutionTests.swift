import PicketSyntax
import Testing

@testable import PicketRuntime

/// What an editor asks of the names of a text: where each is declared, and where it is used.
@Suite struct ResolutionTests {
    /// A text with marks: `«x»` is the name that is asked for, `→x←` its declaration, `‹x›` is another use of it.
    private struct Marked {
        let source: SourceFile
        /// The offset of the name that is asked for.
        var asked = 0
        var declaration: Int?
        var uses: [Int] = []

        init(_ text: String, name: String = "script") {
            var plain: [UInt8] = []
            for scalar in text.unicodeScalars {
                switch scalar {
                case "«": asked = plain.count
                case "→": declaration = plain.count
                case "‹": uses.append(plain.count)
                case "»", "←", "›": break
                default: plain += String(scalar).utf8
                }
            }
            source = SourceFile(name: name, bytes: plain)
            uses = (uses + [asked] + (declaration.map { [$0] } ?? [])).sorted()
        }
    }

    private static let commands = CommandTable([
        Command("show", parameters: [.word("name")]), Command("add", parameters: [.word("name"), Parameter("host")]),
    ])

    private func resolution(of source: SourceFile, including files: [String: SourceFile] = [:]) -> Resolution {
        let loader = SourceLoader { (path, _) throws(SourceProblem) in
            guard let file = files[path] else { throw SourceProblem("no such file") }
            return file
        }
        let compiler = Compiler(commands: ResolutionTests.commands, loader: loader)
        _ = compiler.compile(source)
        return compiler.resolution
    }

    static let texts: [String] = [
        "let →x← = 1\nprint $«x», \"${‹x›}!\"\nset ‹x› = 2",
        // The value that a name gets reads an outer name of the same spelling.
        "let x = 1\nif true {\n  let →x← = $x\n  print $«x»\n}",
        "let →x← = 1\nif true {\n  let x = $«x»\n  print $x\n}\nprint $‹x›",
        "for →i← in 1..3 { print $«i» }\nfor i in 4..5 { print $i }",
        "for k, →v← in {a: 1} { print $k, $«v» }",
        "for →k←, v in {a: 1} { print $«k», $v }",
        "let →all← = []\nfor x in [1] parallel 2 { print $«all», $x }\nappend ‹all› 1",
        "def f(→a←, b = $‹a›) { return $«a» + $b }\nprint f(1)",
        "print «f»(1)\ndef →f←(a) { return $a }\n‹f› 2",
        "def →f←() { ‹f› }\nif true { «f» }",
        "try { show web } catch →problem← { print $«problem».message }",
        "show web as →answer←\nprint $«answer».status\nshow web as ‹answer›",
        "param →host← = pg\nadd web host=$«host»",
        "secret →key← = env(\"KEY\")\nadd $‹key› host=\"a-${‹key›}\"\nprint len($«key»)",
        "def f() { return $«late» }\nlet →late← = 1\nprint f()",
        "let →x← = [[1]]\nset ‹x›[0] = 2\nprint $«x»[0]\nprint $‹x›[$‹x›[0]]",
        "let →x← = 1s\ntest t timeout=$‹x› tags=[\"$«x»\"] { print $‹x› }",
        "let →last_one← = 1\nshow web\nexpect body.n == $«last_one»",
        "let →x← = 1\nstep s { defer { print $«x» } }",
        "let a = 1\nlet →b← = $a\nprint $a, $«b»",
    ]

    @Test(arguments: texts) func aNameHasADeclarationAndUses(_ text: String) throws {
        let marked = Marked(text)
        let resolution = resolution(of: marked.source)
        let declaration = resolution.declaration(ofNameAt: marked.asked, in: marked.source)
        #expect(declaration.map { Int($0.span.start) } == marked.declaration)
        guard marked.declaration != nil else { return }
        let uses = resolution.uses(ofNameAt: marked.asked, in: marked.source)
        #expect(uses.map { Int($0.span.start) }.sorted() == marked.uses)
        // Whichever of them is asked for, and at its last byte as well.
        for use in uses {
            #expect(resolution.uses(ofNameAt: Int(use.span.end) - 1, in: marked.source) == uses)
        }
    }

    @Test func anIncludedFileDeclaresNamesForTheOthers() throws {
        let library = SourceFile(name: "lib", text: "let host = pg\ndef greet(who) { print $who, $host }\n")
        let script = SourceFile(name: "main", text: "include \"lib\"\ngreet you\nprint $host\n")
        let resolution = resolution(of: script, including: ["lib": library])
        let host = try #require(resolution.declaration(ofNameAt: 33, in: script))
        #expect(host == SourceLocation(source: library, span: SourceSpan(4, 8)))
        let uses = resolution.uses(ofNameAt: 4, in: library).map { ($0.source.name, $0.source.text($0.span)) }
        #expect(uses.map(\.0).sorted() == ["lib", "lib", "main"])
        #expect(uses.allSatisfy { $0.1.hasBytes(of: "host") })
        let greet = try #require(resolution.declaration(ofNameAt: 14, in: script))
        #expect(greet == SourceLocation(source: library, span: SourceSpan(18, 23)))
    }

    @Test func whatStandsForNothingIsUnresolved() {
        let source = SourceFile(
            name: "script",
            text: "print $one, \"${two}\", three()\nfour a\nset five = 1\nif true { let x = 1 }\nprint $x\n")
        let resolution = resolution(of: source)
        #expect(resolution.unresolved.map { source.text($0.span) } == ["one", "two", "three", "four", "five", "x"])
        #expect(resolution.declaration(ofNameAt: 7, in: source) == nil)
        #expect(resolution.uses(ofNameAt: 7, in: source) == [])
    }

    @Test func commandsAndFunctionsAreKnown() {
        let source = SourceFile(name: "script", text: "show web\nprint len([])\n")
        let resolution = resolution(of: source)
        #expect(resolution.meaning(ofNameAt: 0, in: source) == .command(0))
        #expect(resolution.meaning(ofNameAt: 15, in: source) == .builtin(Int(Builtin.len.rawValue)))
        #expect(resolution.declaration(ofNameAt: 0, in: source) == nil)
        #expect(resolution.meaning(ofNameAt: 5, in: source) == nil)
    }

    @Test func scopesStandInEachOther() throws {
        let text = "if true {\n  let a = 1\n  if $a == 1 { let b = 2; print $b }\n}\n"
        let source = SourceFile(name: "script", text: text)
        let resolution = resolution(of: source)
        let (a, b) = (resolution.declarations[0], resolution.declarations[1])
        let scope = try #require(b.scope.map { resolution.scopes[$0] })
        #expect(scope.parent == a.scope)
        #expect(source.text(scope.span) == "{ let b = 2; print $b }")
    }

    /// A name of an earlier line is one name wherever it stands.
    @Test func theLinesOfASessionShareNames() throws {
        let session = Compiler(commands: ResolutionTests.commands, isInteractive: true)
        let first = SourceFile(name: "<line 1>", text: "let x = 1")
        let second = SourceFile(name: "<line 2>", text: "print $x\nlet x = 2\nprint $x")
        _ = session.compile(first)
        #expect(!session.compile(second).hasErrors)
        #expect(session.resolution.uses(ofNameAt: 7, in: second).map(\.span.start) == [7, 13, 26])
        #expect(
            session.resolution.declaration(ofNameAt: 26, in: second)
                == SourceLocation(source: first, span: SourceSpan(4, 5)))
    }

    /// A script that is too long to stand in memory as a tree is resolved as a whole.
    @Test func aLongScriptIsResolvedAsAWhole() {
        let text = "let x = 0\n" + String(repeating: "print $x\n", count: 100) + "later\ndef later() { print $x }\n"
        let source = SourceFile(name: "script", text: text)
        let compiler = Compiler(commands: ResolutionTests.commands, chunkSize: 7)
        #expect(!compiler.compile(source).hasErrors)
        #expect(compiler.resolution.uses(ofNameAt: 4, in: source).count == 102)
        #expect(compiler.resolution.declaration(ofNameAt: 910, in: source)?.span == SourceSpan(920, 925))
    }
}
