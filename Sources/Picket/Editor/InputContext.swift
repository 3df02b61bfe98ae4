internal import PicketSyntax

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
        /// The name after `set` or `append`.
        case target
        /// The path after `include`.
        case file
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
    /// The number of open blocks.
    package var blockCount: Int
    /// The start of the innermost statement.
    package var statementStart: Int
    /// Whether the statement is inside a `def`.
    package var isInDefinition: Bool

    /// - Parameter cursor: a UTF-8 offset of the text, at the start of a character.
    package init(_ text: String, cursor: Int) {
        self.init(Array(text.utf8.prefix(max(cursor, 0))))
    }

    /// - Parameter bytes: the text up to the cursor.
    init(_ bytes: [UInt8]) {
        var scanner = StatementScanner(bytes)
        scanner.scan()
        self = scanner.context()
    }

    init(_ place: Place, from start: Int, of scanner: StatementScanner) {
        self.place = place
        self.start = start
        depth = scanner.frames.count - 1
        blockCount = scanner.frames.count { $0.isBlock } - 1
        statementStart = scanner.frames.last(where: \.isBlock)?.statementStart ?? 0
        isInDefinition = scanner.frames.contains { $0.keyword == .def }
        prefix = String(decoding: scanner.bytes[start...], as: UTF8.self)
    }
}
