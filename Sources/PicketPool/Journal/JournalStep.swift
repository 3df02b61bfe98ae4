import PicketRuntime

/// A step as a journal has it: what decides about it, and where its lines stand. They are read when they are needed, so that
/// a journal of any length takes little memory.
struct JournalStep {
    /// Its strand, and its place there, counted from 1.
    let strand: JournalStrands.Number
    let ordinal: Int32
    /// Where the line begins that tells the step's command.
    var identity: Int64
    /// Of command and request, to compare them without reading the line.
    var fingerprint: UInt64
    /// Where the lines of its first and its latest sending begin; -1 for none.
    var firstSend: Int64 = -1
    var lastSend: Int64 = -1
    /// Where the line of its answer begins; -1 while it is not answered.
    var answer: Int64 = -1
    /// The numbers of its latest line and of its latest sending, counted from 0.
    var line: Int32 = 0
    var sendLine: Int32 = -1
    var isSuccess = false
    /// Whether the answer to one of its writes did not come: that write may be at work for a while.
    var wasLost = false
    /// Whether the run recorded its failure and went on: nothing in the script handled it.
    var wasRecorded = false
    /// Whether the answer's body was bytes, or went into a file: the journal holds its hash alone.
    var lacksBody = false
    /// Whether its iteration undid its work: then it is a new step, of which only that is known what was sent for it.
    var isUndone = false
    /// What the run decided about the write; nil if it was not answered.
    var effect: Verdict?
    /// What somebody said of the write (`--settle`); nil for nothing.
    var settlement: Settlement?

    init(_ strand: JournalStrands.Number, _ ordinal: Int32, identity: Int64, fingerprint: UInt64) {
        (self.strand, self.ordinal) = (strand, ordinal)
        (self.identity, self.fingerprint) = (identity, fingerprint)
    }

    var key: PlaceIndex.Key { (strand, ordinal, 0) }

    /// Whether a write went out.
    var isSent: Bool { firstSend >= 0 }
    var isAnswered: Bool { answer >= 0 }

    /// Whether a write went out of which the journal does not know if it took effect.
    var isInDoubt: Bool {
        isSent && settlement == nil && !isSuccess && effect != .effective && effect != .ineffective
    }

    /// Whether a write of it may be at work, as far as its time allows: it was never answered, by itself or by a run that lived
    /// to see the answer.
    var mayBeAtWork: Bool { lastSend >= 0 && (wasLost || !isAnswered) }
}

/// What somebody found out about a write in doubt.
package enum Settlement: String, Sendable {
    /// It took effect: it is not sent again.
    case done
    /// It took no effect, or its effect is to be had again: it is sent.
    case again
}

extension JournalStep {
    enum Decision { case new, inDoubt, answered, settled }

    /// What a resumed run does with the step.
    ///
    /// - Parameters:
    ///   - isLast: whether its strand has no later step, so that the run may have ended here.
    ///   - wasPassed: whether a run came to a good end with this answer: the script had its way with it.
    func decision(isLast: Bool, wasPassed: Bool, canBeReadBack: Bool) -> Decision {
        if settlement == .done { return .settled }
        guard isAnswered else { return isSent ? .inDoubt : .new }
        // A read is made once more: it does no harm, and gets the body again.
        if lacksBody, !isSent { return .new }
        if isSuccess || !isLast && !wasRecorded { return .answered }
        if !isSent || effect == .ineffective { return .new }
        // It took effect, and something else failed: the file that was to get its body.
        if effect == .effective, !canBeReadBack { return .answered }
        return wasPassed && !canBeReadBack ? .answered : .inDoubt
    }
}

/// What the requests of one command did to a connection, as far as they went out: an `ensure` may send two.
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
        guard let mark = text.utf8.lastIndex(of: UInt8(ascii: "#")),
            let ordinal = Int(text[text.utf8.index(after: mark)...])
        else {
            return nil
        }
        self.init(strand: String(text[..<mark]), ordinal: ordinal)
    }
}
