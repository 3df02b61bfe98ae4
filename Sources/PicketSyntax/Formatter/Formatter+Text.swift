/// Joins the finished lines.
extension Formatter {
    /// All lines as one text. Comments at the end of neighbouring lines are aligned.
    var text: String {
        var text = ""
        var index = 0
        while index < lines.count {
            var end = index + 1
            if isAligned(index) {
                let indentation = indentation(of: lines[index].text)
                while end < lines.count, isAligned(end), self.indentation(of: lines[end].text) == indentation {
                    end += 1
                }
            }
            let column = lines[index..<end].map { columns(of: $0.text) }.max() ?? 0
            for line in lines[index..<end] { append(line, commentColumn: column, to: &text) }
            index = end
        }
        return text
    }

    private func isAligned(_ index: Int) -> Bool {
        lines[index].comment != nil && !lines[index].text.utf8.contains(UInt8(ascii: "\n"))
    }

    private func indentation(of text: String) -> Int {
        text.utf8.prefix { $0 == UInt8(ascii: " ") }.count
    }

    private func append(_ line: Line, commentColumn: Int, to text: inout String) {
        text += line.text
        if let comment = line.comment {
            text += String(repeating: " ", count: max(commentColumn - columns(of: line.text), 0) + 2) + comment
        }
        text += "\n"
    }

    private func columns(of text: String) -> Int {
        guard !text.utf8.contains(UInt8(ascii: "\n")) else { return 0 }
        return DisplayWidth.columns(of: text)
    }
}
