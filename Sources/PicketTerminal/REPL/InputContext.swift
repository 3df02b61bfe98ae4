import PicketSyntax

/// What can stand at the cursor: the statement around it, read from its start up to the cursor and no further.
package struct InputContext: Equatable {
    package enum Place: Equatable {
        /// The first word of a statement.
        case statement
        /// A word among the arguments of a command.
        case argument(Call)
        /// What follows `parameter=` in such a word.
        case value(Call, parameter: String)
        /// What follows `$`: the names before the last dot.
        case variable(path: [String])
        case expression
        /// The path after `include`.
        case file
        /// The name after the colon.
        case sessionCommand
        /// What follows the name of a session command.
        case sessionArgument(command: String)
        /// In a comment or a plain text: nothing is offered.
        case nothing
    }

    /// A command call up to the word at the cursor.
    package struct Call: Equatable {
        package var command: String
        /// Arguments given by their place.
        package var positionals: [String] = []
        /// The names of arguments given by name.
        package var names: [String] = []
    }

    package var place: Place
    /// Where the word at the cursor begins (UTF-8 offset).
    package var start: Int
    /// That word up to the cursor.
    package var prefix: String
    /// How many blocks and brackets are open.
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

    /// `:name argument`; nil for a line of the language. `:job` and `:watch 2s` go on in the language.
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
        // `:job :watch …` while the second name is typed.
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
