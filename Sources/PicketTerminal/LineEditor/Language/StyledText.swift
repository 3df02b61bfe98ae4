package import PicketRuntime

/// Text in pieces with their appearances, such as a prompt or a help row.
package struct StyledText: Hashable, Sendable, ExpressibleByStringLiteral {
    /// A piece of text with one appearance.
    package struct Run: Hashable, Sendable {
        package var text: String
        package var appearance: Appearance

        package init(_ text: String, _ appearance: Appearance = .plain) {
            self.text = text
            self.appearance = appearance
        }
    }

    package var runs: [Run]

    package init(_ runs: [Run]) { self.runs = runs }
    package init(_ text: String, _ appearance: Appearance = .plain) { runs = [Run(text, appearance)] }
    package init(stringLiteral value: String) { self.init(value) }

    /// The text without its appearances.
    package var plain: String { runs.map(\.text).joined() }
}

/// The texts before and beside the edited text.
package struct Prompt: Hashable, Sendable {
    package var first: StyledText
    /// The prompt before each further line of a block.
    package var continuation: StyledText
    /// The text at the right edge of the first row, shown while there is room.
    package var right: StyledText?

    package init(_ first: StyledText, continuation: StyledText = "… ", right: StyledText? = nil) {
        self.first = first
        self.continuation = continuation
        self.right = right
    }
}

// MARK: Hiding secrets

extension StyledText: Showable {
    package func shown(by redactor: Redaction) -> StyledText {
        StyledText(runs.map { Run($0.text.shown(by: redactor), $0.appearance) })
    }
}

extension Prompt: Showable {
    package func shown(by redactor: Redaction) -> Prompt {
        Prompt(
            first.shown(by: redactor), continuation: continuation.shown(by: redactor),
            right: right.shown(by: redactor))
    }
}
