import NIOCore
import NIOHTTP1
import PicketHTTP
import PicketRuntime
import PicketSyntax

/// The documented platform in memory, its reads late if the scenario says so, and a log of what took effect.
final class SimulatedPlatform {
    /// A write that took effect.
    struct Effect {
        /// `POST`, `PUT`, `DELETE`, `disable` or `enable`.
        let action: String
        let name: String
        let port: Int?
        let time: NIODeadline
        /// Whether a gateway sent a message on for the second time: nobody could know.
        let isDuplicate: Bool
        /// Which life of the program sent it, from 1; nil for another operator.
        let life: Int?
    }

    struct Answer {
        let status: Int
        let body: ValueMap?
    }

    private(set) var effects: [Effect] = []
    private var connections: [TextKey: ValueMap] = [:]
    /// What the pool was from a moment on.
    private var past: [(time: NIODeadline, connections: [TextKey: ValueMap])] = []
    private var tokens: Set<String> = []
    private var logins = 0
    private let clock: SimulatedClock
    private let scenario: Scenario
    private var chance: Chance

    init(_ scenario: Scenario, _ clock: SimulatedClock) {
        self.scenario = scenario
        self.clock = clock
        chance = Chance(scenario.seed ^ 0x5EED)
        for name in Scenario.existing { connections[TextKey(name)] = Self.object(name, ["host": "h", "port": 1]) }
        past = [(clock.now, connections)]
    }

    private static func object(_ name: String, _ fields: ValueMap) -> ValueMap {
        var object: ValueMap = ["name": .string(name), "enabled": true, "connected": true, "user": "u", "tags": ""]
        for (key, value) in zip(fields.keys, fields.values) { object[key] = value }
        return object
    }

    func endTokens() { tokens = [] }

    /// What is there now.
    func connection(_ name: String) -> ValueMap? { connections[TextKey(name)] }

    // MARK: Requests

    func answer(_ request: HTTPRequest, token: String?, life: Int, isDuplicate: Bool = false) -> Answer {
        if request.path.hasPrefix("/ds-api/user-token") { return logIn() }
        guard let token, tokens.contains(token) else { return Self.problem(401, "the token has expired") }
        let parts = request.path.split(separator: "/").map(String.init)
        guard parts.count >= 4 else { return Self.problem(404, "there is nothing at this path") }
        let name = parts[3]
        if request.method == .GET { return read(name) }
        let fields: ValueMap? = if case .map(let map)? = try? Value(json: request.body) { map } else { nil }
        let action = parts.count > 4 ? parts[4] : request.method.rawValue
        return write(action, name, fields ?? ValueMap(), isDuplicate: isDuplicate, life: life)
    }

    private func logIn() -> Answer {
        logins += 1
        let token = "token-\(logins)-\(scenario.seed)"
        tokens.insert(token)
        return Answer(status: 201, body: ["user-token": .string(token)])
    }

    private func read(_ name: String) -> Answer {
        var seen = connections
        if scenario.lag > 0, chance.isTrue(60) {
            let moment = clock.now - .milliseconds(Int64(chance.number(0...scenario.lag)))
            seen = past.last { $0.time <= moment }?.connections ?? past[0].connections
        }
        guard let object = seen[TextKey(name)] else { return Self.problem(404, "there is no such connection") }
        return Answer(status: 200, body: shown(object))
    }

    private func shown(_ object: ValueMap) -> ValueMap {
        var shown = ValueMap()
        for (key, value) in zip(object.keys, object.values) where key != "password" {
            // Nobody can know a secret in an answer that is too short to be searched for: this platform keeps it.
            if case .string(let text) = value, text.contains(Scenario.shortSecret) { continue }
            shown[key] = value
        }
        switch scenario.password {
        case .shown: shown["password"] = object["password"] ?? .null
        case .missing: break
        case .stars: shown["password"] = "******"
        case .null: shown["password"] = .null
        case .hash: shown["password"] = "md5a3f0"
        }
        return shown
    }

    private func write(
        _ action: String, _ name: String, _ fields: ValueMap, isDuplicate: Bool = false, life: Int?
    ) -> Answer {
        let key = TextKey(name)
        if action == "POST" {
            guard connections[key] == nil else { return Self.problem(409, "there is one already") }
            connections[key] = Self.object(name, fields)
        } else {
            guard var object = connections[key] else { return Self.problem(404, "there is no such connection") }
            switch action {
            case "PUT":
                for (key, value) in zip(fields.keys, fields.values) { object[key] = value }
                connections[key] = object
            case "disable", "enable":
                object["enabled"] = .boolean(action == "enable")
                object["connected"] = .boolean(action == "enable")
                connections[key] = object
            case "DELETE": connections[key] = nil
            default: return Self.problem(405, "no such method")
            }
        }
        let port: Int? = if case .integer(let port)? = fields["port"] { Int(port) } else { nil }
        effects.append(
            Effect(
                action: action, name: name, port: port, time: clock.now, isDuplicate: isDuplicate,
                life: life))
        past.append((clock.now, connections))
        return Answer(status: action == "POST" ? 201 : 200, body: ["status": "Connection seen to!"])
    }

    func act(_ act: OperatorAct) {
        switch act.kind {
        case .create: _ = write("POST", act.name, ["host": "h", "port": 7], life: nil)
        case .delete: _ = write("DELETE", act.name, ValueMap(), life: nil)
        case .change: _ = write("PUT", act.name, ["port": 8], life: nil)
        case .disable: _ = write("disable", act.name, ValueMap(), life: nil)
        }
    }

    static func problem(_ status: Int, _ text: String) -> Answer {
        Answer(status: status, body: ["error": .string(text)])
    }
}
