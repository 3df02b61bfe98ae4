import Picket

/// A library with something of each kind, and texts with a mark where the cursor is.
enum EditorFixture {
    static let services = EditorServices(library)

    static let library: Library = {
        var library = Library()
        do {
            try library.add(
                Command(
                    "order", aliases: ["buy"], summary: "orders something",
                    parameters: [
                        .word("item", completion: .words(["nuts", "bolts"]), summary: "what is ordered"),
                        Parameter("count", .integer(1...9), summary: "how many"),
                        Parameter("speed", isRequired: false, completion: .words(["slow", "fast"])),
                        Parameter("gift", .boolean, isRequired: false),
                    ])
            ) { _ in .null }
            try library.add(Command("note", summary: "writes a note", acceptsOthers: true)) { _ in .null }
            try library.add(function: "price", "item", "count", summary: "what it costs") {
                (_: String, count: Int?) in count ?? 1
            }
        } catch {
            fatalError("\(error)")
        }
        library.preludes = [
            ScriptText("prelude", "let currency = EUR\n# Greets someone.\ndef greet(who) { print $who }\n")
        ]
        library.modules = [
            ScriptText("parts/nuts", "let replaced = 1\n"), ScriptText("parts/bolts", "let bolt = 1\n"),
            ScriptText(
                "parts/nuts",
                "# Counts nuts.\n# Twice.\ndef crack(nut, times = 1) { order $nut count=$times }\nlet shelf = 7\n"),
        ]
        return library
    }()

    /// The text without its mark `|`, and the place of the mark.
    static func place(_ marked: String) -> (text: String, offset: Int) {
        let bytes = Array(marked.utf8)
        let offset = bytes.firstIndex(of: UInt8(ascii: "|")) ?? bytes.count
        return (String(decoding: bytes[..<offset] + bytes[offset...].dropFirst(), as: UTF8.self), offset)
    }

    static func complete(_ marked: String) -> [EditorServices.CompletionItem] {
        let (text, offset) = place(marked)
        return services.complete(text, at: offset)
    }

    static func words(_ marked: String) -> [String] { complete(marked).map(\.text) }

    static func hover(_ marked: String) -> EditorServices.Hover? {
        let (text, offset) = place(marked)
        return services.hover(text, at: offset)
    }

    /// `NAME:START` of the declaration.
    static func definition(_ marked: String) -> String? {
        let (text, offset) = place(marked)
        return services.definition(text, at: offset).map { "\($0.source.name):\($0.span.start)" }
    }

    /// `NAME:START` of each use. Each has the text that is asked for.
    static func references(_ marked: String) -> [String] {
        let (text, offset) = place(marked)
        return services.references(text, at: offset).map { "\($0.source.name):\($0.span.start)" }
    }
}
