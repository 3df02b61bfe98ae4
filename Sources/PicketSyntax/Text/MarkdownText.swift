/// Texts in GitHub's Markdown, escaped so that none of their characters have a special meaning.
package enum MarkdownText {
    private static let signs = Set("\\`*_{}[]<>()#+-.!|~&".utf8)

    /// Returns a text in one line with its special characters escaped.
    package static func plain(_ text: String) -> String {
        var bytes: [UInt8] = []
        for byte in oneLine(text).utf8 {
            if signs.contains(byte) { bytes.append(UInt8(ascii: "\\")) }
            bytes.append(byte)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Returns a text as code in a table, between more backticks than it has side by side.
    package static func code(_ text: String) -> String {
        let text = oneLine(text, beforeBar: "\\")
        let longest = longestFence(in: text)
        let fence = String(repeating: "`", count: longest + 1)
        return longest == 0 && !text.isEmpty ? "\(fence)\(text)\(fence)" : "\(fence) \(text) \(fence)"
    }

    /// Returns lines as a block of code, between fences that are longer than every one in it.
    package static func block(_ lines: String) -> String {
        let fence = String(repeating: "`", count: max(3, longestFence(in: lines) + 1))
        let isEnded = lines.utf8.last == UInt8(ascii: "\n")
        return "\(fence)text\n\(lines.displayedInLines)\(isEnded ? "" : "\n")\(fence)\n"
    }

    private static func longestFence(in text: String) -> Int {
        text.utf8.split { $0 != UInt8(ascii: "`") }.map(\.count).max() ?? 0
    }

    /// - Parameter sign: what a `|` gets before it, so that it does not end a cell of a table.
    private static func oneLine(_ text: String, beforeBar sign: String = "") -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\r": result.append(contentsOf: "\\r".unicodeScalars)
            case "\n": result.append(contentsOf: "\\n".unicodeScalars)
            case "|": result.append(contentsOf: (sign + "|").unicodeScalars)
            default: result.append(scalar.displayed)
            }
        }
        return String(result)
    }
}
