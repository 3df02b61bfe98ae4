import NIOCore
package import PicketRuntime

/// What a run did to a platform, kept so that a killed run can be gone on with.
///
/// One JSON object a line, secrets hidden. `event` is one of
///
/// - `begin`: `version` (1), `time`, `sources` (of each file `hash`, and `lines`: a hash of each line), `parameters`,
///   `seed`. The first line.
/// - `resume`: `time`. A later run goes on.
/// - `send`: a write goes out, once it is on the disk: `step`, `command`, `platform`, `command_request` (what
///   tells it from other commands), `request` (method and path), `body`. More than one for a command of several writes.
/// - `lost`: the answer to a write did not come, or said that there was none: `step`, `command`, `platform`,
///   `command_request`, `request`, and what there is of `status` and `error`. The connection is read back next.
/// - `answer`: a command has ended: `step`, `command`, `platform`, `command_request`, `request`, `ok` (whether it was a success), and of the
///   response what there is of `status`, `body` (JSON) or `text`, `headers`, `duration` (nanoseconds), `change`,
///   `fields`, `error`, `trouble`, `note`.
/// - `end`: `time`, `outcome` (`success`, `failure` or `exit`).
///
/// `deferred` is true in the lines of a command that tidies up after a failure: a run that ended so is not gone on with.
///
/// `step` is where a command stands in the script's own order: `#4` is the fourth of the run, `/2.17#1` the first in
/// iteration 17 (from 0) of the second parallel loop; `@2` stands before both in the second script of a command. It doesn't depend on which iteration was faster.
package final class Journal {
    private let file: JournalFile
    private let secrets: SecretStore
    private let time: () -> String
    /// Whether the last line says that a run is over: that is told once, whoever tells it.
    private var hasEnded = false
    /// Who waits for the disk.
    private var unsettled: [(JournalProblem?) -> Void] = []
    private var steps: [String: JournalStep]
    /// The last step of each strand: if that was no success, the run may have ended there.
    private var lastOrdinals: [String: Int]
    /// Whether an earlier run wrote the beginning.
    package let isResumed: Bool
    /// What the script's random numbers begin with.
    package let seed: UInt64

    /// Begins a journal in a new file.
    ///
    /// - Throws: `JournalProblem` if the file is there or can not be made.
    package static func create(
        _ path: String, identity: JournalIdentity, secrets: SecretStore,
        time: @escaping () -> String = HostServices.timeOfDay
    ) throws(JournalProblem) -> Journal {
        let journal = Journal(
            try JournalFile.create(path), secrets, time, JournalHistory(), seed: identity.seed, isResumed: false)
        var line: ValueMap = ["event": "begin", "version": 1, "time": .string(time())]
        let value = identity.value(Redactor(secrets))
        for key in value.keys { line[key] = value[key] }
        try journal.append(line, isUrgent: true)
        return journal
    }

    /// Goes on with the journal of a run that was cut off.
    ///
    /// - Throws: `JournalProblem` if it is no journal, or one of another script or other parameters: it says what differs.
    package static func resume(
        _ path: String, identity: JournalIdentity, secrets: SecretStore,
        time: @escaping () -> String = HostServices.timeOfDay
    ) throws(JournalProblem) -> Journal {
        let file = try JournalFile.reopen(path)
        let history = try JournalHistory(lines: try file.lines(), path: path)
        if let difference = identity.difference(from: history.identity, Redactor(secrets)) {
            throw JournalProblem("`\(path)` is the journal of another run: \(difference)")
        }
        if let request = history.tidying {
            throw JournalProblem(
                "`\(path)` is the journal of a run that ended and tidied up after itself (`\(request)`): "
                    + "run the script from its beginning")
        }
        let journal = Journal(
            file, secrets, time, history, seed: history.seed ?? identity.seed, isResumed: true)
        try journal.append(["event": "resume", "time": .string(time())], isUrgent: true)
        return journal
    }

    private init(
        _ file: JournalFile, _ secrets: SecretStore, _ time: @escaping () -> String, _ history: JournalHistory,
        seed: UInt64, isResumed: Bool
    ) {
        self.file = file
        self.secrets = secrets
        self.time = time
        steps = history.steps
        lastOrdinals = history.lastOrdinals
        self.seed = seed
        self.isResumed = isResumed
    }

    /// The run is over; how is told for people, and changes nothing for a resumption.
    package func end(_ outcome: Outcome) {
        guard !hasEnded else { return }
        let name: String
        switch outcome {
        case .success: name = "success"
        case .exit: name = "exit"
        case .failure: name = "failure"
        }
        // A journal that can not take its last line is as good without it.
        try? append(["event": "end", "time": .string(time()), "outcome": .string(name)], isUrgent: true)
        hasEnded = true
    }

    /// Lets another run have the file; this journal can not be written any more.
    package func close() { file.close() }

    // MARK: Reading

    /// What an earlier run left of a step.
    enum Finding {
        /// Nothing, or an end that may be tried again.
        case new
        /// It was sent and perhaps never answered.
        case inDoubt
        case answered(Response)
    }

    /// - Throws: `CommandProblem` if the earlier run had another command at this step.
    ///
    /// - Parameter canBeReadBack: whether there is a way to see if it took effect.
    func finding(
        _ step: StepName, command: String, request: String, canBeReadBack: Bool
    ) throws(CommandProblem) -> Finding {
        guard isResumed, let known = steps[step.text] else { return .new }
        let shown = Redactor(secrets).redact(request)
        guard known.command == command, HiddenText.mayBeSame(known.request, shown) else {
            throw CommandProblem("the journal has `\(known.request)` at this step (\(step.text)), not `\(shown)`")
        }
        guard let response = known.response else { return .inDoubt }
        if known.isSuccess || lastOrdinals[step.strand] != step.ordinal { return .answered(response) }
        guard known.isSent else { return .new }
        guard let status = response.status else { return .inDoubt }
        // A platform that failed may have done its work before.
        return status >= 500 && canBeReadBack ? .inDoubt : .new
    }

    // MARK: Writing

    /// Adds a line; `next` is called in a later turn of the loop, when it is on the disk, or with the problem.
    ///
    /// All lines of a turn wait for the disk together: many at once must not take their turns at it.
    func append(_ line: ValueMap, on eventLoop: any EventLoop, then next: @escaping (JournalProblem?) -> Void) {
        do throws(JournalProblem) {
            try append(line, isUrgent: false)
        } catch {
            let problem = error
            return eventLoop.assumeIsolated().execute { next(problem) }
        }
        unsettled.append(next)
        guard unsettled.count == 1 else { return }
        eventLoop.assumeIsolated().execute { self.settle() }
    }

    private func settle() {
        let waiting = unsettled
        unsettled = []
        var problem: JournalProblem?
        do throws(JournalProblem) {
            try file.settle()
        } catch {
            problem = error
        }
        for next in waiting { next(problem) }
    }

    func append(_ line: ValueMap, isUrgent: Bool) throws(JournalProblem) {
        hasEnded = false
        try file.append(Redactor(secrets).redact(VerboseText.masked(.map(line))).wireJSONText, isUrgent: isUrgent)
    }
}

@available(*, unavailable)
extension Journal: Sendable {}
