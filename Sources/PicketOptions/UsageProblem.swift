/// A wrong use of a program: nothing was done.
package struct UsageProblem: Error, Equatable {
    package let message: String
    /// Further lines below the message.
    package let more: [String]

    package init(_ message: String, more: [String] = []) {
        self.message = message
        self.more = more
    }

    package var lines: [String] { [message] + more }
}
