import PicketSyntax

/// Text in the form in which the language is written.
package enum SourceLiteral {
    /// Returns a text as a value: a plain word, or a string in quotes.
    package static func text(_ text: String) -> String { isPlain(text) ? text : quoted(text) }

    /// Returns a text as a string in quotes.
    package static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\", "$":
                result += "\\"
                result.unicodeScalars.append(scalar)
            case "\n": result += "\\n"
            case "\t": result += "\\t"
            case "\r": result += "\\r"
            case _ where scalar.value < 0x20 || scalar.value == 0x7F:
                result += "\\u{\(String(scalar.value, radix: 16))}"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }

    /// Whether a word is this text, and not a number, a boolean or null.
    private static func isPlain(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        guard let first = bytes.first, isLetter(first), !["true", "false", "null"].contains(where: text.hasBytes) else {
            return false
        }
        return bytes.allSatisfy { byte in
            isLetter(byte) || byte &- UInt8(ascii: "0") < 10
                || [UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: ".")].contains(byte)
        }
    }

    private static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- UInt8(ascii: "a") < 26 }
}
