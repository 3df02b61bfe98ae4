import PicketSyntax

/// The line of a problem, with a caret below its column.
struct TOMLExcerpt {
    /// How much of a line is shown.
    private static let width = 100

    let lines: [String]

    /// nil if the line would not fit, or is none of a known key or a section: a password may stand there by mistake.
    init?(_ problem: TOMLProblem, _ text: [UInt8]) {
        let lines = text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        guard lines.indices.contains(problem.line - 1) else { return nil }
        // A tab and a control character have no width of their own.
        let line = lines[problem.line - 1].map { $0 < 0x20 || $0 == 0x7F ? UInt8(ascii: " ") : $0 }
        guard line.contains(where: { $0 != UInt8(ascii: " ") }), line.count <= Self.width,
            line.allSatisfy({ $0 < 0x80 }), Self.isKnown(line), !Self.isInLongString(lines[..<(problem.line - 1)])
        else { return nil }
        let end = line.lastIndex { $0 != UInt8(ascii: " ") } ?? -1
        self.lines = [
            "    " + String(decoding: line[...end], as: UTF8.self),
            "    " + String(repeating: " ", count: problem.column - 1) + "^",
        ]
    }

    private static func isKnown(_ line: [UInt8]) -> Bool {
        let words = line.drop { $0 == UInt8(ascii: " ") }
        if words.first == UInt8(ascii: "[") { return true }
        let key = words.prefix { $0 != UInt8(ascii: "=") && $0 != UInt8(ascii: " ") }
        return Setting.keys.contains { setting in
            let known = setting.configurationKey
            return known.utf8.elementsEqual(key) && !SecretNames.byLooks.isSecret(known)
        }
    }

    /// Whether a string of several lines may go on behind these lines.
    private static func isInLongString(_ lines: ArraySlice<ArraySlice<UInt8>>) -> Bool {
        lines.contains { line in line.count { $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "'") } >= 3 }
    }
}
