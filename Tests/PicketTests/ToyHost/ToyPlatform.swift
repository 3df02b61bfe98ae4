import Picket
import PicketRuntime

/// Connections in memory, and the answers to `ToyCommands`.
struct ToyPlatform {
    private var connections: [String: ValueMap] = [:]
    private var calls: [String: Int] = [:]

    /// The answer to a command, and how long it takes in nanoseconds.
    mutating func answer(_ command: PendingCommand) -> (Response, Int64) {
        let arguments = Arguments(command)
        switch command.command.name {
        case "echo": return (Response(status: 200, body: .value(arguments.echoed)), 0)
        case "reply": return (reply(arguments), arguments.duration("after"))
        case "slow": return (Response(status: 200, body: .value(arguments["name"] ?? .null)), arguments.duration("for"))
        case "flaky": return (flaky(arguments), 0)
        case "flag": return (.value(arguments["on"] ?? .null), 0)
        case "login": return (Response(status: 201, body: .value(["token": "toy-token"])), 0)
        case "token", "ping": return (Response(status: 200), 0)
        case "request": return (Response(status: 200, body: .value(arguments.map)), 0)
        case "use": return (.value(.null), 0)
        default: return (connection(command.command.name, arguments), 0)
        }
    }

    private func reply(_ arguments: Arguments) -> Response {
        var response = Response(status: arguments.integer("status").map { Int($0) } ?? 200)
        if let body = arguments["body"] { response.body = .value(body) }
        if let raw = arguments.text("raw") { response.body = .bytes(Array(raw.utf8)) }
        if let type = arguments.text("type") { response.headers = [.init("Content-Type", type)] }
        response.duration = arguments.duration("after")
        response.request = "TOY /reply"
        if let error = arguments.text("error") {
            response = .failure(error, arguments.failureReason)
            response.request = "TOY /reply"
        }
        return response
    }

    private mutating func flaky(_ arguments: Arguments) -> Response {
        let name = arguments.text("name") ?? ""
        calls[name, default: 0] += 1
        let isUp = Int64(calls[name] ?? 0) >= arguments.integer("until") ?? 1
        return Response(status: isUp ? 200 : 503, body: .value(["calls": .integer(Int64(calls[name] ?? 0))]))
    }

    // MARK: Connections

    private mutating func connection(_ verb: String, _ arguments: Arguments) -> Response {
        let name = arguments.text("name") ?? ""
        guard let known = connections[name] else { return create(verb, name, arguments) }
        switch verb {
        case "add": return problem(409, "\(name) exists")
        case "show": return Response(status: 200, body: .value(.map(known)))
        case "delete", "remove":
            connections[name] = nil
            return changed("deleted", "Connection deleted!")
        case "disable", "enable": connections[name]?["connected"] = .boolean(verb == "enable")
        default: connections[name] = merged(known, arguments)
        }
        return changed("updated", "Connection updated!")
    }

    private mutating func create(_ verb: String, _ name: String, _ arguments: Arguments) -> Response {
        if verb == "remove" { return changed("unchanged", "Nothing to remove") }
        guard verb == "add" || verb == "ensure" else { return problem(404, "no connection \(name)") }
        connections[name] = merged(["name": .string(name), "connected": true, "collection-rate": "low"], arguments)
        var response = changed("created", "Connection created and connected!")
        response.status = 201
        return response
    }

    private func merged(_ known: ValueMap, _ arguments: Arguments) -> ValueMap {
        var connection = known
        for field in ["host", "port", "user", "password", "tags"] {
            if let value = arguments[field] { connection[field] = value.revealed }
        }
        return connection
    }

    private func changed(_ change: String, _ status: String) -> Response {
        var response = Response(status: 200, body: .value(["status": .string(status)]))
        response.change = change
        return response
    }

    private func problem(_ status: Int, _ message: String) -> Response {
        Response(status: status, body: .value(["error": .string(message)]))
    }
}

/// The arguments of a pending command by name.
private struct Arguments {
    let map: Value
    private let values: [String: Value]
    let echoed: Value

    init(_ pending: PendingCommand) {
        var values: [String: Value] = [:]
        var map = ValueMap()
        let parameters = pending.command.parameters
        for (slot, parameter) in parameters.enumerated() {
            guard let value = pending.value(slot) else { continue }
            values[parameter.name] = value
            map[parameter.name] = value
        }
        let others = pending.command.acceptsOthers ? pending.value(parameters.count) : nil
        if let others { map["others"] = others }
        self.values = values
        self.map = .map(map)
        echoed = values["value"] ?? others ?? .null
    }

    subscript(name: String) -> Value? { values[name] }

    func text(_ name: String) -> String? {
        if case .string(let text)? = values[name]?.revealed { return text }
        return nil
    }

    func integer(_ name: String) -> Int64? {
        if case .integer(let value)? = values[name]?.revealed { return value }
        return nil
    }

    func duration(_ name: String) -> Int64 {
        if case .duration(let value)? = values[name]?.revealed { return value }
        return 0
    }

    var failureReason: Response.FailureReason {
        Response.FailureReason.allCases.first { "\($0)" == text("trouble") } ?? .noResponse
    }
}
