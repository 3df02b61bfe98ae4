import PicketRuntime
import PicketSyntax

/// The fields of a connection that a command wrote; nil for a field that it did not write.
struct ConnectionFields: Equatable, Sendable {
    /// The fields in the order of the parameters, named by the keys of the API.
    enum Field: String, CaseIterable, Sendable {
        case host, port, user, password, tags, enabled
    }

    var host: String?
    var port: Int64?
    var user: String?
    var password: String?
    var tags: String?
    var enabled: Bool?
    /// The fields whose arguments contained a secret. From here on the whole text of such a field is secret.
    private var secret = Secrecy()

    /// A set of fields, with one bit for each.
    private struct Secrecy: Equatable {
        private var bits: UInt8 = 0

        func contains(_ field: Field) -> Bool { bits & 1 << UInt8(field.slot) != 0 }
        mutating func insert(_ field: Field) { bits |= 1 << UInt8(field.slot) }
    }

    init() {}

    /// Copies the arguments of `add`, `update` or `ensure`. Their parameters have the same positions.
    ///
    /// - Throws: `CommandProblem` for a map of tags that the documented form cannot express.
    init(_ pending: PendingCommand) throws(CommandProblem) {
        host = pending.text(Slot.host)
        port = pending.integer(Slot.port)
        user = pending.text(Slot.user)
        password = pending.text(Slot.password)
        tags = pending.text(Slot.tags)
        if tags == nil, let map = pending.value(Slot.tags) {
            tags = try TagText.text(of: map)
            if map.holdsSecret { secret.insert(.tags) }
        }
        enabled = pending.boolean(Slot.enabled)
        for field in Field.allCases where pending.isSecret(field.slot) { secret.insert(field) }
    }

    /// Reads the fields that a JSON object writes.
    ///
    /// - Parameter isSecret: Whether the whole object was made from a secret.
    /// - Returns: The fields, and those that the object writes with a value of another type.
    static func parse(_ object: ValueMap, isSecret: Bool) -> (fields: ConnectionFields, others: [Field]) {
        var (fields, others) = (ConnectionFields(), [Field]())
        for field in Field.allCases {
            guard let value = object[field.rawValue] else { continue }
            switch (field, value.revealed) {
            case (.host, .string(let text)): fields.host = text
            case (.port, .integer(let port)): fields.port = port
            case (.user, .string(let text)): fields.user = text
            case (.password, .string(let text)): fields.password = text
            case (.tags, .string(let text)): fields.tags = text
            // The documented body has no `enabled`, so a platform may ignore it.
            default: others.append(field)
            }
            if isSecret || value.holdsSecret { fields.secret.insert(field) }
        }
        return (fields, others)
    }

    /// The positions of the parameters.
    enum Slot {
        static let name = 0
        static let host = 1
        static let port = 2
        static let user = 3
        static let password = 4
        static let tags = 5
        static let enabled = 6
    }

    /// The written fields, in the order of the parameters.
    var written: [Field] { Field.allCases.filter { value(of: $0) != nil } }

    /// Returns the value of a field with its taint. A password is always secret.
    func value(of field: Field) -> Value? {
        guard let value = plainValue(of: field) else { return nil }
        return isSecret(field) ? .secret(value) : value
    }

    private func isSecret(_ field: Field) -> Bool { field == .password || secret.contains(field) }

    private func plainValue(of field: Field) -> Value? {
        switch field {
        case .host: host.map { .string($0) }
        case .port: port.map { .integer($0) }
        case .user: user.map { .string($0) }
        case .password: password.map { .string($0) }
        case .tags: tags.map { .string($0) }
        case .enabled: enabled.map { .boolean($0) }
        }
    }

    /// Returns a copy with only the given fields.
    func only(_ fields: [Field]) -> ConnectionFields {
        var result = self
        for field in Field.allCases where !fields.contains(field) { result.take(field, from: ConnectionFields()) }
        return result
    }

    /// Returns these fields after a later change.
    func changed(by later: ConnectionFields) -> ConnectionFields {
        var result = later
        for field in Field.allCases where result.plainValue(of: field) == nil { result.take(field, from: self) }
        return result
    }

    private mutating func take(_ field: Field, from other: ConnectionFields) {
        switch field {
        case .host: host = other.host
        case .port: port = other.port
        case .user: user = other.user
        case .password: password = other.password
        case .tags: tags = other.tags
        case .enabled: enabled = other.enabled
        }
        if other.secret.contains(field) { secret.insert(field) }
    }

    // MARK: Bodies

    /// The keys of the fields in JSON, by the positions of their parameters.
    private static let keys: [[UInt8]] =
        [[]] + Field.allCases.sorted { $0.slot < $1.slot }.map { Array("\"\($0.rawValue)\":".utf8) }

    /// A JSON object with those of the fields that were written, `enabled` excepted: no body has that.
    ///
    /// - Parameter secrets: How secret values are written.
    func body(of fields: [Field], secrets: JSONWriter.Secrets = .written) -> [UInt8] {
        // Most bodies fit, so the buffer need not grow.
        var json = JSONWriter(.wire, capacity: 256)
        let keys = Self.keys
        json.object { json in
            for field in fields where field != .enabled {
                if secrets == .hidden, isSecret(field), plainValue(of: field) != nil {
                    json.key(quoted: keys[field.slot])
                    json.string(Mask.text)
                } else if field == .port {
                    guard let port else { continue }
                    json.key(quoted: keys[field.slot])
                    json.integer(port)
                } else if let text = text(of: field) {
                    json.key(quoted: keys[field.slot])
                    json.string(text)
                }
            }
        }
        return json.bytes
    }

