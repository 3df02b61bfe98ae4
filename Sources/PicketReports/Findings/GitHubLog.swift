import PicketSyntax

/// Output in a log that GitHub's runner reads.
///
/// The runner treats a line that begins with `::NAME …::`, and a line that contains `##[NAME …]`, as a command to itself
/// (`ActionCommand` in actions/runner). A script's output or a platform's answer must not become one.
///
/// `::stop-commands::TOKEN` is not used. The runner reads standard output and standard error independently, so a line of
/// one stream can overtake a token in the other, and a program that reads the output would read the tokens.
package enum GitHubLog {
    /// Returns text in which no line is a command: a space separates the characters that would begin one.
    package static func withoutCommands(_ text: [UInt8]) -> [UInt8] {
        guard text.place(of: colons) != nil || text.place(of: brackets) != nil else { return text }
        var result: [UInt8] = []
        result.reserveCapacity(text.count + 16)
        var rest = text[...]
        while !rest.isEmpty {
            // The runner ends a line at a carriage return, too.
            let end = rest.firstIndex { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") } ?? rest.endIndex
            append(rest[..<end], to: &result)
            if end < rest.endIndex { result.append(rest[end]) }
            rest = rest[min(end + 1, rest.endIndex)...]
        }
        return result
    }

    private static let colons = Array("::".utf8)
    private static let brackets = Array("##[".utf8)

    private static func append(_ line: ArraySlice<UInt8>, to result: inout [UInt8]) {
        var rest = line
        if let start = commandStart(of: line) {
            result += line[...start] + [UInt8(ascii: " ")]
            rest = line[(start + 1)...]
        }
        while let range = rest.place(of: brackets) {
            result += rest[..<range.upperBound].dropLast()
            if rest[range.upperBound...].first.map(isName) ?? false { result.append(UInt8(ascii: " ")) }
            result.append(UInt8(ascii: "["))
            rest = rest[range.upperBound...]
        }
        result += rest
    }

    /// Returns the index of the first colon of a command; nil if the line is not one. The IPv6 address `::1` is not one.
    private static func commandStart(of line: ArraySlice<UInt8>) -> Int? {
        guard let start = line.place(of: colons), isBlank(line[..<start.lowerBound]) else { return nil }
        let rest = line[start.upperBound...]
        guard let end = rest.place(of: colons) else { return nil }
        let name = rest[..<end.lowerBound].prefix { $0 != UInt8(ascii: " ") }
        return !name.isEmpty && name.allSatisfy(isName) ? start.lowerBound : nil
    }

    /// Whether the runner drops this before it looks for a command.
    private static func isBlank(_ text: ArraySlice<UInt8>) -> Bool {
        String(decoding: text, as: UTF8.self).unicodeScalars.allSatisfy { scalar in
            scalar.properties.isWhitespace || scalar == "\u{FEFF}"
        }
    }

    private static func isName(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."): true
        default: false
        }
    }
}
