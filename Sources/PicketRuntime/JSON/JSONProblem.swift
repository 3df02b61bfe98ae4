import PicketSyntax

/// The reason why bytes are not valid JSON.
package struct JSONProblem: Error, Sendable, Equatable {
    package enum Kind: Sendable, Equatable {
        case empty
        case endsEarly
        /// An unexpected byte.
        case unexpected(UInt8)
        /// A number such as `01`.
        case leadingZero
        /// Lists and maps are nested deeper than this limit.
        case tooDeep(Int)
        case controlCharacter
        case invalidEscape
        case loneSurrogate
        case invalidUTF8
        /// The body was not parsed, because its type is not JSON or it is encoded.
        case notTried
    }

    package var kind: Kind
    /// The offset of the problem in bytes.
    package var offset: Int

    /// One sentence in lower case without a full stop. It quotes at most one character of the text, which may hold
    /// secrets.
    package var message: String {
        switch kind {
        case .empty: "there is no JSON in it"
        case .endsEarly: "the JSON ends too early"
        case .unexpected(let byte) where byte > 0x20 && byte < 0x7F:
            "this is not JSON from `\(Unicode.Scalar(byte))` on"
        case .unexpected: "this is not JSON from here on"
        case .leadingZero: "a number in JSON does not begin with `0` and another digit"
        case .tooDeep(let limit): "lists and maps nest deeper than \(limit)"
        case .controlCharacter: "a text in JSON holds a control character as it is, not as an escape"
        case .invalidEscape: "a text in JSON holds an escape that JSON does not have"
        case .loneSurrogate: "an escape in a text is half of a surrogate pair"
        case .invalidUTF8: "a text in the JSON is not valid UTF-8"
        case .notTried: "its type says that it is something else"
        }
    }
}
