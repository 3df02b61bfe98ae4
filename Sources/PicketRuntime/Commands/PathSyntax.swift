import PicketSyntax

/// The path of a request with its query, as written in a script (RFC 3986, sections 3.3 and 3.4).
package enum PathSyntax {
    /// The reason why a path cannot be sent.
    package enum Problem: Sendable {
        case noSlash
        case fragment
        /// A `%` that two hexadecimal digits do not follow.
        case strayPercent
        case controlCharacter

        /// One sentence that quotes nothing of the path.
        package var message: String {
            switch self {
            case .noSlash: "a request's path begins with `/`"
            case .fragment: "a request's path contains a `#`, after which nothing is sent"
            case .strayPercent: "a request's path contains a `%` that two hexadecimal digits do not follow"
            case .controlCharacter: "a request's path contains a control character"
            }
        }

        package var help: String {
            switch self {
            case .noSlash:
                "for example `request GET /ds-api/users`; a value inserted with `$` is one segment, with its `/` encoded"
            case .fragment: "write `%23` for a `#` that belongs to a name, or insert the name with `$`"
            case .strayPercent: "write `%25` for a `%` that belongs to a name, or insert the name with `$`"
            case .controlCharacter: "insert the name with `$`, which encodes it"
            }
        }
    }

    package static func problem(in path: some Collection<UInt8>) -> Problem? {
        guard path.first == UInt8(ascii: "/") else { return .noSlash }
        var rest = path[...]
        while let byte = rest.popFirst() {
            switch byte {
            case 0..<0x20, 0x7F: return .controlCharacter
            case UInt8(ascii: "#"): return .fragment
            case UInt8(ascii: "%"):
                guard rest.count >= 2, rest.prefix(2).allSatisfy({ Hexadecimal.value(of: $0) != nil }) else {
                    return .strayPercent
                }
            default: break
            }
        }
        return nil
    }

    /// Encodes a path for sending: characters that a path may not contain, such as a blank or a non-ASCII letter,
    /// become `%XX`.
    package static func encoded(_ path: String) -> String {
        if path.utf8.allSatisfy(isLegal) { return path }
        return PercentEncoding.encoded(path, keeping: isLegal)
    }

    /// Whether a path has a segment `.` or `..`, which a server or a client might resolve.
    package static func hasDotSegment(_ path: String) -> Bool {
        path.utf8.prefix { $0 != UInt8(ascii: "?") }.split(
            separator: UInt8(ascii: "/"), omittingEmptySubsequences: false
        )
        .contains { $0.elementsEqual(".".utf8) || $0.elementsEqual("..".utf8) }
    }

    private static func isLegal(_ byte: UInt8) -> Bool {
        PercentEncoding.isUnreserved(byte) || "!$&'()*+,;=:@/?%".utf8.contains(byte)
    }

    // MARK: Segments

    /// The reason why a text cannot be a segment of a path.
    package enum SegmentProblem: Sendable {
        case empty
        case dots(String)

        package func message(isSecret: Bool) -> String {
            switch self {
            case .empty: "an empty text cannot be a segment of a path: the path would lead elsewhere"
            case .dots(let dots):
                "`\(isSecret ? Mask.text : dots)` cannot be a segment of a path: the path would lead elsewhere"
            }
        }

        func label(isSecret: Bool) -> String {
            switch self {
            case .empty: "this is empty"
            case .dots(let dots): isSecret ? "this leads elsewhere" : "this is `\(dots)`"
            }
        }
    }

    static func problem(ofSegment text: UnsafeRawBufferPointer) -> SegmentProblem? {
        if text.isEmpty { return .empty }
        guard text.count <= 2, text.allSatisfy({ $0 == UInt8(ascii: ".") }) else { return nil }
        return .dots(text.count == 1 ? "." : "..")
    }
}
