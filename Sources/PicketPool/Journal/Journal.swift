import NIOCore
package import PicketRuntime

/// What a run did to a platform, kept so that a killed run can be gone on with.
///
/// One JSON object a line, secrets hidden: `•••` in this format. `event` is one of
///
/// - `begin`: `version` (2), `time`, `salt` and `cost` (of all hashes), `platform`, `sources` (of each file `hash`, and
///   `lines`: of each line 16 bits that show where a file differs), `parameters` (a hash each), `seed`. The first line.
/// - `resume`: `time`. A later run goes on.
/// - `file`, `secret`, `variable`: a data file, a `secret` statement's value, a variable of the environment, when it is first
///   read: `name`, `hash`, and the `format` of a file or the `strand` of a secret.
/// - `send`: a write goes out, once it is on the disk: `step`, `command`, `platform`, `command_request` (what
///   tells it from other commands; with a `digest` of 16 bits where more is hidden in it than secret arguments), `time`, `request` (method and path), `body`, `headers` of the script's own. More than one for a command of several writes.
/// - `lost`: the answer to a write did not come, or said that there was none: `step`, `command`, `platform`,
///   `command_request`, `request`, and what there is of `status` and `error`. The connection is read back next.
/// - `answer`: a command has ended: `step`, `command`, `platform`, `command_request`, `request`, `ok` (whether it was a success), and of the
///   response what there is of `status`, `body` (JSON) or `text`, `headers`, `duration` (nanoseconds), `change`,
///   `fields`, `error`, `trouble`, `note`; `hidden` says whether a secret is hidden in body, headers or error. Of a write that was sent also `effect`, as the run decided it: `done`, `nothing` or
///   `unknown`. Of a body that is bytes, or that went into a file (`saved`), the count of `bytes` and their SHA-256 (`hash`).
/// - `recorded`: `step`. The command's failure was recorded, and the run went on after it (`--continue-on-error`): a resumed run
///   tries it again.
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
    private let hashes: SaltedHash
    private var inputs: JournalInputs
    /// What ended the run: from then on nothing is written, and nothing sent.
    package private(set) var problem: JournalProblem?
    /// Whether the last line says that a run is over: that is told once, whoever tells it.
    private var hasEnded = false
    /// What stands for the secrets that an earlier run's lines hide.
    let hidden: HiddenPlaces
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
        try create(path, identity: identity, secrets: secrets, time: time, cost: SaltedHash.usualCost, on: .system)
    }

    /// - Parameter cost: of a hash; a test takes a small one.
    static func create(
        _ path: String, identity: JournalIdentity, secrets: SecretStore,
        time: @escaping () -> String = HostServices.timeOfDay, cost: Int, on disk: JournalDisk = .system
    ) throws(JournalProblem) -> Journal {
        let hashes = try SaltedHash(cost: cost)
        var line = Shown<ValueMap>()
        line["event"] = .text("begin")
        line["version"] = .number(JournalHistory.version)
        line["time"] = Shown.own(time()).value
        hashes.write(to: &line)
        try identity.write(to: &line, hashes)
        let journal = Journal(
            try JournalFile.create(path, on: disk), secrets, time, hashes, JournalHistory(), seed: identity.seed,
            isResumed: false)
        try journal.append(line, isUrgent: true)
        return journal
    }

    /// Goes on with the journal of a run that was cut off.
    ///
    /// - Throws: `JournalProblem` if it is no journal, or one of another script, another platform or other parameters: it
    ///   says what differs.
    package static func resume(
        _ path: String, identity: JournalIdentity, secrets: SecretStore,
        time: @escaping () -> String = HostServices.timeOfDay
    ) throws(JournalProblem) -> Journal {
        try resume(path, identity: identity, secrets: secrets, time: time, on: .system)
    }

    static func resume(
        _ path: String, identity: JournalIdentity, secrets: SecretStore,
        time: @escaping () -> String = HostServices.timeOfDay, on disk: JournalDisk
    ) throws(JournalProblem) -> Journal {
        let file = try JournalFile.reopen(path, on: disk)
        secrets.declare(ConnectionAPI.commands.secretFields)
        let history = try JournalHistory(lines: try file.lines(), path: path, secrets: secrets)
        let hashes = try SaltedHash(recorded: history.identity)
        if let difference = try identity.difference(from: history.identity, hashes) {
            throw JournalProblem("`\(path)` is the journal of another run: \(difference)")
        }
        if let request = history.tidying {
            throw JournalProblem(
                "`\(path)` is the journal of a run that ended and tidied up after itself (`\(request)`): "
                    + "run the script from its beginning")
        }
        if history.isCutOff { try file.cutTornLine() }
        let journal = Journal(
            file, secrets, time, hashes, history, seed: history.seed ?? identity.seed, isResumed: true)
        var line = Shown<ValueMap>()
        line["event"] = .text("resume")
        line["time"] = Shown.own(time()).value
        try journal.append(line, isUrgent: true)
        return journal
    }

    private init(
        _ file: JournalFile, _ secrets: SecretStore, _ time: @escaping () -> String, _ hashes: SaltedHash,
        _ history: JournalHistory, seed: UInt64, isResumed: Bool
    ) {
        self.file = file
        self.secrets = secrets
        self.time = time
        self.hashes = hashes
        inputs = history.inputs
        hidden = history.hidden
        steps = history.steps
        lastOrdinals = history.lastOrdinals
        self.seed = seed
        self.isResumed = isResumed
    }

    /// The run is over; how is told for people, and changes nothing for a resumption.
    ///
    /// - Returns: why the last lines may be lost; nil if they are on the disk, or if a problem has ended the run before.
    @discardableResult
    package func end(_ outcome: Outcome) -> JournalProblem? {
        guard !hasEnded, problem == nil else { return nil }
        var line = Shown<ValueMap>()
        line["event"] = .text("end")
        line["time"] = Shown.own(time()).value
        switch outcome {
        case .success: line["outcome"] = .text("success")
        case .exit: line["outcome"] = .text("exit")
        case .failure: line["outcome"] = .text("failure")
        }
        do throws(JournalProblem) {
            try append(line, isUrgent: true)
        } catch {
            return error
        }
        hasEnded = true
        return nil
    }

    /// Lets another run have the file; this journal can not be written any more.
    package func close() { file.close() }

    // MARK: Reading

    /// Milliseconds from a moment that a journal has to this one, by the clock that the lines are written with.
    private func age(of moment: Int64?) -> Int64 {
        guard let moment, let now = CalendarTime.milliseconds(of: time()) else { return 0 }
        return max(0, now - moment)
    }

    /// When a line is written.
    var now: Shown<Value> { Shown.own(time()).value }

    /// - Parameter canBeReadBack: whether there is a way to see if it took effect.
    /// - Throws: `JournalProblem` if the earlier run had another command at this step, or a write that nobody can settle.
    func finding(
        _ step: StepName, command: String, request: StepRequest, canBeReadBack: Bool
    ) throws(JournalProblem) -> Finding {
        guard isResumed, let known = steps[step.text] else { return .new }
        guard known.command == command, request.isSame(as: known, hashes) else {
            throw fail(
                JournalProblem(
                    "the journal has `\(known.request)` at this step (\(step.text)), not `\(request.shown.content)`"))
        }
        let finding = known.finding(
            isLast: lastOrdinals[step.strand] == step.ordinal, canBeReadBack: canBeReadBack,
            Sending(age: age(of: known.sentAt), request: known.write))
        guard case .inDoubt = finding, !canBeReadBack else { return finding }
        throw fail(
            JournalProblem(
                "an earlier run sent this (step `\(step.text)` of the journal), and whether it took effect is not known: "
                    + "nothing says how to read it back, so it is not sent again", .unsettled))
    }

    /// Why an order cannot be sent: an earlier run hid what it needs.
    func refusal(of order: Order) -> JournalProblem? {
        guard isResumed, !order.isJournaled, order.holds(hidden) else { return nil }
        return fail(Self.needsHidden)
    }

    static let needsHidden = JournalProblem(
        "it needs a secret that the journal does not hold: run the script again from its beginning")

    /// What a journal keeps of a request whose text hides something.
    func digest(of request: StepRequest) -> String? { request.digest(hashes) }

    /// The run can not go on with the journal: nothing more is written, and nothing is sent.
    @discardableResult
    func fail(_ problem: JournalProblem) -> JournalProblem {
        if self.problem == nil { self.problem = JournalProblem("nothing more is sent: " + problem.message) }
        return problem
    }

    /// Compares something that the run gets from outside with what an earlier run got, and keeps its hash.
    ///
    /// - Throws: `JournalProblem` if it differs, or if its hash can not be kept.
    func take(_ input: JournalInput) throws(JournalProblem) {
        if let problem { throw problem }
        if isResumed, hidden.isIn(input.value) { return }
        let redactor = Redactor(secrets)
        do throws(JournalProblem) {
            let hash = try hashes.text("\(input.kind) \(input.name)", HashedValue.bytes(input.value))
            switch inputs.find(input, shownName: redactor.show(input.name).content, hash) {
            case .same: return
            case .new: try append(input.line(hash, redactor), isUrgent: false)
            case .differs: throw JournalProblem(input.difference(file.path, redactor))
            }
        } catch {
            throw fail(error)
        }
    }

    /// A command's failure was recorded, and the run goes on.
    ///
    /// - Returns: why that cannot be kept; nil if it is.
    func passOver(_ step: StepName) -> JournalProblem? {
        var line = Shown<ValueMap>()
        line["event"] = .text("recorded")
        line["step"] = Shown.own(step.text).value
        do throws(JournalProblem) {
            try append(line, isUrgent: false)
            return nil
        } catch {
            return error
        }
    }

    // MARK: Writing

    /// Adds a line; `next` is called in a later turn of the loop, when it is on the disk, or with the problem.
    ///
    /// All lines of a turn wait for the disk together: many at once must not take their turns at it.
    func append(_ line: Shown<ValueMap>, on eventLoop: any EventLoop, then next: @escaping (JournalProblem?) -> Void) {
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
            if let known = self.problem { throw known }
            try file.settle()
        } catch {
            problem = fail(error)
        }
        for next in waiting { next(problem) }
    }

    /// Adds a line. After a failure the run ends: see `problem`.
    func append(_ line: Shown<ValueMap>, isUrgent: Bool) throws(JournalProblem) {
        if let problem { throw problem }
        hasEnded = false
        do throws(JournalProblem) {
            try file.append(line.value.content.wireJSONText, isUrgent: isUrgent)
        } catch {
            throw fail(error)
        }
    }
}

@available(*, unavailable)
extension Journal: Sendable {}
