import PicketSyntax

/// The names that a host's commands and functions have, beside those of the language.
package struct HostNames {
    let commands: CommandTable
    let functions: FunctionTable

    package init(_ commands: CommandTable, _ functions: FunctionTable) {
        (self.commands, self.functions) = (commands, functions)
    }

    /// Words that are operators or values wherever an expression may stand.
    private static let expressionWords = [
        "and", "or", "not", "in", "contains", "matches", "true", "false", "null",
    ]

    /// Words that begin no statement, and could not be called all the same.
    private static let words = expressionWords + ["as", "because", "every", "backoff", "parallel", "last"]

    /// Whether a call of a function can give an argument by this name.
    static func isArgumentName(_ name: String) -> Bool {
        isName(name, hasDashes: false) && !expressionWords.contains { $0.hasBytes(of: name) }
    }

    /// Refuses a name that has a meaning already.
    package func checkFree(_ name: String) throws(RegistrationError) {
        if let owner = owner(of: name) { throw RegistrationError(name, .taken, owner) }
    }

    private func owner(of name: String) -> String? {
        if Builtin.named(name) != nil { return "`\(name)` is a function of the language" }
        if StatementKeyword(rawValue: name) != nil || Self.words.contains(where: { $0.hasBytes(of: name) }) {
            return "`\(name)` is a word of the language"
        }
        if commands.index(of: name) != nil { return "there is a command `\(name)` already" }
        return functions.index(of: name) == nil ? nil : "there is a function `\(name)` already"
    }

    /// Whether a script can write a name: a letter or `_`, then letters, digits and `_`.
    ///
    /// - Parameter hasDashes: whether `-` may stand inside, as in the names of commands.
    package static func isName(_ text: String, hasDashes: Bool) -> Bool {
        guard let first = text.utf8.first, isLetter(first), text.utf8.last != UInt8(ascii: "-") else { return false }
        return text.utf8.allSatisfy {
            isLetter($0) || $0 &- UInt8(ascii: "0") < 10 || hasDashes && $0 == UInt8(ascii: "-")
        }
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "z") || byte == UInt8(ascii: "_")
    }
}
