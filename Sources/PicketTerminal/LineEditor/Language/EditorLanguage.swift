/// The functions that a language provides for the line editor.
///
/// Every offset counts UTF-8 bytes from the start of the text. The functions are called between two keys on the thread
/// that reads the line, so they must not wait for anything.
package struct EditorLanguage {
    /// Returns whether Enter accepts the text.
    package var completeness: (_ text: String) -> Completeness
    /// Returns the styled parts of the text, in order and without overlaps.
    package var highlight: (_ text: String) -> [StyledSpan]
    /// Returns the text that the grammar expects at the cursor, which is shown as ghost text; nil for none.
    package var hint: (_ text: String, _ cursor: Int) -> String?
    /// Returns a whole text that is shown as ghost text from the first key on; nil for none.
    package var offer: () -> String?
    /// Returns one row below the line, such as the parameters of the command at the cursor.
    package var parameterHelp: (_ text: String, _ cursor: Int) -> StyledText?
    /// Returns the completions at the cursor.
    package var complete: (_ text: String, _ cursor: Int) -> Completion
    /// Returns whether the text contains a secret. Such a text is never added to the history.
    package var isSensitive: (_ text: String) -> Bool

    package init(
        completeness: @escaping (String) -> Completeness = { _ in .complete },
        highlight: @escaping (String) -> [StyledSpan] = { _ in [] },
        hint: @escaping (String, Int) -> String? = { _, _ in nil },
        offer: @escaping () -> String? = { nil },
        parameterHelp: @escaping (String, Int) -> StyledText? = { _, _ in nil },
        complete: @escaping (String, Int) -> Completion = { _, cursor in Completion(start: cursor, candidates: []) },
        isSensitive: @escaping (String) -> Bool = { _ in false }
    ) {
        self.completeness = completeness
        self.highlight = highlight
        self.hint = hint
        self.offer = offer
        self.parameterHelp = parameterHelp
        self.complete = complete
        self.isSensitive = isSensitive
    }
}

/// Whether a text can run as it is.
package enum Completeness: Hashable, Sendable {
    case complete
    /// The text is not complete. The next line begins with this many blanks.
    case incomplete(indent: Int)
}

/// A part of the text and its style.
package struct StyledSpan: Hashable, Sendable {
    /// The range in UTF-8 offsets.
    package var range: Range<Int>
    package var style: TextStyle
    /// The part of the text that is not marked while it is being typed; nil for a style that always holds.
    package var typing: Typing?

    /// A part of the text that may only be unfinished.
    package struct Typing: Hashable, Sendable {
        /// While the cursor is inside or at the end of this range, the text has the other style.
        package var range: Range<Int>
        /// The style while the part is being typed; nil for plain text.
        package var style: TextStyle?

        package init(_ range: Range<Int>, _ style: TextStyle?) {
            self.range = range
            self.style = style
        }

        func holds(at cursor: Int) -> Bool { range.lowerBound < cursor && cursor <= range.upperBound }
    }

    package init(_ range: Range<Int>, _ style: TextStyle, typing: Typing? = nil) {
        self.range = range
        self.style = style
        self.typing = typing
    }
}

/// The completions at the cursor, in the order of the menu.
package struct Completion: Hashable, Sendable {
    /// The start of the text that a candidate replaces (UTF-8 offset). It ends at the cursor.
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
    /// A description in one line; empty for none.
    package var note: String
    /// The text to add after the only candidate: a blank after a word, nothing after `name=`.
    package var suffix: String
    /// The number of bytes before the start of the completion that the text also replaces.
    package var takesBack = 0

    package init(_ text: String, note: String = "", suffix: String = " ") {
        self.text = text
        self.note = note
        self.suffix = suffix
    }
}
