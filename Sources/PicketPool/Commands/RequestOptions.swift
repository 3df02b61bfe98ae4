import NIOCore
import PicketHTTP
import PicketRuntime
import PicketSyntax

/// What a script's `request` says besides its method, path and body.
final class RequestOptions {
    /// The credentials that the request sends.
    enum Credentials: String, CaseIterable {
        /// The token of the platform's login.
        case token
        /// The platform's user and password (RFC 7617).
        case basic
        case nothing = "none"
    }

    /// A header field that the script wrote.
    struct Header {
        let name: String
        let value: String
        /// Whether the value was made from a secret, or the name says that it is one.
        let isSecret: Bool
        let hidesName: Bool

        /// The field as its taint and its name allow to show it. A redactor finds any other secret in it.
        var shown: Response.Header {
            Response.Header(hidesName ? Mask.text : name, isSecret ? Mask.text : value)
        }
    }

    /// The file that the answer's body is saved to.
    struct Target {
        let path: String
        let isSecret: Bool

        var shown: String { isSecret ? Mask.text : path }
    }

    private(set) var headers: [Header] = []
    private(set) var credentials: Credentials?
    private(set) var target: Target?
    /// Whether the request changes nothing; nil if its method decides.
    private(set) var isRead: Bool?
    private(set) var timeout: TimeAmount?

    /// The positions of the parameters.
    enum Slot {
        static let headers = 3
        static let auth = 4
        static let save = 5
        static let read = 6
        static let timeout = 7
        static let all = headers...timeout
    }

    /// - Returns: nil if the script gives none of these options.
    /// - Throws: `CommandProblem` for a value that no request can carry.
    init?(_ pending: PendingCommand, method: String, fields: SecretFields) throws(CommandProblem) {
        guard Slot.all.contains(where: pending.isPresent) else { return nil }
        if let value = pending.value(Slot.headers) { try take(headers: value, fields) }
        if let text = pending.text(Slot.auth) { credentials = try Self.credentials(text, pending.isSecret(Slot.auth)) }
        if let path = pending.text(Slot.save) {
            guard !path.isEmpty else { throw CommandProblem("`save=` names no file") }
            target = Target(path: path, isSecret: pending.isSecret(Slot.save))
        }
        isRead = pending.boolean(Slot.read)
        if isRead == true, ["PUT", "PATCH", "DELETE"].contains(method) {
            throw CommandProblem(
                "`read=true` is for a request that changes nothing, such as a POST: a \(method) changes something")
        }
        if case .duration(let nanoseconds)? = pending.value(Slot.timeout)?.revealed {
            guard nanoseconds > 0 else { throw CommandProblem("`timeout=` must be more than 0s") }
            timeout = min(.nanoseconds(nanoseconds), .longest)
        }
        if let name = header("authorization") ?? header("user-token"), let credentials, credentials != .nothing {
            throw CommandProblem(
                "`auth=\(credentials.rawValue)` and the header `\(name.shown.name)` are both credentials: give only one of them"
            )
        }
    }

    /// Returns the header field with a name in lower case.
    func header(_ name: String) -> Header? { headers.first { $0.name.lowercased() == name } }

    /// Whether the script brings its own credentials.
    var bringsCredentials: Bool { header("authorization") != nil || header("user-token") != nil }

    private static func credentials(_ text: String, _ isSecret: Bool) throws(CommandProblem) -> Credentials {
        if let credentials = Credentials(rawValue: text) { return credentials }
        let shown = isSecret ? Mask.text : "`\(text)`"
        throw CommandProblem("`auth=` is `token`, `basic` or `none`, not \(shown)")
    }

    // MARK: Headers

    private func take(headers value: Value, _ fields: SecretFields) throws(CommandProblem) {
        guard case .map(let map) = value else {
            throw CommandProblem("`headers=` is a map: `headers={\"X-Request-Id\": $id}`")
        }
        for (position, (name, value)) in zip(map.keys, map.values).enumerated() {
            try add(name, value, hidesName: map.isSecret(keyAt: position), fields)
        }
    }

    private func add(_ name: String, _ value: Value, hidesName: Bool, _ fields: SecretFields) throws(CommandProblem) {
        let shown = hidesName ? Mask.text : "`\(Self.printable(name))`"
        guard MessageSyntax.isToken(name) else { throw CommandProblem("\(shown) cannot be the name of a header") }
        if HTTPFields.isOurs(name) || Self.isOfConnection(name) {
            throw CommandProblem(
                "the header \(shown) is the program's own: it follows from the request and the connection")
        }
        if headers.contains(where: { $0.name.lowercased() == name.lowercased() }) {
            throw CommandProblem("`headers=` names \(shown) twice")
        }
        guard let text = Self.text(of: value.revealed) else {
            throw CommandProblem("the header \(shown) has a value that is not a text, number or boolean")
        }
        guard MessageSyntax.isValue(text) else {
            throw CommandProblem(
                "the value of the header \(shown) holds a control character, which no header can carry")
        }
        let isSecret = value.holdsSecret || SecretHeaders.isCredential(name) || fields.contains(name)
        headers.append(Header(name: name, value: text, isSecret: isSecret, hidesName: hidesName))
    }

    private static func text(of value: Value) -> String? {
        switch value {
        case .string(let text): text
        case .integer, .float, .decimal, .boolean: value.description
        case .null, .duration, .bytes, .unreadable, .list, .map, .secret: nil
        }
    }

    /// Whether a field controls how the connection is used.
    private static func isOfConnection(_ name: String) -> Bool {
        ["upgrade", "keep-alive", "proxy-connection", "proxy-authorization", "te", "trailer", "expect"].contains(
            name.lowercased())
    }

    private static func printable(_ name: String) -> String {
        String(String.UnicodeScalarView(name.unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7F ? "?" : $0 }))
    }

    /// Adds the credentials in the headers of a pending request to the secrets, before any message quotes them.
    static func learnSecrets(of pending: PendingCommand, _ secrets: SecretStore) {
        guard case .map(let map)? = pending.value(Slot.headers) else { return }
        for (name, value) in zip(map.keys, map.values) {
            guard SecretHeaders.isCredential(name) || secrets.fields.contains(name), let text = value.text else {
                continue
            }
            for part in SecretHeaders.secrets(in: text) { secrets.add(part) }
        }
    }

    // MARK: What is told

    /// The values that distinguish a request beside its method, path and body, with secrets marked.
    var told: ValueMap {
        var told = ValueMap()
        if !headers.isEmpty {
            var map = ValueMap()
            for header in headers {
                map[header.name] = header.isSecret ? .secret(.string(header.value)) : .string(header.value)
                if header.hidesName { map.hide(key: header.name) }
            }
            told["headers"] = .map(map)
        }
        if let credentials { told["auth"] = .string(credentials.rawValue) }
        if let target { told["save"] = target.isSecret ? .secret(.string(target.path)) : .string(target.path) }
        if let isRead { told["read"] = .boolean(isRead) }
        return told
    }

    /// All texts of the options, for checks that a text must not be sent.
    var texts: [String] { headers.flatMap { [$0.name, $0.value] } + (target.map { [$0.path] } ?? []) }
}

@available(*, unavailable)
extension RequestOptions: Sendable {}
