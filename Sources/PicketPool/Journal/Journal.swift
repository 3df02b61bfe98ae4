import NIOCore
package import PicketRuntime
import PicketSyntax

/// What a run did to a platform, kept so that a killed run can be gone on with.
///
/// One JSON object a line, secrets hidden: `•••` in this format. Each has its `time`. `event` is one of
///
/// - `begin`: `version` (2), `salt` and `cost` (of all hashes), `platform`, `sources` (of each file `hash`, and
///   `lines`: of each line 16 bits that show where a file differs), `parameters` (a hash each), `seed`. The first line.
/// - `resume`: A later run goes on; `sources` as in `begin` if some were mended on purpose.
/// - `file`, `secret`, `variable`: a data file, a `secret` statement's value, a variable of the environment, when it is first
///   read: `name`, `hash`, and the `format` of a file or the `strand` of a secret.
/// - `send`: a write goes out, once it is on the disk: `step`, `command`, `request` (method and path), `body` if
///   `command_request` does not tell it, `headers` of the script's own, and `before`: what the run knew of the connection, null if that was not there. More than one for a command
///   of several writes.
/// - `lost`: the answer to a write did not come, or said that there was none: `step`, `command`, `request`, and what there is
///   of `status` and `error`. The connection is read back next.
/// - `answer`: a command has ended: `step`, `command`, `request`, `ok` (whether it was a success), and of the response what
///   there is of `status`, `body` (JSON) or `text`, `headers`, `duration` (nanoseconds), `change`, `fields`, `error`,
///   `trouble`, `note`; `hidden` says where a secret is hidden in body, headers or error. Of a write that was sent also
///   `effect`, as the run decided it: `done`, `nothing` or `unknown`, and what was `seen` of the connection if nobody knows. Of
///   a body that is bytes, or that went into a file (`saved`), the count of `bytes` and their SHA-256 (`hash`).
/// - `settle`: `step`, `as` (`done` or `again`): somebody has looked what became of a write.
/// - `recorded`: `step`. The command's failure was recorded, and the run went on after it (`--continue-on-error`): a resumed run
///   tries it again.
/// - `end`: `outcome` (`success`, `failure` or `exit`), `recorded` (how many failures the run went on after).
///
/// The first line of a step has `platform` and `command_request`, which tells it from other commands, with a `digest` of 16 bits
/// where more is hidden in it than secret arguments. Later lines have the request without what is written.
///
/// `deferred` is true in the lines of a command that tidies up after a failure, and so is `ends` if nothing of the script can go
/// on after it. A run that undid its work is not gone on with; an iteration that did begins again.
///
/// `step` is where a command stands in the script's own order: `#4` is the fourth of the run, `/2.17#1` the first in
/// iteration 17 (from 0) of the second parallel loop; `@2` stands before both in the second script of a command. It doesn't depend on which iteration was faster.
package final class Journal {
    let file: JournalFile
    let secrets: SecretStore
    private let time: () -> String
    let hashes: SaltedHash
    private var inputs: JournalInputs
    /// What ended the run: from then on nothing is written, and nothing sent.
    package private(set) var problem: JournalProblem?
    /// Whether the last line says that a run is over: that is told once, whoever tells it.
    private var hasEnded = false
    /// What stands for the secrets that an earlier run's lines hide.
    var hidden: HiddenPlaces { history.hidden }
    /// Who waits for the disk.
    private var unsettled: [(JournalProblem?) -> Void] = []
    /// What earlier runs left.
    var history: JournalHistory
    /// Writes in doubt that the run has not come to.
    var unvisited: Set<TextKey>
    /// How many steps the run took from the journal, and how many it carried out.
    package internal(set) var counts = (replayed: 0, sent: 0)
    /// How the run saw or left connections.
    var states = KnownStates()
    var replayedReads = ReplayedReads()
    /// Whether the first write of the run has gone out.
    var hasTold = false
    /// Whether the script has asked for the time of day.
    package var hasReadClock = false
    /// Is called with what a user should know of a resumption; nil for nobody.
    package var onNote: ((Shown<String>) -> Void)?
    private let isEdited: (String) -> Bool
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

    /// - Parameters:
    ///   - cost: of a hash; a test takes a small one.
    ///   - disk: what puts the lines on the disk.
    package static func create(
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
            resumption: nil)
        do throws(JournalProblem) {
            try journal.append(line, isUrgent: true)
        } catch {
            // A file without a beginning would only be in the way of the next run.
            journal.file.remove()
            throw error
        }
        return journal
    }

    init(
        _ file: JournalFile, _ secrets: SecretStore, _ time: @escaping () -> String, _ hashes: SaltedHash,
        _ history: JournalHistory, seed: UInt64, resumption: Resumption?
    ) {
        self.file = file
        self.secrets = secrets
        self.time = time
        self.hashes = hashes
        self.history = history
        inputs = history.inputs
        unvisited = Set(history.doubts.map { TextKey($0) })
        isEdited = resumption?.isEdited ?? { _ in false }
        self.seed = seed
        isResumed = resumption != nil
    }

    /// The run is over.
    ///
    /// - Parameter recorded: how many failures it went on after.
    /// - Returns: why the last lines may be lost; nil if they are on the disk, or if a problem has ended the run before.
    @discardableResult
    package func end(_ outcome: Outcome, recorded: Int = 0) -> JournalProblem? {
        guard !hasEnded, problem == nil else { return nil }
        var line = self.line("end")
        switch outcome {
        case .success: line["outcome"] = .text("success")
        case .exit: line["outcome"] = .text("exit")
        case .failure: line["outcome"] = .text("failure")
        }
        if recorded > 0 { line["recorded"] = .number(Int64(recorded)) }
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
    func age(of moment: Int64) -> Int64 {
        guard let now = CalendarTime.milliseconds(of: time()) else { return 0 }
        return max(0, now - moment)
    }

    /// The beginning of a line.
    func line(_ event: Shown<String>) -> Shown<ValueMap> {
        var line = Shown<ValueMap>()
        line["event"] = event.value
        line["time"] = Shown.own(time()).value
        return line
    }

    /// Why a command cannot be sent: an earlier run hid what it needs.
    func refusal(of command: PlatformCommand) -> JournalProblem? {
        guard isResumed, !command.isJournaled, command.holds(hidden) else { return nil }
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
            case .new: try append(input, hash, redactor)
            case .differs(let place) where input.kind == .file && isEdited(input.name):
                try append(input, hash, redactor, replacing: place)
            case .differs: throw JournalProblem(input.difference(file.path, redactor))
            }
        } catch {
            throw fail(error)
        }
    }

    /// - Parameter place: in the order of the input's values, that of the value which it takes the place of; nil for none.
    private func append(
        _ input: JournalInput, _ hash: String, _ redactor: Redactor, replacing place: Int? = nil
    ) throws(JournalProblem) {
        var line = self.line(.own(input.kind.rawValue))
        input.add(to: &line, hash, redactor)
        line["replaces"] = place.map { .number(Int64($0)) }
        try append(line, isUrgent: false)
    }

    /// A command's failure was recorded, and the run goes on.
    ///
    /// - Returns: why that cannot be kept; nil if it is.
    func passOver(_ step: StepName) -> JournalProblem? {
        var line = self.line("recorded")
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
