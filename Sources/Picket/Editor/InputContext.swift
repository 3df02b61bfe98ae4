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
        /// A field of a subject such as `body` in an expectation, with the names before the last dot.
        case subject(path: [String])
        /// A key after the opening bracket of an index, with the names before it. The word includes the key's quote.
        case index(path: [String])
        case expression
        /// The name after `set` or `append`.
        case target
        /// The path after `include`.
        case file
        /// The path in a call of a function that reads a file.
        case data
        /// A comment or a plain text, where nothing is offered.
        case nothing
    }

    /// A variable that the text up to the cursor declares.
    package struct LocalName: Hashable {
        package let name: String
        /// Whether it is the response of a command.
        package let isResponse: Bool
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
    /// The variables that earlier statements and open blocks of the text declare, the innermost last.
    package var localNames: [LocalName]
    /// The quote before the word at the cursor, if the word is in an open string.
    package var quote: UInt8?
    /// Whether the place is in a text with interpolations.
    var isInText: Bool

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
        localNames = scanner.frames.flatMap(\.names)
        quote = scanner.string?.start == start ? scanner.string?.quote : nil
        isInText = scanner.string.map { $0.start <= start } ?? false
        prefix = String(decoding: scanner.bytes[start...], as: UTF8.self)
    }
}
