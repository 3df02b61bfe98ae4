/// Parses a script into a tree by recursive descent, one statement at a time.
///
/// Every problem of the text becomes a diagnostic, and parsing continues at the next statement. Never run a tree that
/// was parsed with diagnostics. Between statements and inside commands the parser reads bytes; inside an expression it
/// holds one token of look-ahead. The `Grammar:` comments of the functions are the productions of grammar.md.
package struct Parser {
    /// The maximum number of stored errors. Further errors are only counted.
    package static let diagnosticLimit = 100
    /// The maximum depth of nested blocks and brackets.
    package static let depthLimit = 200
    /// The maximum height of an expression's tree. A long chain of operators makes a high tree too.
    package static let heightLimit = 500

    package let source: SourceFile
    /// In the order of discovery. Complete after the last statement has been parsed.
    package private(set) var diagnostics: [Diagnostic] = []
    /// Whether the text ends inside a block, a bracket or a `"""` string, or after a `\`, so that more lines may
    /// complete it.
    package private(set) var isIncomplete = false

    /// The names that faulty statements would have declared.
    package var abandonedNames: [SourceSpan] = []

    let isInteractive: Bool
    let watch: WorkWatch?
    let keywords = StatementKeyword.Table.shared
    var lexer: Lexer
    /// The look-ahead token of expressions.
    var token = Token(.end, 0, 0)
    /// The end of the last token.
    var lastEnd = 0
    /// The start of the current command or statement.
    var statementStart = 0
    /// The starts of the last statements in which a blank around `=`, or a comma, was reported.
    var blankReportedIn = -1
    var commaReportedIn = -1
    var newlinesAreBlanks = false
    /// Whether `status`, `body` … read the response: they do in an expectation, on the left of a comparison.
    var readsSubjects = false
    var depth = 0
    /// The height of the last parsed expression.
    var height = 0
    var context = Context()
    /// Whether the parser stopped because the text is nested too deeply.
    var isAbandoned = false
    private(set) var hiddenErrors = 0
    private var isFinished = false
    private var hasLoneReturn = false

    /// The surroundings of a statement.
    struct Context {
        var isTopLevel = true
        var isInLoop = false
        var isInDefinition = false
    }

    /// Thrown after a problem has been reported, and caught at the end of a statement.
    struct Failure: Error {}

    /// - Parameters:
    ///
    ///   - isBlock: whether the text is the content of a block, so that top-level statements may not occur in it.
    ///
    ///   - watch: may stop the parser. The rest of the text is then neither parsed nor reported.
    package init(
        _ source: SourceFile, isInteractive: Bool = false, isBlock: Bool = false, watch: WorkWatch? = nil
    ) {
        self.watch = watch
        context.isTopLevel = !isBlock
        self.source = source
        self.isInteractive = isInteractive
        lexer = Lexer(source, position: source.lengthOfMarks)
        if source.isTruncated { report(.sourceTooLarge(source)) }
        switch source.firstTextFault() {
        case .invalidUTF8(let span): report(.invalidUTF8(at: SourceLocation(source: source, span: span)))
        case .nulByte(let offset): report(.nulByte(at: at(offset, offset + 1)))
        case .repeatedMark(let span): report(.repeatedMark(at: SourceLocation(source: source, span: span)))
        case .utf16:
            report(.utf16(at: at(0, 0)))
            // The text cannot be parsed in a wrong encoding.
            lexer.position = source.count
        case nil: break
        }
    }

    /// Parses all statements.
    ///
    /// Grammar: script = { separator } [ statement { separator { separator } statement } ] { separator } ;
    package mutating func parseScript() -> Script {
        var statements: [Statement] = []
        while let statement = nextStatement() { statements.append(statement) }
        return Script(source: source, statements: statements)
    }

    /// Parses the next top-level statement; nil at the end of the text. Omits statements with errors.
    package mutating func nextStatement() -> Statement? {
        while true {
            lexer.skipSeparators()
            switch lexer.current {
            case 0:
                finish()
                return nil
            case UInt8(ascii: "}"):
                let start = lexer.position
                lexer.position += 1
                report(.unmatchedClosing("}", at: at(start, start + 1)))
            default:
                if let statement = statement() { return statement }
            }
        }
    }

    private mutating func finish() {
        guard !isFinished else { return }
        isFinished = true
        if let offset = lexer.loneReturn, !diagnostics.contains(where: { $0.location?.span.start == UInt32(offset) }) {
            report(.hiddenCharacter("\r", at: at(offset, offset + 1)))
        }
        if hiddenErrors > 0 { diagnostics.append(.tooManyErrors(hiddenErrors)) }
    }

    func at(_ start: Int, _ end: Int) -> SourceLocation {
        SourceLocation(source: source, span: SourceSpan(start, end))
    }

    @inline(never)
    mutating func report(_ diagnostic: Diagnostic) {
        if endsTooEarly(diagnostic) { markIncomplete() }
        if diagnostic.code == .invalidCharacter, let start = diagnostic.location?.span.start,
            lexer.isLoneReturn(at: Int(start))
        {
            // A file with old Mac line ends has a carriage return at every line end.
            if hasLoneReturn { return }
            hasLoneReturn = true
        }
        if diagnostics.count < Parser.diagnosticLimit {
            diagnostics.append(diagnostic)
        } else {
            hiddenErrors += 1
        }
    }

    /// Withdraws the error about a `=` that turned out to begin another sign.
    mutating func forgetAssignment(at start: UInt32) {
        guard let last = diagnostics.last, last.code == .assignmentAsComparison, last.location?.span.start == start
        else {
            return
        }
        diagnostics.removeLast()
    }

    /// Reports a problem that ends the statement. Use it as `throw failure(…)`.
    @inline(never)
    mutating func failure(_ diagnostic: Diagnostic) -> Failure {
        report(hiddenCharacter(behind: diagnostic) ?? diagnostic)
        return Failure()
    }

    /// Replaces a problem at a hidden character by one that names this character.
    private func hiddenCharacter(behind diagnostic: Diagnostic) -> Diagnostic? {
        guard diagnostic.code != .invalidCharacter, let location = diagnostic.location else {
            return nil
        }
        return hiddenCharacter(at: Int(location.span.start))
    }

    /// Describes the hidden character at an offset; nil for any other character.
    func hiddenCharacter(at offset: Int) -> Diagnostic? {
        let length = lexer.lengthOfHiddenCharacter(at: offset)
        guard length > 0, let (scalar, _) = lexer.scalar(at: offset) else { return nil }
        return .hiddenCharacter(scalar, at: at(offset, offset + length))
    }

    /// Whether a problem is that the text ends inside brackets, where newlines are blanks, or after a `\`, so that the
    /// next line may continue it.
    private func endsTooEarly(_ diagnostic: Diagnostic) -> Bool {
        let start = diagnostic.location.map { Int($0.span.start) }
        if start == source.count - 1, lexer.byte(at: source.count - 1) == UInt8(ascii: "\\") { return true }
        return newlinesAreBlanks && (token.kind == .end || start == source.count)
    }

    /// Records that the text ends too early. After another error more text would not help.
    mutating func markIncomplete() {
        if diagnostics.isEmpty { isIncomplete = true }
    }

    /// Enters one level of nesting. Every call needs a matching `leave()`, also on failure.
    mutating func enter() throws(Failure) {
        guard depth < Parser.depthLimit else {
            isAbandoned = true
            throw failure(.tooDeep(limit: Parser.depthLimit, at: at(lexer.position, lexer.position)))
        }
        if ThreadStack.isShort {
            isAbandoned = true
            throw failure(.stackTooSmall(at: at(lexer.position, lexer.position)))
        }
        depth += 1
    }

    mutating func leave() {
        depth -= 1
    }

    /// Counts a part of the text. When the time is over, the rest is not parsed.
    @inline(__always)
    mutating func countPart() throws(Failure) {
        guard let watch, watch.countPart() else { return }
        isAbandoned = true
        throw Failure()
    }
}
