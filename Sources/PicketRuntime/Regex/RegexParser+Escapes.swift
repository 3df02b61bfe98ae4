import PicketSyntax

extension RegexParser {
    enum Escaped {
        case scalar(Unicode.Scalar)
        case set(RegexSet)
    }

    /// escape = "\" ( letter | punctuation | "x" 2 hex | "u" 4 hex | ( "x" | "u" ) "{" hex { hex } "}" )
    ///
    /// The backslash is already read.
    mutating func escape(from start: Int) throws(RegexError) -> Escaped {
        guard let next = advance() else { throw .trailingBackslash(span(from: start)) }
        if let control = RegexParser.controls[next] { return .scalar(control) }
        switch next {
        case "d": return .set(.digits)
        case "D": return .set(RegexSet.digits.complement())
        case "w": return .set(.words)
        case "W": return .set(RegexSet.words.complement())
        case "s": return .set(.spaces)
        case "S": return .set(RegexSet.spaces.complement())
        case "x": return .scalar(try hexadecimal(digits: 2, from: start))
        case "u": return .scalar(try hexadecimal(digits: 4, from: start))
        case "1"..."9": throw .backReference(span(from: start))
        case "k" where peek() == "<" || peek() == "{" || peek() == "'": throw .backReference(span(from: start))
        case "0", "a"..."z", "A"..."Z": throw .unknownEscape(String(next), span(from: start))
        default: return .scalar(next)
        }
    }

    private static let controls: [Unicode.Scalar: Unicode.Scalar] = [
        "n": "\n", "t": "\t", "r": "\r", "f": "\u{C}", "v": "\u{B}", "a": "\u{7}", "e": "\u{1B}",
    ]

    private mutating func hexadecimal(digits: Int, from start: Int) throws(RegexError) -> Unicode.Scalar {
        let isBraced = take("{")
        let limit = isBraced ? 6 : digits
        var value: UInt32 = 0
        var count = 0
        while count < limit, let next = peek(), let digit = RegexParser.hexadecimalValue(next) {
            value = value << 4 | digit
            count += 1
            index += 1
        }
        let isComplete = isBraced ? count > 0 && take("}") : count == digits
        guard isComplete, let scalar = Unicode.Scalar(value) else { throw .hexadecimal(span(from: start)) }
        return scalar
    }

    private static func hexadecimalValue(_ scalar: Unicode.Scalar) -> UInt32? {
        UInt8(exactly: scalar.value).flatMap(Hexadecimal.value).map(UInt32.init)
    }
}
