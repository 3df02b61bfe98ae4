/// The secret names of a command table, for searches in the tree of a text.
package struct SecretNames: Sendable {
    /// Where an argument stands in a call.
    package enum Place {
        case positional(Int)
        case named(String)
    }

    /// Whether the table declares a secret parameter or field of this name.
    private let isField: @Sendable (String) -> Bool
    /// Whether a command takes a secret at this place; nil if the table does not know the command or the parameter.
    private let takesSecret: @Sendable (_ command: String, Place) -> Bool?
    /// Whether a word is the name of a parameter, at a position where the command takes nothing.
    private let isMisplacedName: @Sendable (_ command: String, _ position: Int, _ word: [UInt8]) -> Bool

    package init(
        isField: @escaping @Sendable (String) -> Bool,
        takesSecret: @escaping @Sendable (_ command: String, Place) -> Bool?,
        isMisplacedName: @escaping @Sendable (_ command: String, _ position: Int, _ word: [UInt8]) -> Bool = {
            _, _, _ in
            false
        }
    ) {
        self.isField = isField
        self.takesSecret = takesSecret
        self.isMisplacedName = isMisplacedName
    }

    /// Recognises secret names by words such as `password`, without a table.
    package static let byLooks = SecretNames(isField: { _ in false }, takesSecret: { _, _ in nil })

    /// - Parameter word: The text of the argument, if it is constant.
    func takesSecret(_ command: String, _ place: Place, word: @autoclosure () -> [UInt8]?) -> Bool {
        if let isSecret = takesSecret(command, place) {
            guard isSecret, case .positional(let position) = place, let word = word() else { return isSecret }
            return !isMisplacedName(command, position, word)
        }
        if case .named(let name) = place { return SecretNames.isTelling(name) || SecretNames.isSlip(name) }
        return false
    }

    /// Whether a parameter of this name holds a secret.
    package func isSecret(_ name: String) -> Bool { isKey(Array(name.utf8)) }

    /// Whether a map's key or a field of this name holds a secret.
    func isKey(_ key: [UInt8]) -> Bool { key.withUnsafeBufferPointer { isKey($0) } }

    func isKey(_ key: UnsafeBufferPointer<UInt8>) -> Bool {
        SecretNames.isTelling(key) || isField(String(decoding: key, as: UTF8.self))
    }

    /// Whether a variable or an argument of this name holds a secret.
    static func isTelling(_ name: String) -> Bool {
        var name = name
        return name.withUTF8 { isTelling($0) }
    }

    /// Whether an unknown argument's name looks like a misspelt `password`: `pw`, `pass`, `pasword`.
    static func isSlip(_ name: String) -> Bool {
        let bytes = name.utf8.map { $0 | 0x20 }
        return ["pas", "pw", "psw"].contains { bytes.starts(with: $0.utf8) }
    }

    private static let telling = ["password", "passwd", "secret", "token"].map { Array($0.utf8) }

    /// Whether a name contains a word such as `password`, in any case.
    static func isTelling(_ name: UnsafeBufferPointer<UInt8>) -> Bool {
        telling.contains { word in
            guard name.count >= word.count else { return false }
            return (0...(name.count - word.count)).contains { first in
                word.indices.allSatisfy { name[first + $0] | 0x20 == word[$0] }
            }
        }
    }
}
