import NIOCore
import NIOHTTP1
import PicketRuntime

/// The journal as one command writes it.
struct StepJournal {
    private let journal: Journal
    private let step: StepName
    private let endpoint: Endpoint
    private let order: Order
    private let platform: String
    /// Whether the command tidies up after a failure.
    private let isDeferred: Bool

    init(
        _ journal: Journal, _ step: StepName, _ endpoint: Endpoint, _ order: Order, platform: String, isDeferred: Bool
    ) {
        self.journal = journal
        self.step = step
        self.endpoint = endpoint
        self.order = order
        self.platform = platform
        self.isDeferred = isDeferred
    }

    /// What an earlier run left of the command.
    ///
    /// - Throws: `CommandProblem` if that was another command, or if this one would send what the journal hid.
    func finding() throws(CommandProblem) -> Journal.Finding {
        let finding = try journal.finding(
            step, command: endpoint.command.name, request: order.shownRequest(platform),
            canBeReadBack: order.canBeReadBack)
        if case .answered = finding { return finding }
        if journal.isResumed, order.holdsHiddenValue {
            throw CommandProblem(
                "it needs a secret that the journal does not hold: run the script again from its beginning")
        }
        return finding
    }

    /// A write is about to go out; `next` is called once that is on the disk. The problem of a journal that can not be
    /// written keeps it from that.
    func willSend(_ request: APIRequest, on loop: any EventLoop, then next: @escaping (CommandProblem?) -> Void) {
        var line = self.line("send")
        line["request"] = .string("\(request.method.rawValue) \(request.path)")
        add(request.body, to: &line)
        journal.append(line, on: loop) { problem in next(problem.map { CommandProblem($0.message) }) }
    }

    /// The answer to a write was lost: what follows is read back. A journal that can not take this fails at the next line.
    func lost(_ response: Response) {
        var line = self.line("lost")
        line["request"] = .string(response.request)
        line["status"] = response.status.map { .integer(Int64($0)) }
        line["error"] = response.error.map { .string($0) }
        _ = append(line, isUrgent: false)
    }

    /// The command has ended.
    func answered(_ response: Response) -> CommandProblem? {
        var line = self.line("answer")
        let isSuccess =
            response.trouble == nil && response.error == nil && endpoint.command.success.accepts(response.status)
        line["request"] = .string(response.request)
        line["ok"] = .boolean(isSuccess)
        line["status"] = response.status.map { .integer(Int64($0)) }
        add(response.bytes, to: &line)
        if !response.headers.isEmpty {
            var headers = ValueMap()
            for header in response.headers { headers[header.name] = .string(header.value) }
            line["headers"] = .map(headers)
        }
        line["duration"] = .integer(response.duration)
        line["change"] = response.change.map { .string($0) }
        line["fields"] = response.fields.map { .list($0.map { .string($0) }) }
        line["error"] = response.error.map { .string($0) }
        line["trouble"] = response.trouble.map { .string($0.code.rawValue) }
        line["note"] = response.note.map { .string($0) }
        // What is lost of this with a machine that goes down is read back, where that can be done.
        return append(line, isUrgent: order.isWrite && !order.canBeReadBack)
    }

    private func line(_ event: String) -> ValueMap {
        var line: ValueMap = [
            "event": .string(event), "step": .string(step.text), "command": .string(endpoint.command.name),
            "platform": .string(platform), "command_request": .string(order.shownRequest(platform)),
        ]
        if isDeferred { line["deferred"] = true }
        return line
    }

    private func add(_ body: [UInt8], to line: inout ValueMap) {
        guard !body.isEmpty else { return }
        if let value = try? Value(json: body) {
            line["body"] = value
        } else {
            line["text"] = .string(String(decoding: body, as: UTF8.self))
        }
    }

    private func append(_ line: ValueMap, isUrgent: Bool) -> CommandProblem? {
        do throws(JournalProblem) {
            try journal.append(line, isUrgent: isUrgent)
            return nil
        } catch {
            return CommandProblem(error.message)
        }
    }
}

extension Order {
    /// Whether a run answers it from the journal: a login makes the token that the rest needs.
    var isJournaled: Bool {
        switch self {
        case .use, .login: false
        default: true
        }
    }

    /// Whether the platform can be asked if it took effect.
    fileprivate var canBeReadBack: Bool {
        if case .request = self { false } else { true }
    }

    /// What tells one command from another at the same step, secrets hidden.
    func shownRequest(_ platform: String) -> String {
        switch self {
        case .use(let name): return "use \(name)"
        case .login(let user, _): return "login \(user ?? "")"
        case .request(let request): return Self.shown(request, platform)
        case .connection(let operation), .remove(let operation): return Self.shown(operation.request, platform)
        case .ensure(let name, let fields):
            var written = ValueMap()
            for field in fields.written { written[field.rawValue] = fields.value(of: field) }
            return "\(platform) \(name) \(VerboseText.masked(.map(written)).wireJSONText)"
        }
    }

    private static func shown(_ request: APIRequest, _ platform: String) -> String {
        let body = VerboseText.body(request.body)
        return "\(request.method.rawValue) \(platform)\(request.path)" + (body.isEmpty ? "" : " \(body)")
    }

    /// Whether a value in it came out of a journal, where a secret stood before.
    var holdsHiddenValue: Bool {
        switch self {
        case .use, .login: false
        case .request(let request): Self.isHidden(request)
        case .connection(let operation), .remove(let operation): Self.isHidden(operation.request)
        case .ensure(_, let fields):
            fields.written.contains { fields.value(of: $0)?.text?.contains(VerboseText.hidden) ?? false }
        }
    }

    private static func isHidden(_ request: APIRequest) -> Bool {
        String(decoding: request.body, as: UTF8.self).contains(VerboseText.hidden)
    }
}
