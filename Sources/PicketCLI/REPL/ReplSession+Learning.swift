import PicketHTTP
import PicketPool
import PicketRuntime
import PicketTerminal

/// The knowledge that a session keeps from one line to the next.
extension ReplSession {
    /// Connects the vocabulary's queries to the session.
    func teach() {
        let (secrets, root) = (secrets, settings.fileRoot ?? ".")
        vocabulary.holdsSecret = { secrets.count > 0 && !Redactor(secrets).places(in: Array($0.utf8)).isEmpty }
        vocabulary.files = { FolderListing.candidates($0, below: root) }
        vocabulary.refresh = { [weak self] in self?.learnFromJobs() }
        vocabulary.findSignature = { [weak self] name in self?.compiler.signature(of: name) }
        vocabulary.fields = { [weak self] path in self?.fields(path) ?? [] }
    }

    /// Learns names and connections from a line that ran.
    func learn(_ text: String, _ report: LineReport) {
        let names = compiler.names
        (vocabulary.variables, vocabulary.definitions) = (names.variables, names.functions)
        last = report.exchanges.last ?? last
        tourResult.add(report.tourResult)
        learn(text, from: report.exchanges)
    }

    /// Learns the connections that a text has used.
    func learn(_ text: String, from exchanges: [Exchange]) {
        for exchange in exchanges where exchange.isSuccess { learn(exchange) }
        for call in CallList(text).calls
        where exchanges.contains(where: { $0.command == call.name && $0.isSuccess }) {
            learn(call)
        }
    }

    private func learn(_ exchange: Exchange) {
        let elements: [Value]
        switch exchange.responseBody {
        case .list(let list): elements = list
        case let value: elements = [value]
        }
        for case .map(let map) in elements {
            if case .string(let name)? = map["name"] { vocabulary.met(connection: name) }
        }
    }

    private func learn(_ call: CallList.Call) {
        guard let command = vocabulary.commands[call.name] else { return }
        let positionals = command.parameters.filter(\.isPositional)
        for (parameter, literal) in zip(positionals, call.positionals) where parameter.completion == .connections {
            guard let name = literal else { continue }
            if ["delete", "remove"].contains(command.name) {
                vocabulary.lost(connection: name)
            } else {
                vocabulary.met(connection: name)
            }
        }
    }

    /// Updates the platform and the user of the next line.
    func findPlace() {
        let current = runner.place
        place = SessionPrompt(
            platform: current.profile.map { $0.name ?? Self.host($0.endpoint) }, user: current.user,
            isProtected: current.profile.map { protection.covers($0.endpoint, profile: $0.name) } ?? false)
    }

    // MARK: Fields

    private func fields(_ path: [String]) -> [String] {
        guard let first = path.first, var value = value(of: first) else { return [] }
        for name in path.dropFirst() {
            guard case .map(let map) = value, let next = map[name] else { return [] }
            value = next
        }
        guard case .map(let map) = value else { return [] }
        return map.keys
    }

    /// Returns the value of a top-level name, or the fields of `$last`.
    func value(of name: String) -> Value? {
        if name == "last" { return last.map(Self.lastValue) }
        return compiler.register(ofGlobal: name).map(runner.value)
    }

    private static func lastValue(_ exchange: Exchange) -> Value {
        var map: ValueMap = [
            "status": .null, "body": exchange.responseBody, "headers": .null, "duration": .null, "error": .null,
            "command": .string(exchange.command),
        ]
        if let change = exchange.response.change { map["change"] = .string(change) }
        if exchange.response.fields != nil { map["fields"] = .list([]) }
        return .map(map)
    }
}
