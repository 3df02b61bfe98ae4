import PicketHTTP
import PicketPool
import PicketRuntime
import PicketSyntax
import PicketSystem
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
        vocabulary.topics = Documentation.topics
        vocabulary.parameters = { [weak self] path in self?.parameters(ofFile: path) ?? [] }
        vocabulary.findProblems = { [weak self] source in self?.compiler.problems(in: source) ?? [] }
        vocabulary.fields = { [weak self] path in self?.fields(path) ?? [] }
    }

    /// Returns the parameters of a script file; none if it cannot be read.
    private func parameters(ofFile path: String) -> [(name: String, note: String)] {
        guard FileCheck.isRegular(path), let file = try? ScriptFile.read(path, root: settings.fileRoot) else {
            return []
        }
        let compiler = Compiler(commands: vocabulary.commands, loader: file.loader)
        return compiler.resolve(file.source).parameters.map { ($0.name, $0.note ?? $0.kind.rawValue) }
    }

    /// Learns names and connections from a line that ran.
    func learn(_ text: String, _ report: LineReport) {
        let names = compiler.names
        (vocabulary.variables, vocabulary.definitions) = (names.variables, names.functions)
        last = report.last ?? last
        tourResult.add(report.tourResult)
        learn(text, from: report.names)
    }

    /// Learns the connections that a text has used.
    func learn(_ text: String, from names: LearnedNames) {
        for name in names.connections { vocabulary.met(connection: name) }
        for call in CallList(text).calls where names.succeeded.contains(where: { $0.hasBytes(of: call.name) }) {
            learn(call)
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
        beginJournal()
    }

    // MARK: Fields

    private func fields(_ path: [String]) -> [String] {
        guard let first = path.first, var value = value(of: first) else { return [] }
        for name in path.dropFirst() {
            guard let next = Self.element(name, of: value) else { return [] }
            value = next
        }
        guard case .map(let map) = value else { return [] }
        return map.keys
    }

    /// Returns a field of a map, or an element of a list; nil if there is none.
    private static func element(_ name: String, of value: Value) -> Value? {
        switch value {
        case .map(let map): return map[name]
        case .list(let list):
            guard let number = Int(name) else { return nil }
            let index = number < 0 ? list.count + number : number
            return list.indices.contains(index) ? list[index] : nil
        default: return nil
        }
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
