import NIOCore
import NIOHTTP1
import PicketRuntime
import PicketSyntax

/// The journal as one command writes it.
final class StepJournal {
    private let journal: Journal
    private let step: StepName
    private let endpoint: Endpoint
    private let order: Order
    private let platform: String
    /// Whether the command tidies up after a failure.
    private let isDeferred: Bool
    private var hasSent = false
    /// What was decided about a write whose answer was lost; nil if none was.
    private var decision: WriteEffect?

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
    /// - Throws: `JournalProblem` if that was another command, a write that nobody can settle, or if this one would send what
    ///   the journal hid.
    func finding() throws(JournalProblem) -> Journal.Finding {
        let finding = try journal.finding(
            step, command: endpoint.command.name, request: order.shownRequest(platform),
            canBeReadBack: order.canBeReadBack)
        if case .answered = finding { return finding }
        if journal.isResumed, order.holdsHiddenValue {
            throw journal.fail(
                JournalProblem(
                    "it needs a secret that the journal does not hold: run the script again from its beginning"))
        }
        return finding
    }

    /// A write is about to go out; `next` is called once that is on the disk. The problem of a journal that can not be
    /// written keeps it from that.
    func willSend(_ request: APIRequest, on loop: any EventLoop, then next: @escaping (JournalProblem?) -> Void) {
        hasSent = true
        var line = self.line("send")
        line["request"] = .string("\(request.method.rawValue) \(request.path)")
        add(request.body, to: &line)
        journal.append(line, on: loop, then: next)
    }

    /// What is known of a write whose answer was lost. One that is unknown stays so, whatever the command sends after it.
    func decided(_ effect: WriteEffect?) {
        if decision != .unknown { decision = effect }
    }

    /// The answer to a write was lost: what follows is read back, unless the journal can not take this.
    func lost(_ response: Response) -> JournalProblem? {
        var line = self.line("lost")
        line["request"] = .string(response.request)
        line["status"] = response.status.map { .integer(Int64($0)) }
        line["error"] = response.error.map { .string($0) }
        return append(line, isUrgent: false)
    }

    /// The command has ended.
    func answered(_ response: Response) -> JournalProblem? {
        var line = self.line("answer")
        let isSuccess =
            response.trouble == nil && response.error == nil && endpoint.command.success.accepts(response.status)
        line["request"] = .string(response.request)
        line["ok"] = .boolean(isSuccess)
        line["status"] = response.status.map { .integer(Int64($0)) }
        add(response.bytes, to: &line)
        if !response.headers.isEmpty {
            var headers = ValueMap()
            for header in response.headers {
                // A resumed script goes on with what stands here.
                let isURL = ["location", "content-location"].contains(header.name.lowercased())
                headers[header.name] = .string(isURL ? ShownURL.text(header.value, keepsQuery: true) : header.value)
            }
            line["headers"] = .map(headers)
        }
        line["duration"] = .integer(response.duration)
        line["change"] = response.change.map { .string($0) }
        line["fields"] = response.fields.map { .list($0.map { .string($0) }) }
        line["error"] = response.error.map { .string($0) }
        line["trouble"] = response.trouble.map { .string($0.code.rawValue) }
        line["note"] = response.note.map { .string($0) }
        if hasSent {
            let effect =
                decision
                ?? WriteEffect(of: response, isSuccess: isSuccess, needsPlatformForm: order.canBeReadBack)
            line["effect"] = .string(effect.rawValue)
        }
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

    private func append(_ line: ValueMap, isUrgent: Bool) -> JournalProblem? {
        do throws(JournalProblem) {
            try journal.append(line, isUrgent: isUrgent)
            return nil
        } catch {
            return error
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
            fields.written.contains { fields.value(of: $0)?.text?.contains(Mask.text) ?? false }
        }
    }

    private static func isHidden(_ request: APIRequest) -> Bool {
        String(decoding: request.body, as: UTF8.self).contains(Mask.text)
    }
}

@available(*, unavailable)
extension StepJournal: Sendable {}
