/// Makes the tree of a script: by recursive descent, one statement at a time.
///
/// Every problem of the text becomes a diagnostic, and reading goes on at the next statement. A tree that was read with
/// diagnostics must not be run. Between statements, and inside commands, the parser reads bytes; inside an expression it
/// holds one token of look-ahead. The functions' `Grammar:` comments are the productions of grammar.md.
package struct Parser {
    /// How many errors are kept; the rest is only counted.
    package static let diagnosticLimit = 100
    /// How deep blocks and brackets may stand in each other.
    package static let depthLimit = 200
    /// How high the tree of one expression may be: long chains of operators make high trees too.
    package static let heightLimit = 500

    package let source: SourceFile
    /// In the order of discovery; complete when the last statement has been read.
    package private(set) var diagnostics: [Diagnostic] = []
    /// Whether the text ends inside a block, a bracket or a `"""` string, or after a `\`: more lines may complete it.
    package private(set) var isIncomplete = false

    /// The names that faulty statements would have made.
    package var abandonedNames: [SourceSpan] = []

    let isInteractive: Bool
    let watch: WorkWatch?
    let keywords = StatementKeyword.Table.shared
    var lexer: Lexer
    /// The look-ahead of expressions.
    var token = Token(.end, 0, 0)
    /// Where what was taken last ends.
    var lastEnd = 0
    /// Where the command or statement that is being read began.
    var statementStart = 0
    /// The statements, by where they begin, of which a blank around `=` and a comma were reported last.
    var blankReportedIn = -1
    var commaReportedIn = -1
    var newlinesAreBlanks = false
    /// Whether `status`, `body` … read the response: in an expectation, left of a comparison.
    var readsSubjects = false
    var depth = 0
    /// The height of the expression that was read last.
    var height = 0
    var context = Context()
    /// Whether the rest of the text is left unread, because it is nested too deeply.
    var isAbandoned = false
    private(set) var hiddenErrors = 0
    private var isFinished = false
    private var hasLoneReturn = false

    /// What surrounds a statement.
    struct Context {
        var isTopLevel = true
        var isInLoop = false
        var isInDefinition = false
    }

    /// Thrown after a problem has been reported; caught where a statement ends.
    struct Failure: Error {}

    /// - Parameters:
    ///   - isBlock: whether the text is what stands in a block, so that nothing of a file's top level may stand in it.
    ///   - watch: may end the reading; what is left of the text is then not read, and nothing is said of it.
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
            // None of it would be understood.
            lexer.position = source.count
        case nil: break
        }
    }

    /// Reads all statements.
    ///
    /// Grammar: script = { separator } [ statement { separator { separator } statement } ] { separator } ;
    package mutating func parseScript() -> Script {
        var statements: [Statement] = []
        while let statement = nextStatement() { statements.append(statement) }
        return Script(source: source, statements: statements)
    }

    /// Reads the next top-level statement; nil at the end of the text. Statements with errors are left out.
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
            // A file with other line ends has one at the end of each.
            if hasLoneReturn { return }
            hasLoneReturn = true
        }
        if diagnostics.count < Parser.diagnosticLimit {
            diagnostics.append(diagnostic)
        } else {
            hiddenErrors += 1
        }
    }

    /// Takes back that a `=` was reported which turned out to begin another sign.
    mutating func forgetAssignment(at start: UInt32) {
        guard let last = diagnostics.last, last.code == .assignmentAsComparison, last.location?.span.start == start
        else {
            return
        }
        diagnostics.removeLast()
    }

    /// Reports a problem that ends the statement: `throw failure(…)`.
    @inline(never)
    mutating func failure(_ diagnostic: Diagnostic) -> Failure {
        report(hiddenCharacter(behind: diagnostic) ?? diagnostic)
        return Failure()
    }

    /// A problem where a character stands that nobody can see is told as that: what is said of it would not be understood.
    private func hiddenCharacter(behind diagnostic: Diagnostic) -> Diagnostic? {
        guard diagnostic.code != .invalidCharacter, let location = diagnostic.location else {
            return nil
        }
        return hiddenCharacter(at: Int(location.span.start))
    }

    /// What is wrong with the character at an offset if nobody can see it; nil for any other.
    func hiddenCharacter(at offset: Int) -> Diagnostic? {
        let length = lexer.lengthOfHiddenCharacter(at: offset)
        guard length > 0, let (scalar, _) = lexer.scalar(at: offset) else { return nil }
        return .hiddenCharacter(scalar, at: at(offset, offset + length))
    }

    /// Whether a problem is that the text ends inside brackets, where newlines are blanks, or in a `\`: the next line may go
    /// on.
    private func endsTooEarly(_ diagnostic: Diagnostic) -> Bool {
        let start = diagnostic.location.map { Int($0.span.start) }
        if start == source.count - 1, lexer.byte(at: source.count - 1) == UInt8(ascii: "\\") { return true }
        return newlinesAreBlanks && (token.kind == .end || start == source.count)
    }

    /// Remembers that the text ends too early; after another error more text would not help.
    mutating func markIncomplete() {
        if diagnostics.isEmpty { isIncomplete = true }
    }

    /// Enters one level of nesting; every call is followed by `leave()`, also on failure.
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

    /// Counts a part of the text; at the end of the time for it the rest is left unread.
    @inline(__always)
    mutating func countPart() throws(Failure) {
        guard let watch, watch.countPart() else { return }
        isAbandoned = true
        throw Failure()
    }
}
