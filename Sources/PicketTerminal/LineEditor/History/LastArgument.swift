/// The last word of an entered text.
enum LastArgument {
    /// Returns the last word, with its quotes and brackets; nil if the text has none. Braces of blocks are no words.
    static func of(_ text: String) -> String? {
        let scalars = Array(text.unicodeScalars)
        var latest: Range<Int>?
        var start: Int?
        var closers: [Unicode.Scalar] = []
        var index = 0
        func end(_ index: Int) {
            if let first = start { latest = first..<index }
            start = nil
        }
        while index < scalars.count {
            let scalar = scalars[index]
            if let quote = closers.last, quote == "\"" || quote == "'" {
                if scalar == "\\", quote == "\"" { index += 1 } else if scalar == quote { closers.removeLast() }
            } else if scalar == closers.last {
                closers.removeLast()
            } else if opens(scalars, index, isInWord: start != nil) {
                if start == nil { start = index }
                closers.append(closer(of: scalar))
            } else if !closers.isEmpty {
                // A blank inside of brackets ends no word.
            } else if scalar.properties.isWhitespace || scalar == ";" || scalar == "{" || scalar == "}" {
                end(index)
            } else if start == nil {
                start = index
            }
            index += 1
        }
        end(scalars.count)
        return latest.map { range in
            var word = String.UnicodeScalarView()
            word.append(contentsOf: scalars[range])
            return String(word)
        }
    }

    /// Whether a scalar begins a part that ends at its closing sign. A brace before a blank or a newline opens a block.
    private static func opens(_ scalars: [Unicode.Scalar], _ index: Int, isInWord: Bool) -> Bool {
        switch scalars[index] {
        case "\"", "'", "(", "[": return true
        case "{":
            let isFollowed = index + 1 < scalars.count && !scalars[index + 1].properties.isWhitespace
            return isInWord || isFollowed
        default: return false
        }
    }

    private static func closer(of scalar: Unicode.Scalar) -> Unicode.Scalar {
        switch scalar {
        case "(": ")"
        case "[": "]"
        case "{": "}"
        default: scalar
        }
    }
}
