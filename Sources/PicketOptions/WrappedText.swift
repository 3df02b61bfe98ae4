/// Breaks running text between words.
package enum WrappedText {
    /// Returns the lines of a text. A word that is longer than a line stays whole.
    ///
    /// - Parameters:
    ///   - head: What stands before the first word, as it is.
    ///   - width: The longest line.
    ///   - indentation: The blanks before each line but the first.
    package static func lines(
        _ text: String, after head: String = "", width: Int, following indentation: Int
    ) -> [String] {
        var lines: [String] = []
        var (line, isEmpty) = (head, true)
        for word in text.utf8.split(separator: UInt8(ascii: " ")).map({ String(Substring($0)) }) {
            if !isEmpty, line.count + 1 + word.count > width {
                lines.append(line)
                (line, isEmpty) = (String(repeating: " ", count: indentation), true)
            }
            line += isEmpty ? word : " " + word
            isEmpty = false
        }
        return lines + [line]
    }

    /// Returns the lines of a name with its summary, which stands in a column. On a narrow screen it stands below.
    package static func row(_ name: String, _ summary: String, column: Int, width: Int) -> [String] {
        if name.count + 2 <= column, column + 24 <= width {
            let head = name + String(repeating: " ", count: column - name.count)
            return lines(summary, after: head, width: width, following: column)
        }
        let margin = column + 24 <= width ? column : 4
        return lines(name, width: width, following: 4)
            + lines(summary, after: String(repeating: " ", count: margin), width: width, following: margin)
    }
}
