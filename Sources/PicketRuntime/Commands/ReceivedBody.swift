/// The body of an answer: its bytes, and what they say. It is read once, when the answer arrives; whoever looks at it uses that.
///
/// Secret fields are found in the same walk: what stands beneath them is `Value.secret`.
package final class ReceivedBody: Sendable {
    package enum Content: Sendable {
        case empty
        /// JSON, or a value that a host made.
        case json(Value)
        case unreadable(JSONProblem)
    }

    /// What scripts and people get of a body that is not JSON.
    package enum Fallback: Sendable {
        /// The text, if it is one.
        case text
        /// Its size and type alone: whoever asked was promised JSON.
        case description
    }

    package let content: Content
    /// Whether the outermost object has a member `error`.
    package let hasError: Bool
    /// What a script reads.
    let value: Value
    /// What people see, once a redactor has looked at it.
    package let shownValue: Value
    /// Whether values of secret fields are hidden in a text that cannot be read.
    package let hidesText: Bool
    /// Bytes of the secrets that were new in it: memory of the run.
    let learnedBytes: Int
    private let size: Int
    private let type: String
    /// How it is compressed, if its header says so.
    private let encoding: String

    /// Reads the bytes of an answer. A byte order mark is passed over.
    ///
    /// - Parameters:
    ///   - type: what its header says that it is; empty if it says nothing.
    ///   - encoding: how its header says that it is compressed; empty if it says nothing.
    ///   - secrets: learns what stands beneath secret fields.
    package init(
        _ bytes: [UInt8], type: String = "", encoding: String = "", orElse fallback: Fallback = .text,
        secrets: SecretStore
    ) {
        let fields = secrets.fields
        size = bytes.count
        self.type = type
        self.encoding = encoding
        let hasMark = bytes.starts(with: Self.byteOrderMark)
        let bytes = hasMark ? Array(bytes.dropFirst(Self.byteOrderMark.count)) : bytes
        do {
            let found = try JSONReader.read(bytes, into: ValueSink(fields))
            learnedBytes = secrets.learn(found.secrets)
            content = .json(found.result)
            hasError = found.hasError
            (value, shownValue) = (found.result, found.result)
            hidesText = false
        } catch {
            var problem = error
            if hasMark { problem.offset += Self.byteOrderMark.count }
            content = error.kind == .empty ? .empty : .unreadable(problem)
            hasError = false
            var found: [String] = []
            let masked = fields.masking(bytes, &found)
            learnedBytes = secrets.learn(found)
            hidesText = !found.isEmpty
            if error.kind == .empty {
                (value, shownValue) = (.null, .null)
            } else if fallback == .text, let text = String(validating: bytes, as: UTF8.self) {
                // Too short for the store: the text is hidden as a whole where a script uses it.
                let isSecret = found.contains { $0.utf8.count < SecretForms.shortest }
                value = isSecret ? .secret(.string(text)) : .string(text)
                shownValue = .string(String(decoding: masked, as: UTF8.self))
            } else {
                let description = Value.string("<\(Self.size(size, type, encoding))>")
                (value, shownValue) = (description, description)
            }
        }
    }

    /// Takes a value that a host made.
    package convenience init(_ value: Value, secrets: SecretStore) {
        var found: [String] = []
        let marked = secrets.fields.marking(value, &found)
        self.init(marked: marked, learnedBytes: secrets.learn(found))
    }

    /// Takes a value whose secrets are marked and known.
    package init(marked value: Value, learnedBytes: Int = 0) {
        self.learnedBytes = learnedBytes
        content = .json(value)
        if case .map(let map) = value { hasError = map["error"] != nil } else { hasError = false }
        self.value = value
        shownValue = value
        hidesText = false
        size = 0
        type = ""
        encoding = ""
    }

    private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    /// The body as an object; nil if it is none.
    package var object: ValueMap? {
        if case .json(.map(let map)) = content { map } else { nil }
    }

    /// Why it cannot be read, without a byte of it: `no JSON from byte 12 on: … (173 bytes, text/html)`.
    package var problem: String? {
        guard case .unreadable(let problem) = content else { return nil }
        if let coding = Self.coding(encoding) {
            return "encoded as `\(coding)`, which was not asked for (\(Self.size(size, type)))"
        }
        return "no JSON from byte \(problem.offset) on: \(problem.message) (\(Self.size(size, type)))"
    }

    /// Its size and type, without a byte of it: `173 bytes, text/html`.
    package var form: String { Self.size(size, type) }

    private static func size(_ size: Int, _ type: String, _ encoding: String = "") -> String {
        let (type, coding) = (mediaType(type), coding(encoding))
        return (size == 1 ? "1 byte" : "\(size) bytes") + (type.isEmpty ? "" : ", \(type)")
            + (coding.map { ", \($0)" } ?? "")
    }

    /// The encodings in the order of their use, such as `gzip`; nil for none, and for a header that is none.
    private static func coding(_ header: String) -> String? {
        let names = header.lowercased().split { $0 == "," || $0 == " " || $0 == "\t" }.filter { $0 != "identity" }
        let text = names.joined(separator: ", ")
        let isCoding = text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"),
                UInt8(ascii: ","), UInt8(ascii: " "):
                true
            default: false
            }
        }
        return isCoding && (1...60).contains(text.utf8.count) ? text : nil
    }

    /// The type without its parameters; nothing of a header that is none.
    private static func mediaType(_ header: String) -> String {
        let type = header.utf8.prefix { $0 != UInt8(ascii: ";") }.filter { $0 > 0x20 }
        let isType =
            type.count <= 100 && type.count { $0 == UInt8(ascii: "/") } == 1
            && type.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "/"), UInt8(ascii: "+"), UInt8(ascii: "."),
                    UInt8(ascii: "-"):
                    true
                default: false
                }
            }
        return isType ? String(decoding: type, as: UTF8.self).lowercased() : ""
    }
}

/// A body that was sent: its bytes are on the wire, and what is shown of it is made when somebody looks.
package protocol SentBody: AnyObject, Sendable {
    var bytes: [UInt8] { get }

    /// What was sent, its secrets marked.
    func value(_ secrets: SecretStore) -> Value
}

/// A body of which a host says the bytes alone.
final class SentBytes: SentBody {
    let bytes: [UInt8]

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    func value(_ secrets: SecretStore) -> Value { ReceivedBody(bytes, secrets: secrets).shownValue }
}
