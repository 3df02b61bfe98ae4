package import PicketRuntime
package import PicketSyntax

/// The statements that a session has executed, as a script that repeats them: `:save`.
///
/// Typed secrets become environment variables, expressions are printed, and a second declaration becomes a `set`.
package struct SessionScript {
    /// A text of the session, or a part of one.
    struct Entry {
        enum Form {
            case statements
            /// A job: its names are its own, and its deferred blocks run at its end.
            case block
            /// It failed after it had sent these writes, one phrase each.
            case failed([String])
            /// It ran again and again, and sent these writes, one phrase each.
            case watched([String])
        }

        var text: String
        var form = Form.statements
        /// The folder in which its files are looked for.
        var folder: String
        /// The values that were given for its parameters, as literals; nil for a secret one.
        var given: [(name: String, literal: String?)] = []
    }

    /// A text that did not run to its end.
    package struct Stopped {
        package let text: String
        /// Where it stopped (UTF-8 offset); nil if that is not known.
        package let place: UInt32?
        /// Whether the statement there is a call that got a response.
        package let wasAnswered: Bool
        /// The writes that were sent, one phrase each, with the places of their statements; nil for one in a def.
        package let writes: [(place: UInt32?, text: String)]

        package init(text: String, place: UInt32?, wasAnswered: Bool, writes: [(place: UInt32?, text: String)]) {
            (self.text, self.place) = (text, place)
            (self.wasAnswered, self.writes) = (wasAnswered, writes)
        }
    }

    private var entries: [Entry] = []
    /// A call with an unexpected response. It becomes part of the script if the next text expects that response.
    private var surprise: Surprise?

    private struct Surprise {
        let entry: Entry
        let writes: [String]
        /// The place of the call among the entries.
        let place: Int
    }

    package init() {}

    package var isEmpty: Bool { entries.isEmpty && surprise?.writes.isEmpty ?? true }

    /// Adds a text that ran to its end.
    ///
    /// - Parameters:
    ///   - folder: The folder in which its files are looked for.
    ///   - given: The values that were given for its parameters, as literals; nil for a secret one.
    package mutating func succeeded(
        _ text: String, in folder: String = ".", given: [(name: String, literal: String?)] = []
    ) {
        let list = CallList(text)
        // Other statements than calls leave the latest response as it is.
        guard list.beginsWithExpectation || !list.calls.isEmpty else {
            return entries.append(Entry(text: text, folder: folder, given: given))
        }
        var rest = text
        if let surprise, list.beginsWithExpectation {
            let (expectations, others) = Self.divided(text)
            let expected = Entry(text: expectations, folder: folder, given: given)
            entries.insert(contentsOf: [surprise.entry, expected], at: surprise.place)
            rest = others
        }
        settleSurprise(isExpected: list.beginsWithExpectation)
        if rest.contains(where: { !$0.isWhitespace }) {
            entries.append(Entry(text: rest, folder: folder, given: given))
        }
    }

    /// Returns the expectations at the beginning of a text, and the rest.
    private static func divided(_ text: String) -> (expectations: String, rest: String) {
        let source = SourceFile(name: "", text: text)
        var parser = Parser(source, isInteractive: true)
        let other = parser.parseScript().statements.first { if case .expectation = $0 { false } else { true } }
        guard let start = other?.span.start else { return (text, "") }
        return (
            source.text(SourceSpan(start: 0, end: start)),
            source.text(SourceSpan(start: start, end: UInt32(truncatingIfNeeded: source.count)))
        )
    }

    /// Adds the text of a job. An expectation that follows is not about it.
    package mutating func succeededAside(_ text: String) {
        let isCall = CallList(text).single != nil
        entries.append(Entry(text: text, form: isCall ? .statements : .block, folder: "."))
    }

    /// Adds a comment about what a job has sent that did not run to its end.
    package mutating func failedAside(_ text: String, _ writes: [String]) {
        if !writes.isEmpty { entries.append(Entry(text: text, form: .failed(writes), folder: ".")) }
    }

    /// Adds a comment about what a `:watch` has sent. An expectation that follows is not about an earlier call.
    package mutating func watched(_ text: String, _ writes: [String]) {
        settleSurprise()
        watchedAside(text, writes)
    }

    /// Adds a comment about what the `:watch` of a job has sent.
    package mutating func watchedAside(_ text: String, _ writes: [String]) {
        if !writes.isEmpty { entries.append(Entry(text: text, form: .watched(writes), folder: ".")) }
    }

    /// Records the text that failed; `wasAnswered` if it is one call that got a response.
    package mutating func failed(_ text: String, wasAnswered: Bool) {
        stopped(Stopped(text: text, place: 0, wasAnswered: wasAnswered, writes: []))
    }

    /// Adds what a text has done that did not run to its end.
    package mutating func stopped(
        _ stopped: Stopped, in folder: String = ".", given: [(name: String, literal: String?)] = []
    ) {
        let source = SourceFile(name: "", text: stopped.text)
        var parser = Parser(source, isInteractive: true)
        let statements = parser.parseScript().statements
        guard let place = stopped.place, let last = statements.last(where: { $0.span.start <= place }) else {
            return fail(stopped.text, stopped.writes.map(\.text), folder)
        }
        let done = source.text(SourceSpan(start: 0, end: last.span.start))
        if done.contains(where: { !$0.isWhitespace }) {
            succeeded(done, in: folder, given: given)
        }
        // Defs are known before the text runs.
        for statement in statements where statement.span.start > last.span.start {
            if case .definition = statement {
                entries.append(Entry(text: source.text(statement.span), folder: folder))
            }
        }
        let isOfLast = { (place: UInt32?) in place.map { last.span.start <= $0 && $0 < last.span.end } ?? true }
        let writes = stopped.writes.filter { isOfLast($0.place) }.map(\.text)
        if stopped.wasAnswered, case .command = last {
            settleSurprise()
            surprise = Surprise(
                entry: Entry(text: source.text(last.span), folder: folder), writes: writes, place: entries.count)
        } else {
            fail(source.text(last.span), writes, folder)
        }
    }

    private mutating func fail(_ text: String, _ writes: [String], _ folder: String) {
        settleSurprise()
        if !writes.isEmpty { entries.append(Entry(text: text, form: .failed(writes), folder: folder)) }
    }

    /// Forgets the call with an unexpected response. What it has sent stays as a comment, unless it is expected.
    private mutating func settleSurprise(isExpected: Bool = false) {
        guard let surprise else { return }
        self.surprise = nil
        guard !isExpected, !surprise.writes.isEmpty else { return }
        var entry = surprise.entry
        entry.form = .failed(surprise.writes)
        entries.insert(entry, at: surprise.place)
    }

    /// Returns the script without the secrets that the session knows. Files must only contain such text.
    ///
    /// - Parameters:
    ///   - table: The secret names of the command table.
    ///   - redactor: A current redactor, because a text may have turned out to contain a secret since it ran.
    ///   - environment: Returns the value of an environment variable of the session.
    ///   - place: Returns the path by which the script finds a file, and a remark about it; nil for no change.
    ///   - check: Returns the errors of a text that is to be saved, with their lines, from 1.
    /// - Returns: nil if it has errors that cannot be left out.
    package func savedScript(
        _ table: SecretNames, by redactor: Redactor, environment: @escaping (String) -> String? = { _ in nil },
        place: @escaping (_ path: String, _ folder: String) -> (path: String, remark: String?)? = { _, _ in nil },
        check: (String) -> [(line: Int, message: String)] = { _ in [] }
    ) -> SavedScript? {
        var script = self
        script.settleSurprise()
        let placed = script.entries.map { $0.placed(place) }
        var writer = ScriptWriter(
            secrets: ScriptSecrets(placed.map(\.entry.text), table, environment: environment) {
                redactor.places(in: $0)
            },
            definitions: DefinitionHistory(placed.map(\.entry)))
        for (index, (entry, remarks)) in placed.enumerated() { writer.add(entry, at: index, remarks: remarks) }
        var pieces = SavedPieces(writer.texts)
        guard pieces.leaveOutErrors(check) else { return nil }
        let text = format(SourceFile(name: "", text: pieces.text)).text
        guard check(text).isEmpty else { return nil }
        // The remaining secrets are in comments.
        return SavedScript(
            redactor.show(text), leftOutCount: writer.leftOutCount + pieces.leftOutCount,
            secretValues: writer.secrets.values)
    }

    /// The same without a check.
    package func saved(_ table: SecretNames, by redactor: Redactor) -> Shown<String> {
        savedScript(table, by: redactor)?.text ?? ""
    }

    /// The script without the secrets that the texts themselves show.
    package var text: String { saved(.byLooks, by: Redactor(SecretStore())).content }
}

extension SessionScript.Entry {
    /// Returns the text with the paths by which a saved script finds its files, and remarks about them.
    fileprivate func placed(
        _ place: (String, String) -> (path: String, remark: String?)?
    ) -> (entry: SessionScript.Entry, remarks: [String]) {
        var (entry, remarks) = (self, [String]())
        entry.text = FileLiterals(text).replacing { literal in
            let found = place(literal.text, folder)
            if let remark = found?.remark { remarks.append(remark) }
            return found?.path
        }
        return (entry, remarks)
    }
}
