import Picket
import PicketTerminal
import Testing

/// The prompt and the library's editor services answer alike, because they ask the same functions.
@Suite struct EditorAgreementTests {
    private static let prelude = "let fleet = 1\nlet n = 2\ndef greet(who) { print $who }\n"

    private let services: EditorServices
    private let prompt: SessionLanguage

    init() throws {
        var library = Library()
        for command in SessionFixture.commands.commands { try library.add(command) }
        library.preludes = [ScriptText("prelude", Self.prelude)]
        library.modules = [ScriptText("fleet.picket", "")]
        let services = EditorServices(library)
        let session = Compiler(commands: SessionFixture.commands, isInteractive: true)
        #expect(!session.compile(SourceFile(name: "prelude", text: Self.prelude)).hasErrors)
        let vocabulary = Vocabulary(commands: SessionFixture.commands)
        (vocabulary.variables, vocabulary.definitions) = session.names
        vocabulary.findSignature = { session.signature(of: $0) }
        vocabulary.fields = { services.fields(below: $0) }
        vocabulary.files = { _ in ["fleet.picket"] }
        self.services = services
        prompt = SessionLanguage(vocabulary)
    }

    static let texts = [
        "add x host=h port=5432 enabled=false", "show sales", "display x as r", "greet who=you", "sohw x; sho",
        "print $fleet, $last.status, \"${n} $(len(up\"", "let x = split(\"a b\", sep=\" \") and not true",
        "for i in 1..3 {\n    add c host=\"h\" prot=1\n}",
        "if $n in [1, {a: b}] { unlock pin=1 } else { fail x }", "include fleet.picket", "include \"fleet.picket\"",
        "defer show x # a comment", "set n = 3; append fleet 1", "print 'plain', \"\"\"\n    block $(gre\n    \"\"\"",
        "show (",
        "print \"open\nadd ",
    ]

    @Test(arguments: texts) func completionsAgree(_ text: String) {
        for cursor in 0...text.utf8.count {
            let typed = prompt.complete(text, cursor: cursor)
            let items = services.complete(text, at: cursor)
            #expect(typed.candidates.map(\.text) == items.map(\.text), "\(text) at \(cursor)")
            #expect(typed.candidates.map(\.note) == items.map(\.detail), "\(text) at \(cursor)")
            for item in items { #expect(Int(item.replaced.start) == typed.start && Int(item.replaced.end) == cursor) }
        }
    }

    @Test(arguments: texts + ["def mine(a) { greet $a }\nmine 1", "later\ndef later() { }", "note )"])
    func coloursAgree(_ text: String) {
        let shown = services.highlight(text).filter { $0.kind != .word && $0.kind != .bracket }
        let typed = prompt.highlight(text)
        #expect(typed.map { UInt32($0.range.lowerBound) } == shown.map(\.span.start))
        #expect(typed.map { UInt32($0.range.upperBound) } == shown.map(\.span.end))
        #expect(typed.map { $0.style == .unknownCommand } == shown.map { $0.kind == .unknown })
        #expect(typed.map { $0.style == .error } == shown.map { $0.kind == .error })
    }

    @Test func helpAgreesWithHovering() throws {
        for command in SessionFixture.commands.commands {
            let help = try #require(prompt.parameterHelp(command.name + " ", cursor: command.name.utf8.count + 1))
            let hover = try #require(services.hover(command.name, at: 0))
            #expect(help.plain.hasPrefix(hover.signature))
        }
    }
}

extension EditorServices {
    /// The fields that the services know, for a prompt without values.
    fileprivate func fields(below path: [String]) -> [String] {
        let text = "print $\(path.joined(separator: "."))."
        return complete(text, at: text.utf8.count).map(\.text)
    }
}
