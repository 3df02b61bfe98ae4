/// Diagnostics about text, words, strings and numbers.
extension Diagnostic {
    static func sourceTooLarge(_ source: SourceFile) -> Diagnostic {
        Diagnostic(
            .sourceTooLarge, "`\(source.name)` is longer than 4 GiB",
            at: SourceLocation(source: source, span: SourceSpan(0, 0)),
            help: "split it and `include` the parts")
    }

    static func invalidUTF8(at location: SourceLocation) -> Diagnostic {
        let byte = location.source.bytes(location.span).first ?? 0
        let number = "0x" + String(byte, radix: 16, uppercase: true)
        // Latin-1 has control characters below this byte, and its relatives disagree about them.
        let isLetter = byte >= 0xA1
        return Diagnostic(
            .invalidUTF8, "the text is not valid UTF-8", at: location,
            label: isLetter
                ? "the byte \(number) starts no character; in Latin-1 it is `\(Unicode.Scalar(byte))`"
                : "the byte \(number) starts no character",
            help: isLetter
                ? "save the file as UTF-8; it may be ISO 8859-1 (Latin-1) or Windows-1252 now"
                : "save the file as UTF-8")
    }

    static func utf16(at location: SourceLocation) -> Diagnostic {
        Diagnostic(
            .invalidUTF8, "the text is UTF-16, which has two bytes a character", at: location,
            label: "the file is not read",
            help: "save the file as UTF-8, which some editors call \"UTF-8 without BOM\"")
    }

    static func repeatedMark(at location: SourceLocation) -> Diagnostic {
        Diagnostic(
            .invalidCharacter, "the text begins with more than one byte order mark (U+FEFF)", at: location,
            label: "one too many", help: "save the file as UTF-8 without a byte order mark")
    }

    static func nulByte(at location: SourceLocation) -> Diagnostic {
        Diagnostic(
            .nulByte, "the text contains a zero byte", at: location, label: "nothing after it is read",
            help: "save the file as UTF-8 text")
    }

    static func invalidCharacter(_ text: String, at location: SourceLocation) -> Diagnostic {
        switch text {
        case "\u{201C}", "\u{201D}", "\u{201E}", "\u{201F}":
            return Diagnostic(
                .invalidCharacter, "`\(text)` does not quote a string", at: location, label: "a typographic quote",
                help: "write `\"`")
        case "\u{2018}", "\u{2019}", "\u{201A}", "\u{201B}":
            return Diagnostic(
                .invalidCharacter, "`\(text)` does not quote a string", at: location, label: "a typographic quote",
                help: "write `'` or `\"`")
        case "`":
            return Diagnostic(
                .invalidCharacter, "a backtick does not quote a string", at: location, help: "write `\"` or `'`")
        default:
            if let scalar = text.unicodeScalars.first, HiddenCharacter.isOne(scalar, after: nil, before: nil) {
                return hiddenCharacter(scalar, at: location)
            }
            return Diagnostic(.invalidCharacter, "`\(text)` has no meaning here", at: location)
        }
    }

    static func hiddenCharacter(_ scalar: Unicode.Scalar, at location: SourceLocation) -> Diagnostic {
        if scalar == "\r" {
            return Diagnostic(
                .invalidCharacter, "a carriage return (U+000D) alone does not end a line", at: location,
                label: "a line ends with LF, or with CR and LF",
                help: "save the file with the line ends of Unix (LF) or Windows (CRLF)")
        }
        return Diagnostic(
            .invalidCharacter, "\(HiddenCharacter.description(of: scalar)) is not allowed outside of quotes",
            at: location,
            label: "this character is invisible",
            help: "delete it, or write an ordinary blank; to keep it, quote the text, or write "
                + "`\\u{\(String(scalar.value, radix: 16))}` in a \"…\" string")
    }

    static func strayBackslash(isFollowedByBlanks: Bool, at location: SourceLocation) -> Diagnostic {
        isFollowedByBlanks
            ? Diagnostic(
                .strayBackslash, "there is a blank between `\\` and the end of the line", at: location,
                label: "continues nothing", help: "remove the blanks after it")
            : Diagnostic(
                .strayBackslash, "a `\\` is allowed only at the end of a line, which it continues", at: location,
                help: "put text with a `\\` into single quotes")
    }

    static func unclosedString(quote: String, at location: SourceLocation) -> Diagnostic {
        Diagnostic(
            .unclosedString, "a string has no closing `\(quote)`", at: location, label: "opened here",
            help: quote.utf8.count == 1 ? "close it on its line, or write `\"\"\"` for text of several lines" : nil)
    }

    static func unknownEscape(_ text: String, at location: SourceLocation) -> Diagnostic {
        Diagnostic(
            .unknownEscape, "`\(text)` is not an escape", at: location,
            help:
                "the escapes are `\\n \\t \\r \\\" \\\\ \\$ \\u{…}`; write `\\\\` for a backslash, or use single quotes"
        )
    }

    static func invalidUnicodeEscape(at location: SourceLocation) -> Diagnostic {
        Diagnostic(
            .invalidUnicodeEscape, "`\\u` takes the hexadecimal number of a character in braces", at: location,
            help: "write it like `\\u{e9}`")
    }

    static func malformedNumber(_ text: String, at location: SourceLocation) -> Diagnostic {
        Diagnostic(
            .malformedNumber, "`\(text)` is neither a number nor a duration", at: location,
            help: "write `\"\(text)\"` for a string")
    }

    static func leadingZero(_ text: String, at location: SourceLocation) -> Diagnostic {
        Diagnostic(
            .malformedNumber, "the number `\(text)` starts with a zero", at: location,
            help: "write `\"\(text)\"` for a string, or the number without the zero")
    }

    static func numberOutOfRange(_ text: String, _ literal: NumericLiteral, at location: SourceLocation) -> Diagnostic {
        let reason: String
        switch literal {
        case .durationOverflow: reason = "a duration is at most 2562047h"
        case .floatOverflow: reason = "a float is at most 1.7976931348623157e+308"
        default: reason = "an integer has 64 bits: at most 9223372036854775807"
        }
        return Diagnostic(.numberOutOfRange, "`\(text)` is out of range", at: location, help: reason)
    }

    static func misplacedQuote(_ sign: String, at location: SourceLocation) -> Diagnostic {
        let help: String
        switch sign {
        case "(": help = "quote the whole argument, or put a value in with `$(…)`"
        case "[", "{": help = "quote the whole argument; a list or map must follow `name=` directly"
        default: help = "quote the whole argument, or the whole value after `name=`"
        }
        return Diagnostic(
            .misplacedQuote, "a `\(sign)` is inside a word", at: location, label: "the word begins before it",
            help: help)
    }

    static func textAfterValue(at location: SourceLocation) -> Diagnostic {
        Diagnostic(
            .textAfterValue, "text follows a closing quote or bracket without a blank", at: location,
            label: "a blank is missing before it, or the quotes should hold it too")
    }

    static func emptyArgument(_ name: String, at location: SourceLocation) -> Diagnostic {
        Diagnostic(
            .emptyArgument, "the argument `\(name)` has no value", at: location, label: "nothing follows",
            help: "write a value right after `=`; `\(name)=\"\"` is an empty text")
    }
}
