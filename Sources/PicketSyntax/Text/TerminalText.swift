/// Text as it may reach a terminal. Every outlet to a terminal calls these functions and nothing else.
///
/// A terminal obeys control characters, and the format characters of Unicode reorder or hide text. Text from a platform, a
/// file or a script may contain them, so they are spelled out, as `\u{1b}`.
package enum TerminalText {
    /// Returns the bytes of an output that consists of our own styles and any text: line ends, tabs and colours stay.
    package static func safe(_ bytes: [UInt8]) -> [UInt8] {
        isPlain(bytes) ? bytes : Array(safe(String(decoding: bytes, as: UTF8.self)).utf8)
    }

    /// The same for a text.
    package static func safe(_ text: String) -> String {
        isPlain(text.utf8) ? text : spelled(text, keepsLines: true, keepsStyles: true)
    }

    /// Returns a foreign text of several lines: line ends and tabs stay, and nothing else has an effect on a terminal.
    package static func foreign(_ text: String) -> String {
        isPlain(text.utf8) ? text : spelled(text, keepsLines: true, keepsStyles: false)
    }

    /// Returns a foreign text as one line.
    package static func line(_ text: String) -> String {
        text.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F } ? text : spelled(text, keepsLines: false, keepsStyles: false)
    }

    private static func isPlain(_ bytes: some Sequence<UInt8>) -> Bool {
        bytes.allSatisfy { $0 >= 0x20 && $0 < 0x7F || $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\t") }
    }

    private static func spelled(_ text: String, keepsLines: Bool, keepsStyles: Bool) -> String {
        var result = String.UnicodeScalarView()
        var rest = text.unicodeScalars[...]
        while let scalar = rest.first {
            if keepsStyles, let style = style(at: rest) {
                result.append(contentsOf: style)
                rest = rest[style.endIndex...]
                continue
            }
            rest.removeFirst()
            switch scalar {
            case "\n" where keepsLines, "\t" where keepsLines: result.append(scalar)
            case "\n": result.append(contentsOf: "\\n".unicodeScalars)
            case "\t": result.append(contentsOf: "\\t".unicodeScalars)
            case _ where scalar.drivesTerminal:
                result.append(contentsOf: "\\u{\(String(scalar.value, radix: 16))}".unicodeScalars)
            default: result.append(scalar)
            }
        }
        return String(result)
    }

    /// Returns one of the styles that this program writes, if the text begins with it: Select Graphic Rendition of ECMA-48
    /// with the parameters below.
    private static func style(at text: Substring.UnicodeScalarView) -> Substring.UnicodeScalarView? {
        guard text.first == "\u{1B}" else { return nil }
        let parameters = text.dropFirst().dropFirst().prefix { $0.value >= 0x30 && $0.value <= 0x39 || $0 == ";" }
        guard text.dropFirst().first == "[", parameters.count <= longestStyle, text[parameters.endIndex...].first == "m"
        else { return nil }
        let numbers = String(String.UnicodeScalarView(parameters)).utf8.split(
            separator: UInt8(ascii: ";"), omittingEmptySubsequences: false)
        let areOurs = numbers.allSatisfy { number in
            number.isEmpty || Int(String(decoding: number, as: UTF8.self)).map(isOurs) ?? false
        }
        return areOurs ? text[..<text.index(after: parameters.endIndex)] : nil
    }

    private static let longestStyle = 16

    /// Bold, dim, italic, underlined, inverse, and the colours of the palette. Hidden and blinking text are not ours.
    private static func isOurs(_ parameter: Int) -> Bool {
        switch parameter {
        case 0...4, 7, 30...37, 39, 90...97: true
        default: false
        }
    }
}

extension Unicode.Scalar {
    /// Whether a terminal obeys the scalar, or shows other text differently because of it. The joiner of emoji is an
    /// exception, because it only changes the picture of its own cluster.
    package var drivesTerminal: Bool {
        if value < 0xA0 { return value < 0x20 || value >= 0x7F }
        if value < 0x300 { return value == 0xAD }
        switch properties.generalCategory {
        case .format: return value != 0x200D
        case .lineSeparator, .paragraphSeparator: return true
        default: return false
        }
    }
}
