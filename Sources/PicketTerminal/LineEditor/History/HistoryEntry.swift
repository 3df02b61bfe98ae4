/// An entered text with its time.
package struct HistoryEntry: Hashable, Sendable {
    /// The time in seconds since 1970-01-01 00:00 UTC.
    package var time: Int
    package var text: String

    package init(time: Int, text: String) {
        self.time = time
        self.text = text
    }

    /// The line in the history file, with its newline: the time, a blank, and the text with `\` and line ends escaped.
    var line: String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": escaped += "\\\\"
            case "\n": escaped += "\\n"
            case "\r": escaped += "\\r"
            case "\0": escaped += "\\0"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return "\(time) \(escaped)\n"
    }

    /// Parses a line without its newline; nil if `line` cannot have written it.
    init?(line: some StringProtocol) {
        guard let blank = line.firstIndex(of: " "), let time = Int(line[..<blank]) else { return nil }
        var text = String.UnicodeScalarView()
        var isEscaped = false
        for scalar in line[line.index(after: blank)...].unicodeScalars {
            if isEscaped {
                text.append(scalar == "n" ? "\n" : scalar == "r" ? "\r" : scalar == "0" ? "\0" : scalar)
                isEscaped = false
            } else if scalar == "\\" {
                isEscaped = true
            } else {
                text.append(scalar)
            }
        }
        guard !isEscaped, !text.isEmpty else { return nil }
        self.init(time: time, text: String(text))
    }
}
