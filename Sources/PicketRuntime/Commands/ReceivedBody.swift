/// The body of an answer: its bytes and its parsed value. It is parsed once, when the answer arrives.
///
/// The parser also finds secret fields; their values become `Value.secret`.
package final class ReceivedBody: Sendable {
    package enum Content: Sendable {
        case empty
        /// JSON, or a value from a host.
        case json(Value)
        case unreadable(JSONProblem)
    }

    /// The form in which scripts and people get a body that is not JSON.
    package enum Fallback: Sendable {
        /// The text, if it is valid UTF-8.
        case text
        /// Its size and type only, because the caller expects JSON.
        case description
    }

    package let content: Content
    /// What a script reads.
    let value: Value
    /// The value for people, before a redactor has processed it.
    package let shownValue: Value
    /// Whether the values of secret fields are hidden in a text that does not parse.
    package let hidesText: Bool
    /// The memory of the run that new secrets in the body take.
    let learnedBytes: Int
    /// Whether secret fields were found in it.
    package let hasSecrets: Bool
    private let size: Int
    private let type: MediaType
    /// The encoding of the bytes (`gzip`), which is not decoded; empty if there is none.
    package let encoding: String

    /// Parses the bytes of an answer.
    ///
    /// A byte order mark is skipped. A body of the API is JSON. Any other body is JSON if its type says so or is
    /// missing, a text if it is valid UTF-8, and bytes otherwise.
    ///
    /// - Parameters:
    ///
    ///   - type: the `Content-Type` of the answer; empty if it is missing.
    ///
    ///   - encoding: the `Content-Encoding` of the answer; empty if it is missing.
    ///
    ///   - secrets: stores the values of secret fields.
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
            hasSecrets = !found.secrets.isEmpty
            content = .json(found.result)
            (value, shownValue) = (found.result, found.result)
            hidesText = false
        } catch {
            let isEmpty = error.kind == .empty
            content = isEmpty ? .empty : .unreadable(JSONProblem(kind: error.kind, offset: error.offset + mark))
            // The body is parsed if possible, whatever its header says about an encoding.
            let string = isEmpty ? nil : String(validating: text, as: UTF8.self)
            var found: [String] = []
            let masked = string == nil ? [] : secrets.fields.masking(text, &found)
            learnedBytes = secrets.learn(found)
            hasSecrets = !found.isEmpty
            hidesText = hasSecrets
            if isEmpty {
                (value, shownValue) = (.null, .null)
            } else if fallback == .text, let string {
                // The store does not take short secrets, so the text is hidden as a whole.
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

    /// The encodings in the order of their application, such as `gzip`; empty if the header is invalid or names none.
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

    /// Wraps a value from a host.
    package convenience init(_ value: Value, secrets: SecretStore) {
        var found: [String] = []
        let marked = secrets.fields.marking(value, &found)
        self.init(marked: marked, hasSecrets: !found.isEmpty, learnedBytes: secrets.learn(found))
    }

    /// Wraps a value whose secrets are already marked and stored.
    package init(marked value: Value, hasSecrets: Bool = true, learnedBytes: Int = 0) {
        self.learnedBytes = learnedBytes
        self.hasSecrets = hasSecrets
        content = .json(value)
        self.value = value
        shownValue = value
        hidesText = false
        size = 0
        type = MediaType("")
        encoding = ""
    }

    /// The body as an object; nil if it is not one.
    package var object: ValueMap? {
        if case .json(.map(let map)) = content { map } else { nil }
    }

    /// Whether the body is an object with a member `error` of any kind. A success has no such member.
    package var mentionsError: Bool { object?["error"] != nil }

    /// Whether the body has the form of the platform's own failures: an object whose `error` is a text that is not empty.
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

    /// A note about a body that differs from its header: it is labelled JSON but does not parse, or it is encoded.
    package var noteOnForm: String? {
        guard type.isJSON || !encoding.isEmpty, let problem else { return nil }
        return "the body is \(problem)"
    }

    /// The bytes of a body that is neither JSON nor text.
    package var bytes: Bytes? {
        if case .bytes(let bytes) = value { bytes } else { nil }
    }

    /// Its size and type: `173 bytes, text/html`.
    package var form: String { Bytes.form(size, Self.kind(type, encoding)) }
}

/// A body that was sent. Its displayed value is created only on demand.
package protocol SentBody: AnyObject, Sendable {
    var bytes: [UInt8] { get }

    /// The sent value, with its secrets marked.
    func value(_ secrets: SecretStore) -> Value
}

/// A sent body of which the host provides only the bytes.
final class SentBytes: SentBody {
    let bytes: [UInt8]

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    func value(_ secrets: SecretStore) -> Value { ReceivedBody(bytes, secrets: secrets).shownValue }
}
