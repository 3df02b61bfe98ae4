import PicketSyntax

/// The statements of a script in the order of the session. Those with errors become comments.
struct SavedPieces {
    private(set) var texts: [String]
    private(set) var leftOutCount = 0

    init(_ texts: [String]) {
        self.texts = texts
    }

    var text: String { texts.map { $0 + "\n" }.joined() }

    /// Makes comments of the statements that have errors. Returns false if that does not help.
    mutating func leaveOutErrors(_ check: (String) -> [(line: Int, message: String)]) -> Bool {
        // A statement that is left out may declare a name that others need.
        for _ in 0...texts.count {
            let errors = check(text)
            guard !errors.isEmpty else { return true }
            guard leaveOut(errors) else { return false }
        }
        return false
    }

    /// Makes comments of the statements at these lines. Returns false if there are none.
    private mutating func leaveOut(_ errors: [(line: Int, message: String)]) -> Bool {
        var (firstLine, hasChanged) = (1, false)
        for index in texts.indices {
            let count = texts[index].utf8.count { $0 == UInt8(ascii: "\n") } + 1
            if let error = errors.first(where: { (firstLine..<firstLine + count).contains($0.line) }) {
                texts[index] = Self.comment(texts[index], "Left out: \(error.message)")
                leftOutCount += 1
                hasChanged = true
            }
            firstLine += count
        }
        return hasChanged
    }

    /// Returns a text as lines of a comment.
    static func comment(_ text: String, _ reason: String) -> String {
        let lines = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        let reason = reason.utf8.split(separator: UInt8(ascii: "\n")).map { String(Substring($0)) }
        return (reason + lines.map { "    " + String(Substring($0)) }).map { "# \($0)" }.joined(separator: "\n")
    }
}
