import PicketSyntax

/// The path of a request with its query, as a script writes it (RFC 3986, sections 3.3 and 3.4).
package enum PathSyntax {
    /// Why no request can carry a path; nil for one that can be sent, once it is encoded.
    package enum Problem: Sendable {
        case noSlash
        case fragment
        /// A `%` without two hexadecimal digits behind it.
        case strayPercent
        case controlCharacter

        /// One sentence, without a character of the path.
        package var message: String {
            switch self {
            case .noSlash: "a request's path begins with `/`"
            case .fragment: "a request's path holds a `#`, which begins what is never sent"
            case .strayPercent: "a request's path holds a `%` without two hexadecimal digits behind it"
            case .controlCharacter: "a request's path holds a control character"
            }
        }

        package var help: String {
            switch self {
            case .noSlash:
                "for example `request GET /ds-api/users`; what is put in with `$` is one segment, its `/` encoded"
            case .fragment: "write `%23` for a `#` that belongs to a name, or put the name in with `$`"
            case .strayPercent: "write `%25` for a `%` that belongs to a name, or put the name in with `$`"
            case .controlCharacter: "put the name in with `$`: it is encoded then"
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

    /// A path as it is sent: what may stand in no path, such as a blank or a letter that is not ASCII, is percent-encoded.
    package static func encoded(_ path: String) -> String {
        if path.utf8.allSatisfy(isLegal) { return path }
        return PercentEncoding.encoded(path, keeping: isLegal)
    }

    /// Whether a server or a client may take a path for a shorter one, since it has a segment `.` or `..`.
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

    /// Why a text cannot be a segment of a path.
    package enum SegmentProblem: Sendable {
        case empty
        case dots(String)

        package func message(isSecret: Bool) -> String {
            switch self {
            case .empty: "an empty text cannot be a segment of a path: it means another place"
            case .dots(let dots):
                "`\(isSecret ? Mask.text : dots)` cannot be a segment of a path: it means another place"
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
