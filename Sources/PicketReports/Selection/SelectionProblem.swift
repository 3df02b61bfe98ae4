/// Why the text of an option is invalid.
package struct SelectionProblem: Error, Sendable, Equatable {
    /// One sentence in lower case without a full stop.
    package var message: String

    package init(_ message: String) {
        self.message = message
    }
}
