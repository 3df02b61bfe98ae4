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
    /// What a script reads.
    let value: Value
    /// What people see, once a redactor has looked at it.
    package let shownValue: Value
    /// Whether values of secret fields are hidden in a text that cannot be read.
    package let hidesText: Bool
    /// Bytes of the secrets that were new in it: memory of the run.
    let learnedBytes: Int
    private let size: Int
    private let type: MediaType
    /// How the bytes are encoded (`gzip`), which nobody undoes; empty for no encoding.
    package let encoding: String

    /// Reads the bytes of an answer.
    ///
    /// A byte order mark is passed over. A body of the API is JSON; any other is JSON if its type says so or says nothing, a
    /// text if it is UTF-8, and bytes otherwise.
    ///
    /// - Parameters:
    ///   - type: what its header says that it is (`Content-Type`); empty if it says nothing.
    ///   - encoding: how its header says that it is encoded (`Content-Encoding`); empty if it says nothing.
    ///   - secrets: learns what stands beneath secret fields.
    package init(
        _ bytes: [UInt8], type: String = "", encoding: String = "", orElse fallback: Fallback = .text,
        secrets: SecretStore
    ) {
        size = bytes.count
        self.type = MediaType(type)
        self.encoding = Self.coding(encoding)
        let mark = bytes.starts(with: Self.byteOrderMark) ? Self.byteOrderMark.count : 0
        let text = mark == 0 ? bytes : Array(bytes.dropFirst(mark))
        let isTried = fallback == .description || self.type.mayBeJSON
        do throws(JSONProblem) {
            guard isTried || text.allSatisfy(Self.isBlank) else { throw JSONProblem(kind: .notTried, offset: 0) }
            let found = try JSONReader.read(text, into: ValueSink(secrets.fields))
            learnedBytes = secrets.learn(found.secrets)
            content = .json(found.result)
            (value, shownValue) = (found.result, found.result)
            hidesText = false
        } catch {
            let isEmpty = error.kind == .empty
            content = isEmpty ? .empty : .unreadable(JSONProblem(kind: error.kind, offset: error.offset + mark))
            // What can be read is read, whatever the header says of its encoding.
            let string = isEmpty ? nil : String(validating: text, as: UTF8.self)
            var found: [String] = []
            let masked = string == nil ? [] : secrets.fields.masking(text, &found)
            learnedBytes = secrets.learn(found)
            hidesText = !found.isEmpty
            if isEmpty {
                (value, shownValue) = (.null, .null)
            } else if fallback == .text, let string {
                // Too short for the store: the text is hidden as a whole where a script uses it.
                let isSecret = found.contains { $0.utf8.count < SecretForms.shortest }
                value = isSecret ? .secret(.string(string)) : .string(string)
                shownValue = .string(String(decoding: masked, as: UTF8.self))
            } else {
                let kind = Self.kind(self.type, self.encoding)
                shownValue = .string("<\(Bytes.form(bytes.count, kind))>")
                value = fallback == .text ? .bytes(Bytes(bytes, described: kind)) : shownValue
            }
        }
    }

    /// The encodings in the order of their use, such as `gzip`; empty for none, and for a header that is none.
    private static func coding(_ header: String) -> String {
        if header.isEmpty { return "" }
        let separators = [UInt8(ascii: ","), UInt8(ascii: " "), UInt8(ascii: "\t")]
        let names = header.lowercased().utf8.split { separators.contains($0) }
            .filter { !$0.elementsEqual("identity".utf8) }
        let isCoding = names.allSatisfy { $0.allSatisfy(MediaType.isPart) }
        let text = names.map { String(decoding: $0, as: UTF8.self) }.joined(separator: ", ")
        return isCoding && text.utf8.count <= 60 ? text : ""
    }

    private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    private static func isBlank(_ byte: UInt8) -> Bool { [0x20, 0x0A, 0x0D, 0x09].contains(byte) }

    private static func kind(_ type: MediaType, _ encoding: String) -> String {
        [type.text, encoding].filter { !$0.isEmpty }.joined(separator: ", ")
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
        self.value = value
        shownValue = value
        hidesText = false
        size = 0
        type = MediaType("")
        encoding = ""
    }

    /// The body as an object; nil if it is none.
    package var object: ValueMap? {
        if case .json(.map(let map)) = content { map } else { nil }
    }

    /// Whether it is an object with a member `error`, whatever that is: a success has none.
    package var mentionsError: Bool { object?["error"] != nil }

    /// Whether it is the form of the platform's own failures: an object whose `error` is a text that says something.
    package var hasError: Bool {
        guard case .string(let text)? = object?["error"]?.revealed else { return false }
        return !text.isEmpty
    }

    /// Why it cannot be read, without a byte of it: `no JSON from byte 12 on: … (173 bytes, text/html)`.
    package var problem: String? {
        guard case .unreadable(let problem) = content else { return nil }
        let form = Bytes.form(size, type.text)
        if !encoding.isEmpty { return "encoded as `\(encoding)`, which was not asked for (\(form))" }
        return "no JSON from byte \(problem.offset) on: \(problem.message) (\(form))"
    }

    /// What is said of a body that is not what its header says: it says JSON and is none, or it is encoded.
    package var noteOnForm: String? {
        guard type.isJSON || !encoding.isEmpty, let problem else { return nil }
        return "the body is \(problem)"
    }

    /// The bytes, if it is neither JSON nor text.
    package var bytes: Bytes? {
        if case .bytes(let bytes) = value { bytes } else { nil }
    }

    /// Its size and type, without a byte of it: `173 bytes, text/html`.
    package var form: String { Bytes.form(size, Self.kind(type, encoding)) }
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
