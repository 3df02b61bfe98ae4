/// Tracks the words of a call, to find secrets that were written as `password = …` or `password …` by mistake.
struct SecretWords {
    /// Whether the next word is a secret.
    private(set) var follows = false
    private var isNamed = false
    /// A def decides itself which of its words are secret.
    private let isDefinition: Bool

    init(isDefinition: Bool) { self.isDefinition = isDefinition }

    mutating func pass(_ argument: Argument, _ walk: SecretWalk) {
        guard case .positional = argument.form, case .commandWord(let span) = argument.value else {
            (follows, isNamed) = (false, false)
            return
        }
        if isSign(argument, walk) {
            follows = true
            return
        }
        isNamed = !follows && isName(walk.bytes(span), walk.table)
        follows = isNamed && !isDefinition
    }

    /// Whether an argument is the sign after a secret name.
    func isSign(_ argument: Argument, _ walk: SecretWalk) -> Bool {
        guard isNamed, case .commandWord(let span) = argument.value else { return false }
        return ["=", ":", "=="].contains { walk.bytes(span).elementsEqual($0.utf8) }
    }

    /// Whether a word is a name such as `password`, with or without the sign after it.
    private func isName(_ word: [UInt8], _ table: SecretNames) -> Bool {
        var name = word[...]
        while name.last == UInt8(ascii: ":") || name.last == UInt8(ascii: "=") { name.removeLast() }
        let isPlain = name.allSatisfy { byte in
            switch byte | 0x20 {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
            default: byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
            }
        }
        return isPlain && !name.isEmpty && table.isKey(Array(name))
    }
}

extension SecretNames {
    /// Whether a text holds a JSON member with a secret key: `{"password": "…"}`. An interpolated value, which is
    /// U+0000 here, does not belong to the text.
    func isMember(in text: [UInt8]) -> Bool {
        guard text.contains(UInt8(ascii: "{")) else { return false }
        var end = 0
        while let start = text[end...].firstIndex(where: SecretNames.isLetter) {
            end = text[start...].firstIndex { !SecretNames.isLetter($0) && $0 != UInt8(ascii: "-") } ?? text.count
            if isMember(Array(text[start..<end]), text[end...]) { return true }
        }
        return false
    }

    private func isMember(_ name: [UInt8], _ rest: ArraySlice<UInt8>) -> Bool {
        var rest = rest
        func drop(_ isDropped: (UInt8) -> Bool) { rest = rest.drop(while: isDropped) }
        guard let first = rest.first, SecretNames.isQuote(first), isKey(name) else { return false }
        drop(SecretNames.isQuote)
        drop { $0 == UInt8(ascii: " ") }
        guard rest.popFirst() == UInt8(ascii: ":") else { return false }
        drop { $0 == UInt8(ascii: " ") }
        drop(SecretNames.isQuote)
        return rest.first.map { $0 != 0 && $0 != UInt8(ascii: ",") && $0 != UInt8(ascii: "}") } ?? false
    }

    private static func isQuote(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\\")
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        switch byte | 0x20 {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
        default: byte == UInt8(ascii: "_")
        }
    }
}