    /// The value of a field that is a text; nil for another field.
    private func text(of field: Field) -> String? {
        switch field {
        case .host: host
        case .user: user
        case .password: password
        case .tags: tags
        case .port, .enabled: nil
        }
    }

    /// Returns the same object as a value with its secrets marked.
    func object(_ fields: [Field]) -> ValueMap {
        var object = ValueMap()
        for field in fields where field != .enabled { object[field.rawValue] = value(of: field) }
        return object
    }

    // MARK: Comparing

    /// The written fields that a connection object lacks, or has with another value.
    func differing(from object: ValueMap) -> [Field] {
        written.filter { !isEqual($0, object[$0.rawValue]) }
    }

    /// What a connection object proves about a written field.
    enum Proof { case same, other, nothing }

    /// Compares a written field with the field of an object. A field that is missing, null or masked proves nothing,
    /// and neither does a password, because platforms show masks and hashes in its place.
    func proof(of field: Field, in object: ValueMap) -> Proof {
        let actual = object[field.rawValue]
        if isEqual(field, actual) { return .same }
        switch (field, plainValue(of: field), actual?.revealed) {
        case (.tags, .string("")?, nil), (.tags, .string("")?, .null?): return .same
        case (.password, _, _), (_, _, nil), (_, _, .null?): return .nothing
        case (_, _, .string(let shown)?) where Self.isMask(shown): return .nothing
        case (.host, .string(let wanted)?, .string(let shown)?):
            return Self.lowercased(wanted).utf8.elementsEqual(Self.lowercased(shown).utf8) ? .same : .other
        case (.tags, .string(let wanted)?, .string(let shown)?):
            // Tags that differ only in upper and lower case prove nothing.
            return TagText.pairs(Self.lowercased(wanted)) == TagText.pairs(Self.lowercased(shown)) ? .nothing : .other
        default: return .other
        }
    }

    /// Returns a text that is equal for two values if a connection can have both values at once.
    func meaning(of field: Field) -> String? {
        switch (field, plainValue(of: field)) {
        case (_, nil): nil
        case (.tags, .string(let text)?):
            TagText.pairs(text).map { $0.map(\.text).joined(separator: "=") }.sorted().joined(separator: ",")
        case (.host, .string(let text)?): Self.lowercased(text)
        case (_, let value?): value.description
        }
    }

    /// Whether an object shows a value for a field, and not a mask.
    func isShown(_ field: Field, in object: ValueMap) -> Bool {
        switch object[field.rawValue]?.revealed {
        case nil, .null?: false
        case .string(let text)?: !Self.isMask(text)
        default: true
        }
    }

    /// Whether a read of a new connection need not prove a field: a password that is hidden or shown as a hash.
    func isExcused(_ field: Field, in object: ValueMap) -> Bool {
        guard field == .password else { return false }
        guard isShown(field, in: object), case .string(let text)? = object[field.rawValue]?.revealed else {
            return true
        }
        return text.isEmpty || Self.isHash(text)
    }

    /// Whether a text looks like a hash: `$2b$…`, `SCRAM-SHA-256$…`, `md5…`, `{SSHA}…`, or many digits of base 16 or 64.
    private static func isHash(_ text: String) -> Bool {
        let bytes = text.utf8
        if ["$", "SCRAM-", "md5", "{"].contains(where: { bytes.starts(with: $0.utf8) }) { return true }
        return bytes.count >= 32
            && bytes.allSatisfy { byte in
                UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte || UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20
                    || "+/=-_:".utf8.contains(byte)
            }
    }

    private static func isMask(_ text: String) -> Bool {
        guard let first = text.unicodeScalars.first, text.unicodeScalars.count >= 3 else { return false }
        return (first == "*" || first == "•" || first == "x" || first == "X")
            && text.unicodeScalars.allSatisfy { $0 == first }
    }

    /// Maps the capital letters of ASCII to small ones; host names and tags are compared in this form.
    private static func lowercased(_ text: String) -> String {
        let isCapital = { (byte: UInt8) in (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) }
        return String(decoding: text.utf8.map { isCapital($0) ? $0 | 0x20 : $0 }, as: UTF8.self)
    }

    private func isEqual(_ field: Field, _ actual: Value?) -> Bool {
        guard let actual, let wanted = plainValue(of: field) else { return false }
        return Self.isSame(field, wanted, actual)
    }

    /// Whether two values of a field mean the same: whoever compares fields asks this. Tags have no order, and numbers are
    /// compared by value, as in the language.
    static func isSame(_ field: Field, _ left: Value?, _ right: Value?) -> Bool {
        switch (field, left?.revealed, right?.revealed) {
        case (_, nil, nil): return true
        case (_, nil, _), (_, _, nil): return false
        case (.tags, .string(let left)?, .string(let right)?): return TagText.pairs(left) == TagText.pairs(right)
        // A port as text is still the same port.
        case (.port, .integer(let port)?, .string(let text)?), (.port, .string(let text)?, .integer(let port)?):
            return Int64(text) == port
        case (_, .integer(let integer)?, .float(let float)?), (_, .float(let float)?, .integer(let integer)?):
            return Int64(exactly: float) == integer
        case (_, let left?, let right?): return left == right
        }
    }
}

extension ConnectionFields.Field {
    /// The position of the field's parameter.
    var slot: Int {
        switch self {
        case .host: ConnectionFields.Slot.host
        case .port: ConnectionFields.Slot.port
        case .user: ConnectionFields.Slot.user
        case .password: ConnectionFields.Slot.password
        case .tags: ConnectionFields.Slot.tags
        case .enabled: ConnectionFields.Slot.enabled
        }
    }
}
