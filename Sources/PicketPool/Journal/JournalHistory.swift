import PicketRuntime
import PicketSyntax

/// A step as a journal has it.
struct JournalStep {
    var command = ""
    /// As it was shown.
    var request = ""
    /// Of the request, where that hid something; nil where it hid nothing.
    var digest: String?
    /// Whether a write went out.
    var isSent = false
    /// When the latest write went out, in milliseconds since 1970; nil if the journal does not tell.
    var sentAt: Int64?
    /// What the writes that went out did to the connection.
    var write: SentWrite?
    /// nil while it is not answered.
    var response: Response?
    var isSuccess = false
    /// What the run decided about the write; nil if it was not answered.
    var effect: Verdict?
    /// Whether a run came to a good end with this answer: the script had its way with it.
    var wasPassed = false
    /// Whether the run recorded its failure and went on: nothing in the script handled it.
    var wasRecorded = false
    /// Whether the answer's body was bytes, or went into a file: the journal holds its hash alone.
    var lacksBody = false
}

extension JournalStep {
    /// What a resumed run does with the step.
    ///
    /// - Parameter isLast: whether its strand has no later step, so that the run may have ended here.
    func finding(isLast: Bool, canBeReadBack: Bool, _ sending: Journal.Sending) -> Journal.Finding {
        guard let response else { return isSent ? .inDoubt(sending) : .new }
        // A read is made once more: it does no harm, and gets the body again.
        if lacksBody, !isSent { return .new }
        if isSuccess || !isLast && !wasRecorded { return .answered(response) }
        if !isSent || effect == .ineffective { return .new }
        // It took effect, and something else failed: the file that was to get its body.
        if effect == .effective, !canBeReadBack { return .answered(response) }
        return wasPassed && !canBeReadBack ? .answered(response) : .inDoubt(sending)
    }
}

/// What the requests of one command did to a connection, as far as they went out: an `ensure` may send two.
struct SentWrite {
    /// `created` or `updated`; nil for any other write.
    private(set) var change: String?
    /// The fields that were sent, in the order of their sending.
    private(set) var fields: [String] = []

    /// Adds a `send`.
    init(_ earlier: SentWrite?, _ event: ValueMap) {
        if let earlier { self = earlier }
        let request = event["request"]?.text ?? ""
        switch request.split(separator: " ").first {
        case "POST": change = "created"
        case "PUT": change = change ?? "updated"
        case "PATCH":
            change = change ?? "updated"
            fields.append(ConnectionFields.Field.enabled.rawValue)
        default: break
        }
        if case .map(let body)? = event["body"] { fields += body.keys.filter { !fields.contains($0) } }
    }
}

/// What earlier runs wrote into a journal.
struct JournalHistory {
    /// Of the format; an older one is refused.
    static let version: Int64 = 2

    var identity = ValueMap()
    var inputs = JournalInputs()
    var steps: [String: JournalStep] = [:]
    var lastOrdinals: [String: Int] = [:]
    /// The write with which the last run tidied up before it ended; nil if it did not, or did not end by itself.
    var tidying: String?
    /// Whether a kill cut off the last line.
    var isCutOff = false

    let hidden = HiddenPlaces()

    init() {}

    var seed: UInt64? { identity["seed"]?.text.flatMap { UInt64($0) } }

