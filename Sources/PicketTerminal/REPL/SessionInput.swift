import Picket

/// What can be typed at the cursor of the prompt: a part of the language, or of a command for the session.
struct SessionInput {
    enum Place {
        case language(InputContext)
        /// The name after the colon.
        case command
        /// An argument of a session command.
        case argument(of: String)

        /// Whether files complete the word, so that a folder must be read.
        var readsFiles: Bool {
            switch self {
            case .language(let context): context.place == .file || context.place == .data
            case .command: false
            case .argument(let name):
                SessionCommand.Name(written: name).map { [.source, .edit, .save, .output, .shell].contains($0) }
                    ?? false
            }
        }
    }

    let place: Place
    /// The start of the word at the cursor (UTF-8 offset).
    let start: Int
    /// The part of that word before the cursor.
    let prefix: String

    init(_ text: String, cursor: Int) {
        self.init(Array(text.utf8.prefix(cursor)))
    }

    private init(_ bytes: [UInt8], skipping skipped: Int = 0) {
        let typed = bytes[skipped...]
        guard let colon = typed.firstIndex(where: { !SessionInput.isBlank($0) }), typed[colon] == UInt8(ascii: ":")
        else {
            self.init(languageIn: bytes, from: skipped)
            return
        }
        if typed.dropFirst(colon - typed.startIndex + 1).first == UInt8(ascii: "!") {
            // A word of a shell's command may be the path of a file.
            let word = typed.lastIndex(where: SessionInput.isBlank) ?? colon + 1
            self.init(.argument(of: "!"), from: word + 1, of: bytes)
            return
        }
        guard let nameEnd = typed[colon...].firstIndex(where: SessionInput.isBlank) else {
            self.init(.command, from: colon + 1, of: bytes)
            return
        }
        // `:job` and `:watch 2s` are followed by the language.
        if let parts = SessionCommand.parts(of: typed) {
            if let condition = parts.condition {
                self.init(conditionIn: bytes, from: skipped + condition.lowerBound)
            } else {
                self.init(bytes, skipping: skipped + parts.command.lowerBound)
            }
            return
        }
        let name = String(decoding: typed[(colon + 1)..<nameEnd], as: UTF8.self)
        let rest = typed[nameEnd...].firstIndex { !SessionInput.isBlank($0) } ?? bytes.count
        // This is `:job :watch …` while the second name is typed.
        if name == "job" {
            self.init(bytes, skipping: rest)
        } else {
            self.init(.argument(of: name), from: rest, of: bytes)
        }
    }

    private init(languageIn bytes: [UInt8], from skipped: Int) {
        let text = String(decoding: bytes[skipped...], as: UTF8.self)
        let context = InputContext(text, cursor: text.utf8.count)
        (place, start, prefix) = (.language(context), context.start + skipped, context.prefix)
    }

    /// A condition is completed as in an expectation.
    private init(conditionIn bytes: [UInt8], from skipped: Int) {
        let statement = SessionCommand.expectation
        let text = statement + String(decoding: bytes[skipped...], as: UTF8.self)
        let context = InputContext(text, cursor: text.utf8.count)
        (place, prefix) = (.language(context), context.prefix)
        start = max(skipped, context.start - statement.utf8.count + skipped)
    }

    private init(_ place: Place, from start: Int, of bytes: [UInt8]) {
        (self.place, self.start) = (place, start)
        prefix = String(decoding: bytes[start...], as: UTF8.self)
    }

    static func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
}
