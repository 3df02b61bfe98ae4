import PicketRuntime

/// The record of a step in a journal: its decisive values, and the positions of its lines. The lines are read when they
/// are needed, so that a long journal takes little memory.
struct JournalStep {
    /// Its strand, and its place there, counted from 1.
    let strand: JournalStrands.Number
    let ordinal: Int32
    /// The start of the line with the step's command.
    var identity: Int64
    /// The hash of command and request, to compare them without reading the line.
    var fingerprint: UInt64
    /// The starts of the lines of its first and its latest sending; -1 for none.
    var firstSend: Int64 = -1
    var lastSend: Int64 = -1
    /// The start of the line of its answer; -1 for none.
    var answer: Int64 = -1
    /// The numbers of its latest line and of its latest sending, counted from 0.
    var line: Int32 = 0
    var sendLine: Int32 = -1
    var isSuccess = false
    /// Whether an answer to one of its writes was lost, so that the write may be at work for a while.
    var wasLost = false
    /// Whether the run recorded its failure and continued, because nothing in the script handled it.
    var wasRecorded = false
    /// Whether the answer's body was bytes or was saved to a file, so that the journal only has its hash.
    var lacksBody = false
    /// Whether its iteration undid its work. Then it is a new step, of which only the sent requests are known.
    var isUndone = false
    /// The run's decision about the write; nil if it was not answered.
    var effect: Verdict?
    /// A person's decision about the write (`--settle`); nil for none.
    var settlement: Settlement?

    init(_ strand: JournalStrands.Number, _ ordinal: Int32, identity: Int64, fingerprint: UInt64) {
        (self.strand, self.ordinal) = (strand, ordinal)
        (self.identity, self.fingerprint) = (identity, fingerprint)
    }

    var key: PlaceIndex.Key { (strand, ordinal, 0) }

    /// Whether a write went out.
    var isSent: Bool { firstSend >= 0 }
    var isAnswered: Bool { answer >= 0 }

    /// Whether a write was sent and the journal does not know its effect.
    var isInDoubt: Bool {
        isSent && settlement == nil && !isSuccess && effect != .effective && effect != .ineffective
    }

    /// Whether one of its writes may still be at work, apart from the time that has passed: no answer came, or no run
    /// received it.
    var mayBeAtWork: Bool { lastSend >= 0 && (wasLost || !isAnswered) }
}

/// What a person found out about a write in doubt.
package enum Settlement: String, CaseIterable, Sendable {
    /// It took effect, so it is not sent again.
    case done
    /// It took no effect, or is wanted again, so it is sent.
    case again
}

extension JournalStep {
    enum Decision { case new, inDoubt, answered, settled }

    /// Returns what a resumed run does with the step.
    ///
    /// - Parameters:
    ///   - isLast: Whether its strand has no later step, so that the run may have ended here.
    ///   - wasPassed: Whether a run ended successfully after this answer.
    func decision(isLast: Bool, wasPassed: Bool, canBeReadBack: Bool) -> Decision {
        if settlement == .done { return .settled }
        guard isAnswered else { return isSent ? .inDoubt : .new }
        // A read is repeated, since that is harmless and returns the body again.
        if lacksBody, !isSent { return .new }
        if isSuccess || !isLast && !wasRecorded { return .answered }
        if !isSent || effect == .ineffective { return .new }
        // The write took effect, but saving its body to a file failed.
        if effect == .effective, !canBeReadBack { return .answered }
        return wasPassed && !canBeReadBack ? .answered : .inDoubt
    }
}

/// The combined effect of the requests of one command that were sent. An `ensure` may send two.
struct SentWrite {
    /// `created` or `updated`; nil for any other write.
    private(set) var change: String?
    /// The fields that were sent, in the order of their sending.
    private(set) var fields: [String] = []

    /// Adds a `send`.
    init(_ earlier: SentWrite?, _ event: JSONMembers) {
        if let earlier { self = earlier }
        let request = event.text("request") ?? ""
        switch request.split(separator: " ").first {
        case "POST": (change, fields) = ("created", [])
        case "PUT":
            // The addition before it was refused: the connection was somebody else's.
            if change == "created" { fields = [] }
            change = "updated"
        case "PATCH":
            change = change ?? "updated"
            fields.append(ConnectionFields.Field.enabled.rawValue)
        default: break
        }
        if case .map(let body)? = event["body"] { fields += body.keys.filter { !fields.contains($0) } }
    }
}

/// The position of a command in the order of the script.
struct StepName {
    /// The strand's place among its parents'; empty for the run itself.
    let strand: String
    /// The number of the command in its strand, counted from 1.
    let ordinal: Int

    var text: String { "\(strand)#\(ordinal)" }

    init(strand: String, ordinal: Int) {
        self.strand = strand
        self.ordinal = ordinal
    }

    init?(parsing text: String) {
        guard let mark = text.utf8.lastIndex(of: UInt8(ascii: "#")),
            let ordinal = Int(text[text.utf8.index(after: mark)...])
        else {
            return nil
        }
        self.init(strand: String(text[..<mark]), ordinal: ordinal)
    }
}