    /// - Throws: `JournalProblem` for lines that are no journal. A last line that was cut off is passed over.
    init(lines: [String], path: String, secrets: SecretStore) throws(JournalProblem) {
        var cutOff: Int?
        var lastDeferred: String?
        for (number, line) in lines.enumerated() {
            guard case .map(let event)? = try? Value(json: Array(line.utf8)) else {
                cutOff = cutOff ?? number
                continue
            }
            // A kill cuts off a last line; the run that goes on says so behind it.
            if let cut = cutOff, event["event"] != "resume" {
                throw JournalProblem("`\(path)` is damaged: line \(cut + 1) can not be read")
            }
            cutOff = nil
            switch event["event"]?.text {
            case "begin" where number == 0:
                guard event["version"] == .integer(Self.version) else {
                    throw JournalProblem(
                        "`\(path)` was written by another version of this program: go on with that one, or look what was "
                            + "done and run the script from its beginning")
                }
                identity = event
            case "resume": (lastDeferred, tidying) = (nil, nil)
            case "end":
                tidying = event["outcome"] == "success" ? nil : lastDeferred
                if event["outcome"] == "success" { passAll() }
            case "file", "secret", "variable": inputs.note(event)
            case "send":
                note(event) { step in
                    step.isSent = true
                    step.sentAt = event["time"]?.text.flatMap { CalendarTime.milliseconds(of: $0) }
                    step.write = SentWrite(step.write, event)
                }
            case "answer":
                if event["deferred"] != true {
                    lastDeferred = nil
                } else if event["effect"] == "done" || event["effect"] == "unknown" {
                    // What was not sent, or did nothing, has undone nothing.
                    lastDeferred = event["request"]?.text
                }
                let response = Response(journaled: event, hidden, secrets)
                note(event) { step in
                    step.response = response
                    step.isSuccess = event["ok"] == true
                    step.lacksBody = event["hash"] != nil
                    step.effect = event["effect"]?.text.flatMap { Verdict(rawValue: $0) }
                }
            case "recorded":
                if let name = event["step"]?.text { steps[name]?.wasRecorded = true }
            default: break
            }
        }
        isCutOff = cutOff != nil
        guard identity.count > 0 else {
            let isBeginning = lines.count <= 1 && #"{"event":"begin""#.hasPrefix(lines.first?.prefix(16) ?? "")
            throw JournalProblem(
                isBeginning
                    ? "`\(path)` ends before its run had sent anything: remove it, and run the script from its beginning"
                    : "`\(path)` is no journal")
        }
    }

    private mutating func passAll() {
        for name in steps.keys { steps[name]?.wasPassed = true }
    }

    private mutating func note(_ event: ValueMap, _ change: (inout JournalStep) -> Void) {
        guard let name = event["step"]?.text, let step = StepName(parsing: name) else { return }
        var known = steps[name] ?? JournalStep()
        if event["event"]?.text == "send" { (known.response, known.effect, known.wasRecorded) = (nil, nil, false) }
        known.wasPassed = false
        known.command = event["command"]?.text ?? ""
        if let request = event["command_request"]?.text {
            (known.request, known.digest) = (request, event["digest"]?.text)
        }
        change(&known)
        steps[name] = known
        lastOrdinals[step.strand] = max(lastOrdinals[step.strand] ?? 0, step.ordinal)
    }
}

/// Where a command stands in the order of the script.
struct StepName {
    /// The strand's place among its parents': empty for the run itself.
    let strand: String
    /// Counted from 1 over the strand's commands.
    let ordinal: Int

    var text: String { "\(strand)#\(ordinal)" }

    init(strand: String, ordinal: Int) {
        self.strand = strand
        self.ordinal = ordinal
    }

    init?(parsing text: String) {
        guard let mark = text.lastIndex(of: "#"), let ordinal = Int(text[text.index(after: mark)...]) else {
            return nil
        }
        self.init(strand: String(text[..<mark]), ordinal: ordinal)
    }
}

extension Response {
    /// The response of an `answer`.
    init(journaled event: ValueMap, _ hidden: HiddenPlaces, _ secrets: SecretStore) {
        // A line that says that nothing is hidden in it is taken as it stands; older ones do not say it.
        let isWhole = event["hidden"] == false
        let status: Int? = if case .integer(let status)? = event["status"] { Int(status) } else { nil }
        if let text = event["text"]?.text {
            let bytes = Array((isWhole ? text : hidden.filled(text)).utf8)
            // A text stays one, even if it could be read as JSON.
            self.init(
                status: status, body: .bytes(bytes),
                received: ReceivedBody(bytes, type: "text/plain", secrets: secrets))
        } else if let value = event["body"] {
            let value = isWhole ? value : hidden.filled(value)
            self.init(status: status, body: .value(value), received: ReceivedBody(value, secrets: secrets))
        } else {
            self.init(status: status)
        }
        if case .map(let fields)? = event["headers"] {
            headers = zip(fields.keys, fields.values).map { name, value in
                let value = value.text ?? ""
                return isWhole ? Header(name, value) : Header(hidden.filled(name), hidden.filled(value))
            }
        }
        if case .integer(let nanoseconds)? = event["duration"] { duration = nanoseconds }
        change = event["change"]?.text
        if case .list(let names)? = event["fields"] { fields = names.compactMap(\.text) }
        error = (event["error"]?.text).map { isWhole ? $0 : hidden.filled($0) }
        trouble = event["trouble"]?.text.flatMap { name in Trouble.allCases.first { $0.code.rawValue == name } }
        request = event["request"]?.text ?? ""
        note = "answered from the journal" + (event["note"]?.text.map { ": \($0)" } ?? "")
        if event["kept"] == "nothing" { add(note: "the journal does not keep a body that is bytes: it is null here") }
    }
}
