internal import PicketSyntax

/// How a text is written at a place of a script, so that the script reads exactly this text.
package enum SourceForm {
    /// Returns a text as a word after a command or a statement: bare, or in quotes.
    static func word(_ text: String, after beginning: String) -> String {
        isWord(text, after: beginning) ? text : quoted(text)
    }

    /// Returns a text as an argument: bare, or in double quotes.
    package static func argument(_ text: String) -> String {
        isWord(text, after: "x ") ? text : doublyQuoted(text)
    }

    /// Returns a text in quotes.
    static func quoted(_ text: String) -> String {
        if let content = content(text, in: UInt8(ascii: "'")) { return "'\(content)'" }
        return doublyQuoted(text)
    }

    /// Returns a text in double quotes.
    package static func doublyQuoted(_ text: String) -> String {
        "\"\(content(text, in: UInt8(ascii: "\"")) ?? "")\""
    }

    /// Returns a text as the content of a string; nil if a string with such quotes cannot contain it.
    static func content(_ text: String, in quote: UInt8) -> String? {
        guard quote == UInt8(ascii: "\"") else {
            let isPlain = text.unicodeScalars.allSatisfy { $0 != "'" && !isHidden($0) }
            return isPlain ? text : nil
        }
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\", "$": result += ["\\", scalar]
            case "\n": result += ["\\", "n"]
            case "\t": result += ["\\", "t"]
            case "\r": result += ["\\", "r"]
            case _ where isHidden(scalar): result += "\\u{\(String(scalar.value, radix: 16))}".unicodeScalars
            default: result.append(scalar)
            }
        }
        return String(result)
    }

    /// Returns the field of a value with what is before its name: `.name`, or `["a-name"]`.
    ///
    /// - Parameter isInText: whether the field is in an interpolated text, whose own quotes cannot be inside of it.
    static func field(_ key: String, dashed: Bool, isInText: Bool) -> String {
        let isName =
            key.utf8.allSatisfy { StatementScanner.isNameByte($0) || dashed && $0 == UInt8(ascii: "-") }
            && key.utf8.first.map { $0 != UInt8(ascii: "-") } == true
        return isName ? "." + key : "[\(index(key, isInText: isInText))]"
    }

    /// Returns a key as an index.
    static func index(_ key: String, isInText: Bool) -> String {
        if isInText, let content = content(key, in: UInt8(ascii: "'")) { return "'\(content)'" }
        return doublyQuoted(key)
    }

    /// Whether a character ends a line or drives a terminal.
    private static func isHidden(_ scalar: Unicode.Scalar) -> Bool { scalar.drivesTerminal }

    /// Whether a bare word means exactly this text. The parser knows.
    private static func isWord(_ text: String, after beginning: String) -> Bool {
        guard let first = text.utf8.first, !text.unicodeScalars.contains(where: isHidden) else { return false }
        if StatementScanner.isName(text),
            ![UInt8(ascii: "a"), UInt8(ascii: "t"), UInt8(ascii: "f"), UInt8(ascii: "n")].contains(first)
        {
            return true
        }
        let source = SourceFile(name: "", text: beginning + text)
        var parser = Parser(source, isInteractive: true)
        let script = parser.parseScript()
        let span = SourceSpan(beginning.utf8.count, source.count)
        guard parser.diagnostics.isEmpty, script.statements.count == 1 else { return false }
        switch script.statements[0] {
        case .command(let call):
            guard call.arguments.count == 1, case .commandWord(span) = call.arguments[0].value else { return false }
            return Array(text.utf8).withUnsafeBufferPointer { wordValue(of: $0) == .text }
        case .include: return !text.utf8.contains(UInt8(ascii: "$"))
        default: return false
        }
    }
}
