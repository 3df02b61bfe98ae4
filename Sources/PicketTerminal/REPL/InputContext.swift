import PicketSyntax

/// What can be typed at the cursor, found by scanning the text up to it.
package struct InputContext: Equatable {
    package enum Place: Equatable {
        /// The first word of a statement.
        case statement
        /// A word among the arguments of a command.
        case argument(Call)
        /// The value after `parameter=` in such a word.
        case value(Call, parameter: String)
        /// A name after `$`, with the names before the last dot.
        case variable(path: [String])
        case expression
        /// The path after `include`.
        case file
        /// The name after the colon.
        case sessionCommand
        /// An argument of a session command.
        case sessionArgument(command: String)
        /// A comment or a plain text, where nothing is offered.
        case nothing
    }

    /// A command call up to the word at the cursor.
    package struct Call: Equatable {
        package var command: String
        /// The arguments given by position.
        package var positionals: [String] = []
        /// The names of the arguments given by name.
        package var names: [String] = []
    }

    package var place: Place
    /// The start of the word at the cursor (UTF-8 offset).
    package var start: Int
    /// The part of that word before the cursor.
    package var prefix: String
    /// The number of open blocks and brackets.
    package var depth: Int

    package init(_ text: String, cursor: Int) {
        let bytes = Array(text.utf8.prefix(cursor))
        if let context = InputContext.ofSession(bytes) {
            self = context
            return
        }
        var scanner = StatementScanner(bytes)
        scanner.scan()
        self = scanner.context()
    }

    init(_ place: Place, from start: Int, of bytes: [UInt8], depth: Int = 0) {
        self.place = place
        self.start = start
        self.depth = depth
        prefix = String(decoding: bytes[start...], as: UTF8.self)
    }

    /// Returns the context in `:name argument`; nil for a line of the language. `:job` and `:watch 2s` are followed by
    /// the language.
    private static func ofSession(_ bytes: [UInt8]) -> InputContext? {
        guard let colon = bytes.firstIndex(where: { !isBlank($0) }), bytes[colon] == UInt8(ascii: ":") else {
            return nil
        }
        guard let nameEnd = bytes[colon...].firstIndex(where: isBlank) else {
            return InputContext(.sessionCommand, from: colon + 1, of: bytes)
        }
        if let start = SessionCommand.statementStart(bytes) { return shifted(bytes, from: start) }
        let name = String(decoding: bytes[(colon + 1)..<nameEnd], as: UTF8.self)
        let rest = bytes[nameEnd...].firstIndex { !isBlank($0) } ?? bytes.count
        // This is `:job :watch …` while the second name is typed.
        if name == "job" { return shifted(bytes, from: rest) }
        return InputContext(.sessionArgument(command: name), from: rest, of: bytes)
    }

    private static func shifted(_ bytes: [UInt8], from start: Int) -> InputContext {
        let text = String(decoding: bytes[start...], as: UTF8.self)
        var inner = InputContext(text, cursor: text.utf8.count)
        inner.start += start
        return inner
    }

    static func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
}
