import HTTPHarness
import NIOSSL
import PicketHTTP
import PicketRuntime
import Synchronization

@testable import PicketPool

/// A platform in a test: the documented answers, kept in memory, behind a real socket.
final class FakePlatform: Sendable {
    struct State: Sendable {
        var connections: [String: ValueMap] = [:]
        var validTokens: Set<String> = []
        var logins = 0
        var user = "datasentinel"
        var password = "night watch"
    }

    let state: Mutex<State>
    let server: TestServer
    private let scheme: HTTPEndpoint.Scheme

    /// - Parameter interfere: is asked before the platform; nil lets it answer.
    static func start(
        tls: NIOSSLContext? = nil,
        interfere: @escaping @Sendable (ServerRequest) -> [Step]? = { _ in nil }
    ) async throws -> FakePlatform {
        let box = Mutex<FakePlatform?>(nil)
        let server = try await TestServer.start(tls: tls) { request in
            interfere(request) ?? box.withLock { $0 }?.answer(request) ?? [.close]
        }
        let platform = FakePlatform(server, scheme: tls == nil ? .http : .https)
        box.withLock { $0 = platform }
        return platform
    }

    private init(_ server: TestServer, scheme: HTTPEndpoint.Scheme) {
        self.server = server
        self.scheme = scheme
        state = Mutex(State())
    }

    var url: String { "\(scheme.rawValue)://127.0.0.1:\(server.port)" }

    /// The platform with the credentials that it takes.
    var profile: PlatformProfile { Self.profile(scheme, port: server.port) }

    /// A platform on a port of loopback, with the credentials that every fake platform takes at first.
    static func profile(_ scheme: HTTPEndpoint.Scheme = .http, port: Int) -> PlatformProfile {
        PlatformProfile(
            endpoint: HTTPEndpoint(scheme: scheme, host: "127.0.0.1", port: port),
            credentials: Credentials(user: "datasentinel", password: "night watch"),
            tls: TLSOptions(trust: scheme == .https ? .anyone : .system))
    }

    var requests: [ServerRequest] { server.log.state.requests }

    /// Method and path of each request, without those that log in.
    var lines: [String] { requests.map(\.shortLine).filter { $0 != "POST /ds-api/user-token" } }

    func expireTokens() { state.withLock { $0.validTokens = [] } }

    func put(_ name: String, _ fields: ValueMap) {
        state.withLock { $0.connections[name] = Self.object(name, fields) }
    }

    // MARK: Answers

    func answer(_ request: ServerRequest) -> [Step] {
        let parts = request.shortLine.split(separator: " ")
        let (method, path) = (String(parts[0]), String(parts[1]))
        if path == "/ds-api/" { return Self.answer(200, ["status": "OK"]) }
        if path == "/ds-api/user-token", method == "POST" { return logIn(request) }
        return state.withLock { state in
            if path.hasPrefix("/ds-api/user-token?token=") {
                let token = String(path.dropFirst("/ds-api/user-token?token=".count))
                guard state.validTokens.contains(token) else { return Self.problem(401, "the token is not valid") }
                return Self.answer(200, ["email": "d@example.org", "user": .string(state.user)])
            }
            guard let token = request.value(of: "user-token"), state.validTokens.contains(token) else {
                return Self.problem(401, "the token has expired")
            }
            let prefix = "/ds-api/pool/pg-instances/"
            guard path.hasPrefix(prefix) else { return Self.problem(404, "there is nothing at this path") }
            return Self.answer(method, path.dropFirst(prefix.count), request.body, &state)
        }
    }

    private func logIn(_ request: ServerRequest) -> [Step] {
        state.withLock { state in
            state.logins += 1
            let expected = BasicCredentials.headerValue(user: state.user.utf8, password: state.password.utf8)
            guard request.value(of: "Authorization") == expected else { return Self.problem(401, "wrong password") }
            let token = "token-number-\(state.logins)"
            state.validTokens.insert(token)
            return Self.answer(201, ["user-token": .string(token)])
        }
    }

    private static func answer(
        _ method: String, _ rest: Substring, _ body: String, _ state: inout State
    ) -> [Step] {
        let parts = rest.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        let name = parts[0]
        let fields: ValueMap? = if case .map(let map)? = try? Value(json: Array(body.utf8)) { map } else { nil }
        if method == "POST" {
            guard state.connections[name] == nil else { return problem(409, "there is one already") }
            guard let fields else { return problem(400, "no JSON") }
            state.connections[name] = object(name, fields)
            return answer(201, ["status": "Connection created and connected!"])
        }
        guard var connection = state.connections[name] else { return problem(404, "there is no such connection") }
        switch (method, parts.dropFirst().first) {
        case ("GET", nil): return answer(200, connection)
        case ("PUT", nil):
            guard let fields else { return problem(400, "no JSON") }
            for (key, value) in zip(fields.keys, fields.values) { connection[key] = value }
            state.connections[name] = connection
            return answer(200, ["status": "Connection updated!"])
        case ("PATCH", "enable"), ("PATCH", "disable"):
            connection["enabled"] = .boolean(parts[1] == "enable")
            state.connections[name] = connection
            return answer(200, ["status": .string("Connection \(parts[1])d!")])
        case ("DELETE", nil):
            state.connections[name] = nil
            return answer(200, ["status": "Connection deleted!"])
        default: return problem(405, "no such method")
        }
    }

    private static func object(_ name: String, _ fields: ValueMap) -> ValueMap {
        var object: ValueMap = ["name": .string(name)]
        for key in ["host", "port", "user", "password", "tags"] { object[key] = fields[key] ?? "" }
        object["enabled"] = fields["enabled"] ?? true
        object["connected"] = true
        return object
    }

    static func problem(_ status: Int, _ text: String) -> [Step] { answer(status, ["error": .string(text)]) }

    static func answer(_ status: Int, _ body: ValueMap) -> [Step] {
        [.send(HTTPHarness.answer(Value.map(body).wireJSONText, status: "\(status) -"))]
    }
}

extension ServerRequest {
    /// Method and path.
    var shortLine: String { line.split(separator: " ").prefix(2).joined(separator: " ") }
}
