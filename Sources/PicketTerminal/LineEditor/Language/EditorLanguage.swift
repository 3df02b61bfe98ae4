/// What a language tells the line editor: four pure functions and two more.
///
/// Every offset counts UTF-8 bytes from the start of the text. The functions are called on the thread that reads the line,
/// between two keys: they answer from what is at hand and reach for nothing.
package struct EditorLanguage {
    /// Whether Enter may hand the text over.
    package var completeness: (_ text: String) -> Completeness
    /// The parts of the text that have a style, in order, not overlapping.
    package var highlight: (_ text: String) -> [StyledSpan]
    /// Text the grammar expects at the cursor, shown as ghost text; nil for none.
    package var hint: (_ text: String, _ cursor: Int) -> String?
    /// One row under the line, such as the parameters of the command at the cursor.
    package var parameterHelp: (_ text: String, _ cursor: Int) -> StyledText?
    /// What could stand at the cursor.
    package var complete: (_ text: String, _ cursor: Int) -> Completion
    /// Whether the text carries a secret: such a text never reaches the history.
    package var isSensitive: (_ text: String) -> Bool

    package init(
        completeness: @escaping (String) -> Completeness = { _ in .complete },
        highlight: @escaping (String) -> [StyledSpan] = { _ in [] },
        hint: @escaping (String, Int) -> String? = { _, _ in nil },
        parameterHelp: @escaping (String, Int) -> StyledText? = { _, _ in nil },
        complete: @escaping (String, Int) -> Completion = { _, cursor in Completion(start: cursor, candidates: []) },
        isSensitive: @escaping (String) -> Bool = { _ in false }
    ) {
        self.completeness = completeness
        self.highlight = highlight
        self.hint = hint
        self.parameterHelp = parameterHelp
        self.complete = complete
        self.isSensitive = isSensitive
    }
}

/// Whether a text can run as it is.
package enum Completeness: Hashable, Sendable {
    case complete
    /// More is to come; the next line begins with this many blanks.
    case incomplete(indent: Int)
}

/// A part of the text and its style.
package struct StyledSpan: Hashable, Sendable {
    /// UTF-8 offsets.
    package var range: Range<Int>
    package var style: TextStyle

    package init(_ range: Range<Int>, _ style: TextStyle) {
        self.range = range
        self.style = style
    }
}

/// What could stand at the cursor, in the order of the menu.
package struct Completion: Hashable, Sendable {
    /// Where the text that a candidate replaces begins (UTF-8 offset); it ends at the cursor.
    package var start: Int
    package var candidates: [Candidate]

    package init(start: Int, candidates: [Candidate]) {
        self.start = start
        self.candidates = candidates
    }
}

/// One candidate of a completion.
package struct Candidate: Hashable, Sendable {
    package var text: String
    /// One line that says what it is; empty for none.
    package var note: String
    /// What follows the candidate once it is the only one: a blank after a word, nothing after `name=`.
    package var suffix: String

    package init(_ text: String, note: String = "", suffix: String = " ") {
        self.text = text
        self.note = note
        self.suffix = suffix
    }
}
