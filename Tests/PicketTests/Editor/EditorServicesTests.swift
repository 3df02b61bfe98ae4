import Foundation
import Picket
import Testing

/// Checking, formatting and highlighting, and what holds for every question.
@Suite struct EditorServicesTests {
    private let services = EditorFixture.services

    @Test func aCheckIsThatOfTheLibrary() {
        let text = "order nuts count=10\nsohw\nlet unused = 1\n"
        #expect(
            services.check(text, name: "a").map(\.message)
                == EditorFixture.library.check(text, name: "a").map(\.message))
        #expect(services.check(text).contains { $0.code == "unknown-command" && $0.location?.position.line == 2 })
        #expect(services.check("greet you\nprint $currency\n") == [])
    }

    @Test func aTextIsFormattedOrRefused() throws {
        #expect(try services.format("order   nuts count=1;print 1") == "order nuts count=1\nprint 1\n")
        let refusal = #expect(throws: ScriptRefused.self) { try services.format("print (", name: "mine") }
        #expect(refusal?.diagnostics.first?.location?.source.name == "mine")
        // What only the meaning of names makes wrong has a layout.
        #expect(try services.format("nonsense   1") == "nonsense 1\n")
    }

    static let colours: [(text: String, word: String, kind: EditorServices.Highlight.Kind)] = [
        ("order nuts count=1", "order", .command), ("buy nuts", "buy", .command), ("greet you", "greet", .command),
        ("sohw x", "sohw", .unknown), ("print 1; ord", "ord", .word), ("ord x", "ord", .unknown),
        ("els", "els", .word), ("els x", "els", .unknown),
        ("later\ndef later() { }", "later", .command), ("def mine() { }", "mine", .command),
        ("include parts/nuts\ncrack 1", "crack", .command),
        ("print price(1)", "price", .function), ("print greet(1)", "greet", .function),
        ("print lne(1)", "lne", .unknown),
        ("order nuts count=1", "count", .argumentName), ("order nuts cuont=1", "cuont", .error),
        ("order nuts count=10", "10", .error), ("order nuts gift=yes", "yes", .error),
        ("order nuts count=1", "1", .number), ("order nuts", "nuts", .word),
        ("note a=1 other=2", "other", .argumentName),
        ("greet who=you", "who", .argumentName), ("greet whom=you", "whom", .error),
        // The names inside of brackets are no arguments of the command.
        ("order nuts speed=$(price(item = 1))", "item", .argumentName), ("note tags={a: 1} b=2", "a", .argumentName),
        ("order nuts speed={a: 1} cuont=2", "cuont", .error), ("order nuts\nprice(item = 1)", "item", .argumentName),
        ("print greet(who = 1)", "who", .argumentName), ("print greet(whom = 1)", "whom", .error),
        ("print greet({whom: 1})", "whom", .argumentName),
        ("print \"a\\n$x\"", "\\n", .escape), ("print \"a $x\"", "$x", .variable), ("print 'abc", "'abc", .error),
        ("# note", "# note", .comment), ("if true { }", "{", .bracket), ("if true { }", "if", .keyword),
    ]

    @Test(arguments: colours.indices) func aPartHasARole(_ index: Int) throws {
        let (text, word, kind) = Self.colours[index]
        let source = SourceFile(name: "", bytes: Array(text.utf8))
        let found = services.highlight(text).first { source.text($0.span) == word }
        #expect(found?.kind == kind, "\(text)")
    }

    // MARK: What holds for every question

    private static let foreign = """
        let größe = 1
        let size = "über 🇩🇪 é"
        for 名 in ["日本"] { print 1 }
        for name in ["日本", "$size"] {
            order "naïve ${size}" count=1 # Füße
        }
        def f(a) { return "🇩🇪$(upper($a))" }
        print f(ö), "é$(f($size))", $si

        """

    /// Asks everything at an offset.
    static func ask(_ services: EditorServices, _ text: String, at offset: Int) -> String {
        let items = services.complete(text, at: offset)
        let hover = services.hover(text, at: offset)
        let definition = services.definition(text, at: offset)
        let references = services.references(text, at: offset)
        return "\(items) \(String(describing: hover)) \(String(describing: definition?.span)) \(references.map(\.span))"
    }

    @Test func everyOffsetHasAnAnswer() {
        let text = Self.foreign
        let bytes = Array(text.utf8)
        for offset in 0...bytes.count {
            var start = offset
            while start < bytes.count, start > 0, bytes[start] & 0xC0 == 0x80 { start -= 1 }
            #expect(Self.ask(services, text, at: offset) == Self.ask(services, text, at: start), "\(offset)")
            for item in services.complete(text, at: offset) {
                #expect(item.replaced.end == UInt32(start) && item.replaced.start <= item.replaced.end)
                let word = String(decoding: bytes[Int(item.replaced.start)..<start], as: UTF8.self)
                #expect(item.text.utf8.starts(with: word.utf8))
            }
        }
        for offset in [Int.min, -1] { #expect(Self.ask(services, text, at: offset) == Self.ask(services, text, at: 0)) }
        for offset in [Int.max, bytes.count + 1] {
            #expect(Self.ask(services, text, at: offset) == Self.ask(services, text, at: bytes.count))
        }
    }

    @Test func partsAreInOrderAndWithoutOverlap() {
        var end: UInt32 = 0
        for part in services.highlight(Self.foreign) {
            #expect(part.span.start >= end && part.span.end > part.span.start)
            end = part.span.end
        }
    }

    @Test func aTextThatIsTooLongHasNoAnswers() {
        let services = EditorServices(EditorFixture.library, options: CompileOptions(sourceBytes: 200))
        let text = String(repeating: "print 1\n", count: 30)
        #expect(services.check(text).map(\.code) == ["source-too-large"])
        #expect(throws: ScriptRefused.self) { try services.format(text) }
        #expect(services.highlight(text).isEmpty && services.complete(text, at: 240).isEmpty)
        #expect(services.hover(text, at: 0) == nil && services.references(text, at: 0).isEmpty)
    }

    static let hostile: [(name: String, text: String)] = [
        ("brackets", "print " + String(repeating: "(", count: 30_000)),
        ("blocks", String(repeating: "if true { ", count: 30_000)),
        ("strings", "print " + String(repeating: "\"$(", count: 20_000)),
        ("closers", String(repeating: "}", count: 30_000)),
        ("unmatched", "print " + String(repeating: "(", count: 20_000) + String(repeating: "]}", count: 20_000)),
        ("lines", "print " + String(repeating: "(", count: 20_000) + String(repeating: "\n", count: 20_000)),
        ("line strings", "print " + String(repeating: "(", count: 20_000) + String(repeating: "\"$(\n", count: 9_000)),
        ("deferred", String(repeating: "defer ", count: 9_000) + "x" + String(repeating: " {}", count: 9_000)),
        ("words", String(repeating: "a ", count: 20_000)),
        ("names", (0..<4_000).map { "let n\($0) = \($0)" }.joined(separator: "\n") + "\nprint $"),
        ("unknown", String(repeating: "sohw $x\n", count: 2_000)),
    ]

    @Test(arguments: hostile.indices) func aHostileTextHasAnswers(_ index: Int) {
        let text = Self.hostile[index].text
        _ = services.check(text)
        _ = try? services.format(text)
        _ = services.highlight(text)
        for offset in [0, text.utf8.count / 2, text.utf8.count] { _ = Self.ask(services, text, at: offset) }
    }

    /// A host may ask on a thread with a small stack.
    @Test(arguments: SmallStackTests.texts.indices) func aSmallStackEndsNothing(_ index: Int) async {
        let text = "let x = 1\n" + SmallStackTests.texts[index].text + "\n"
        let services = EditorFixture.services
        await withCheckedContinuation { continuation in
            let thread = Thread {
                _ = services.check(text)
                _ = try? services.format(text)
                _ = services.highlight(text)
                for offset in [0, text.utf8.count / 2, text.utf8.count] { _ = Self.ask(services, text, at: offset) }
                continuation.resume()
            }
            thread.stackSize = 512 << 10
            thread.start()
        }
    }

    @Test func aPreludeWithErrorsIsLeftOut() {
        var library = EditorFixture.library
        library.preludes.insert(ScriptText("broken", "let ("), at: 0)
        let services = EditorServices(library)
        #expect(services.complete("print $cur", at: 10).map(\.text) == ["currency"])
        #expect(services.check("print 1").first?.location?.source.name == "broken")
    }

    @Test func theLoaderGetsTheNameOfTheScript() {
        var library = Library()
        library.loader = { path, includer in
            includer == "folder/script" && path == "x" ? ScriptText("folder/x", "def far() { }\n") : nil
        }
        let services = EditorServices(library)
        #expect(services.complete("include x\nfa", at: 12, name: "folder/script").first?.text == "far")
        #expect(services.definition("include x\nfar", at: 12, name: "folder/script")?.source.name == "folder/x")
        #expect(services.definition("include x\nfar", at: 12) == nil)
    }
}
