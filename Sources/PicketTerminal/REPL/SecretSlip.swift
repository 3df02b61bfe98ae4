import Picket
import PicketSyntax

/// Finds a secret that a slip of the keyboard left in a place where no secret belongs: `logn me hunter22`,
/// `:login me hunter22`, `secrt pin = hunter22`, `{"passwrd": "hunter22"}`.
///
/// It also finds what only its name or place makes a secret: `let api_key = "…"`, `/x?token=…`, `curl -u me:hunter22`.
///
/// Such a text may parse, and even run, so neither the tree nor a failure shows it. It looks only at words: a harmless text
/// that is taken for a slip is merely not kept in the history.
struct SecretSlip {
    /// What a text is.
    enum Kind {
        case program
        /// A command of the session that does not exist.
        case unknownCommand
        /// The arguments of a script file.
        case arguments
        /// A command of the shell.
        case shell
    }

    private struct Word {
        let text: String
        let range: Range<Int>
        let isQuoted: Bool
    }

    private let bytes: [UInt8]
    private let words: [Word]
    /// The names of the session and of the language, which are no slips.
    private let isKnown: (String) -> Bool
    private let names: SecretNames
    private let kind: Kind

    /// - Parameters:
    ///   - text: A text without the part that names a command of the session, such as `:job`.
    ///   - names: The secret names of the command table.
    ///   - isKnown: Whether a word is the name of a command, a def or a statement.
    init(_ text: String, _ kind: Kind, _ names: SecretNames, isKnown: @escaping (String) -> Bool) {
        bytes = Array(text.utf8)
        words = Self.words(of: bytes)
        self.isKnown = isKnown
        self.names = names
        self.kind = kind
    }

    var isOne: Bool {
        switch kind {
        case .program, .unknownCommand: hasUnknownCommand || namesMisplacedLogin || hasNearField
        case .arguments: hasNearField
        case .shell: hasNearField || hasUserOption
        }
    }

    /// Whether a word with others behind it is almost `login` or `secret`, alone or with its neighbour: `log in`.
    private var hasUnknownCommand: Bool {
        let plain = words.filter { !$0.isQuoted }
        return plain.indices.dropLast().contains { index in
            let (word, next) = (plain[index].text, plain[index + 1])
            if isNear(word, Self.commands), !isKnown(word) { return true }
            let isPair = next.range.lowerBound == plain[index].range.upperBound + 1 && index + 2 < plain.count
            return isPair && Self.commands.contains { $0.hasBytes(of: (word + next.text).lowercased()) }
        }
    }

    /// Whether `login` stands with other words in a place where it is no call.
    private var namesMisplacedLogin: Bool {
        words.count > 1
            && words.contains { word in
                guard !word.isQuoted, word.text.lowercased().hasBytes(of: "login") else { return false }
                let isCall = kind == .program && word.text.hasBytes(of: "login") && beginsStatement(word)
                return !isCall
            }
    }

    /// Whether a word stands where a statement begins: at the text's start, or behind `;`, a brace or the end of a line.
    private func beginsStatement(_ word: Word) -> Bool {
        guard let before = bytes[..<word.range.lowerBound].last(where: { !Self.isBlank($0) }) else { return true }
        return [";", "{", "}", "\n"].contains { (sign: Unicode.Scalar) in UInt8(ascii: sign) == before }
    }

    /// Whether a value follows a name that is almost that of a secret field.
    private var hasNearField: Bool {
        words.contains { word in
            let isField =
                isNear(word.text, Self.fields) || Self.beginnings.contains { word.text.utf8.starts(with: $0.utf8) }
                || isOfQuery(word) && names.isSecret(word.text) || isKey(word.text)
            return isField && hasValue(after: word.range.upperBound)
        }
    }

    /// Whether a word begins a part of a URL's query.
    private func isOfQuery(_ word: Word) -> Bool {
        guard let before = bytes[..<word.range.lowerBound].last else { return false }
        return before == UInt8(ascii: "?") || before == UInt8(ascii: "&")
    }

    /// Whether a word is a name such as `api_key` or `X-Api-Key`.
    private func isKey(_ word: String) -> Bool {
        let letters = word.lowercased().utf8.filter { $0 != UInt8(ascii: "-") && $0 != UInt8(ascii: "_") }
        return letters.indices.contains { start in Self.keys.contains { letters[start...].starts(with: $0.utf8) } }
    }

    /// Whether a user and a password follow an option, as in `curl -u me:hunter22`.
    private var hasUserOption: Bool {
        let words = bytes.split(whereSeparator: Self.isBlank)
        return words.indices.contains { index in
            Self.userOptions.contains { option in
                guard words[index].starts(with: option.utf8) else { return false }
                let rest = words[index].dropFirst(option.utf8.count)
                let value = rest.isEmpty && index + 1 < words.count ? words[index + 1] : rest
                return value.firstIndex(of: UInt8(ascii: ":")).map { $0 + 1 < value.endIndex } ?? false
            }
        }
    }

    private static let commands = ["login", "secret"]
    private static let fields = ["password", "passwd", "user-token", "token", "secret"]
    /// Short names for passwords, as in `pw` and `passphrase`.
    private static let beginnings = ["pas", "pw", "psw"]

    /// Parts of names whose values let their owner in, without the signs between their words.
    private static let keys = ["apikey", "accesskey", "privatekey", "credential"]
    /// The options by which programs such as curl and wget take a user.
    private static let userOptions = ["-u", "-U", "--user", "--proxy-user"]

    /// Whether a word is one of these with a slip. The exact word is the tree's matter.
    private func isNear(_ word: String, _ names: [String]) -> Bool {
        let word = word.lowercased()
        guard !names.contains(where: { $0.hasBytes(of: word) }) else { return false }
        return nearest(word, in: names) != nil
    }

    /// Whether `= value` or `: value` follows, and the value is written out.
    private func hasValue(after end: Int) -> Bool {
        var rest = bytes[end...].drop { $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "'") || Self.isBlank($0) }
        guard let sign = rest.popFirst(), sign == UInt8(ascii: "=") || sign == UInt8(ascii: ":") else { return false }
        rest = rest.drop { Self.isBlank($0) || $0 == UInt8(ascii: "(") }
        guard let first = rest.first, first != UInt8(ascii: "=") else { return false }
        return first != UInt8(ascii: "$") && !rest.starts(with: "env(".utf8)
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }

    private static func words(of bytes: [UInt8]) -> [Word] {
        var result: [Word] = []
        var quote: UInt8?
        var start: Int?
        for (index, byte) in (bytes + [0]).enumerated() {
            let isPart =
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"), 0x80...:
                    true
                default: false
                }
            if isPart {
                start = start ?? index
                continue
            }
            if let first = start {
                let text = String(decoding: bytes[first..<index], as: UTF8.self)
                result.append(Word(text: text, range: first..<index, isQuoted: quote != nil))
                start = nil
            }
            if byte == quote {
                quote = nil
            } else if quote == nil, byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
                quote = byte
            }
        }
        return result
    }
}
