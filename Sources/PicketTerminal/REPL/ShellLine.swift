import PicketSyntax

/// The words of a line that a person types, as a POSIX shell would split them.
package struct ShellLine {
    /// What a person is told about a line that is open.
    package static let openMessage = "a quote is not closed, or nothing follows a backslash"

    /// The complete words.
    package private(set) var words: [String] = []
    /// The word at the end of the line; empty after a blank.
    package private(set) var last = ""
    /// The start of that word (UTF-8 offset).
    private(set) var lastStart = 0
    /// The quote in which the line ends; nil outside of quotes.
    private(set) var quote: Unicode.Scalar?
    /// Whether a word is at the end of the line. It may be empty, as `''` is.
    private var isInWord = false
    /// Whether the line ends inside of quotes or after a backslash.
    package private(set) var isOpen = false
    /// The indices of the words that begin with a `~` that nothing quotes.
    package private(set) var homes: Set<Int> = []

    /// All words, also the last one.
    package var allWords: [String] { isInWord ? words + [last] : words }

    package init(_ line: String) {
        var rest = Substring(line).unicodeScalars
        while let scalar = rest.popFirst() {
            if !isInWord, scalar == "~" { homes.insert(words.count) }
            switch (scalar, quote) {
            case ("'", "'"?), ("\"", "\""?): quote = nil
            case (_, "'"?): last.unicodeScalars.append(scalar)
            case ("\\", _):
                if let next = rest.popFirst() { last.unicodeScalars.append(next) } else { isOpen = true }
            case (_, "\""?): last.unicodeScalars.append(scalar)
            case ("'", nil), ("\"", nil): quote = scalar
            case (" ", nil), ("\t", nil), ("\n", nil):
                if isInWord { words.append(last) }
                (last, isInWord) = ("", false)
                lastStart = line.utf8.distance(from: line.startIndex, to: rest.startIndex)
                continue
            default: last.unicodeScalars.append(scalar)
            }
            isInWord = true
        }
        isOpen = isOpen || quote != nil
    }

    /// Returns a text as one word of such a line: bare, or in quotes. nil if the line cannot show one of its characters.
    ///
    /// - Parameter quote: The quotes for the word, if they can contain it; nil if it may be bare.
    package static func word(_ text: String, in quote: Unicode.Scalar? = nil) -> String? {
        let scalars = text.unicodeScalars
        guard !scalars.contains(where: \.drivesTerminal) else { return nil }
        let isBare =
            !scalars.isEmpty && scalars.first != "~"
            && !scalars.contains { $0.properties.isWhitespace || "'\"\\".unicodeScalars.contains($0) }
        if quote == nil, isBare { return text }
        if quote != "\"", !scalars.contains(where: { $0 == "'" }) { return "'\(text)'" }
        var result = String.UnicodeScalarView()
        for scalar in scalars {
            if scalar == "\"" || scalar == "\\" { result.append("\\") }
            result.append(scalar)
        }
        return "\"\(String(result))\""
    }
}
