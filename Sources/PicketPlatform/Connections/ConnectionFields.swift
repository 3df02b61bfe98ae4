/// The checked fields of a request body; nil for a field that is not in the body.
///
/// Unknown keys are ignored, so that an object from GET can be sent back (section 13, choice 11).
struct ConnectionFields: Sendable {
    private(set) var given = ConnectionUpdate()
    private(set) var ignoredKeyCount = 0

    /// - Throws: A 400 that names the first member with a wrong value.
    init(_ body: JSONValue) throws(Refusal) {
        guard case .object(let members) = body else {
            throw .badRequest("The body must be a JSON object, not \(body.kind).")
        }
        for member in members {
            switch member.key {
            case "host": given.host = try Self.text(member, mayBeEmpty: false)
            case "port": given.port = try Self.port(member.value)
            case "user": given.user = try Self.text(member, mayBeEmpty: false)
            case "password": given.password = try Self.text(member, mayBeEmpty: true)
            case "tags": given.tags = try Self.tags(member)
            default: ignoredKeyCount += 1
            }
        }
    }

    /// Returns the connection that a POST describes.
    ///
    /// - Throws: A 400 that names the first missing field.
    func connection(named name: ConnectionName) throws(Refusal) -> Connection {
        Connection(
            name: name,
            host: try Self.required(given.host, "host"),
            port: try Self.required(given.port, "port"),
            user: try Self.required(given.user, "user"),
            password: try Self.required(given.password, "password"),
            tags: try Self.required(given.tags, "tags"))
    }

    private static func required<Value>(_ value: Value?, _ key: String) throws(Refusal) -> Value {
        guard let value else { throw .badRequest("The field `\(key)` is missing.") }
        return value
    }

    /// Checks a text. PostgreSQL accepts no NUL in these fields, and the store would cut the text there.
    private static func text(_ member: JSONValue.Member, mayBeEmpty: Bool) throws(Refusal) -> String {
        guard case .string(let text) = member.value else {
            throw .badRequest("The field `\(member.key)` must be a string, not \(member.value.kind).")
        }
        guard mayBeEmpty || !text.isEmpty else { throw .badRequest("The field `\(member.key)` is empty.") }
        guard !text.utf8.contains(0) else { throw .badRequest("The field `\(member.key)` holds a NUL character.") }
        return text
    }

    private static func port(_ value: JSONValue) throws(Refusal) -> Int {
        guard case .number(let spelling) = value else {
            throw .badRequest("The field `port` must be a number, not \(value.kind).")
        }
        guard let port = Int(spelling), (1...65535).contains(port) else {
            throw .badRequest("The field `port` must be an integer from 1 to 65535, not \(spelling).")
        }
        return port
    }

    private static func tags(_ member: JSONValue.Member) throws(Refusal) -> String {
        let tags = try text(member, mayBeEmpty: true)
        try checkTags(tags)
        return tags
    }
}

/// Checks that each tag is `key=value` with both sides present. Tags are then stored verbatim (section 13, choice 20).
///
/// It compares bytes, because a combining character after a separator would hide it from a comparison of characters.
private func checkTags(_ tags: String) throws(Refusal) {
    guard !tags.isEmpty else { return }
    for item in tags.utf8.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false) {
        guard let equals = item.firstIndex(of: UInt8(ascii: "=")) else {
            throw .badRequest("The tag `\(Substring(item))` has no `=`.")
        }
        guard equals != item.startIndex else { throw .badRequest("The tag `\(Substring(item))` has an empty key.") }
        guard item.index(after: equals) != item.endIndex else {
            throw .badRequest("The tag `\(Substring(item))` has an empty value.")
        }
    }
}
