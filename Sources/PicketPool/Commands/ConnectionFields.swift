import PicketRuntime
import PicketSyntax

/// The fields of a connection that a command wrote; nil for those it did not.
struct ConnectionFields: Equatable, Sendable {
    /// In parameter order, with the keys of the API.
    enum Field: String, CaseIterable, Sendable {
        case host, port, user, password, tags, enabled
    }

    var host: String?
    var port: Int64?
    var user: String?
    var password: String?
    var tags: String?
    var enabled: Bool?
    /// Those whose arguments held a secret: their whole texts are secret from there on.
    private var secret = Secrecy()

    /// A bit for each field.
    private struct Secrecy: Equatable {
        private var bits: UInt8 = 0

        func contains(_ field: Field) -> Bool { bits & 1 << UInt8(field.slot) != 0 }
        mutating func insert(_ field: Field) { bits |= 1 << UInt8(field.slot) }
    }

    init() {}

    /// Copies the arguments of `add`, `update` or `ensure`, whose parameters stand in the same places.
    ///
    /// - Throws: `CommandProblem` for a map of tags that the documented form can not express.
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

    /// Where the parameters stand.
    enum Slot {
        static let name = 0
        static let host = 1
        static let port = 2
        static let user = 3
        static let password = 4
        static let tags = 5
        static let enabled = 6
    }

    /// Those that were written, in parameter order.
    var written: [Field] { Field.allCases.filter { value(of: $0) != nil } }

    /// The value of a field with its taint; a password is secret whatever it is.
    func value(of field: Field) -> Value? {
        guard let value = plainValue(of: field) else { return nil }
        return field == .password || secret.contains(field) ? .secret(value) : value
    }

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

    /// These fields alone.
    func only(_ fields: [Field]) -> ConnectionFields {
        var result = self
        for field in Field.allCases where !fields.contains(field) { result.take(field, from: ConnectionFields()) }
        return result
    }

    /// These fields as later ones change them.
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

    /// A JSON object with those of the fields that were written, `enabled` excepted: no body has that.
    func body(of fields: [Field]) -> [UInt8] {
        var json = JSONWriter(.wire)
        json.object { json in
            for field in fields where field != .enabled {
                guard let value = plainValue(of: field) else { continue }
                json.key(field.rawValue)
                json.value(value, secrets: .written)
            }
        }
        return json.bytes
    }

    /// The same as a value, its secrets marked.
    func object(_ fields: [Field]) -> ValueMap {
        var object = ValueMap()
        for field in fields where field != .enabled { object[field.rawValue] = value(of: field) }
        return object
    }

    // MARK: Comparing

    /// The written fields that a connection object has otherwise, or lacks.
    func differing(from object: ValueMap) -> [Field] {
        written.filter { !isEqual($0, object[$0.rawValue]) }
    }

    /// What a connection object proves of a field that was written.
    enum Proof { case same, other, nothing }

    /// Compares a field with that of an object. A field that is missing, null or masked proves nothing either way; neither does
    /// a password, of which platforms show masks and hashes.
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
            // Tags in other letters are neither the written ones nor others.
            return TagText.pairs(Self.lowercased(wanted)) == TagText.pairs(Self.lowercased(shown)) ? .nothing : .other
        default: return .other
        }
    }

    /// What a field is to be, as a text that two values have in common if one connection can be as both say.
    func meaning(of field: Field) -> String? {
        switch (field, plainValue(of: field)) {
        case (_, nil): nil
        case (.tags, .string(let text)?):
            TagText.pairs(text).map { $0.map(\.text).joined(separator: "=") }.sorted().joined(separator: ",")
        case (.host, .string(let text)?): Self.lowercased(text)
        case (_, let value?): value.description
        }
    }

    /// Whether an object has a value of a field, and no mask in its place.
    func isShown(_ field: Field, in object: ValueMap) -> Bool {
        switch object[field.rawValue]?.revealed {
        case nil, .null?: false
        case .string(let text)?: !Self.isMask(text)
        default: true
        }
    }

    private static func isMask(_ text: String) -> Bool {
        guard let first = text.unicodeScalars.first, text.unicodeScalars.count >= 3 else { return false }
        return (first == "*" || first == "•" || first == "x" || first == "X")
            && text.unicodeScalars.allSatisfy { $0 == first }
    }

    /// Host names and tags are compared in ASCII's small letters.
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
    /// Where its parameter stands.
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
