import NIOCore
package import PicketRuntime
import PicketSyntax

/// The record of what a run did to a platform, so that an interrupted run can be continued.
///
/// Each line is a JSON object with secrets hidden as `•••`. Each has its `time`. `event` is one of
///
/// - `begin`: `version` (2), `salt` and `cost` (of all hashes), `platform`, `sources` (for each file `hash`, and
///   `lines`: for each line 16 bits that show where a file differs), `parameters` (a hash for each), `seed`. It is the
///   first line.
/// - `resume`: a later run continues; with `sources` as in `begin` if some were changed on purpose.
/// - `file`, `secret`, `variable`: the first use of a data file, a `secret` statement's value or an environment
///   variable: `name`, `hash`, and the `format` of a file or the `strand` of a secret.
/// - `send`: a write that is sent after this line is on the disk: `step`, `command`, `request` (method and path),
///   `body` if `command_request` does not contain it, `headers` of the script's own, and `before`: the known state of
///   the connection, null if there was none. In the journal of a session also `place`: the file or line of the
///   statement, with line and column. A command with several writes has several.
/// - `lost`: the answer to a write did not come or is not the platform's own: `step`, `command`, `request`, and `status`
///   and `error` if known. The connection is read back next.
/// - `answer`: the end of a command: `step`, `command`, `request`, `ok` (whether it was a success), and from the
///   response, if present, `status`, `body` (JSON) or `text`, `headers`, `duration` (nanoseconds), `change`, `fields`,
///   `error`, `trouble`, `note`; `hidden` says where a secret is hidden in body, headers or error. A write that was
///   sent also has `effect`, as the run decided it: `done`, `nothing` or `unknown`, and if unknown, the `seen` state of
///   the connection. A body that is bytes, or that was saved to a file (`saved`), has the number of `bytes` and their
///   SHA-256 (`hash`).
/// - `settle`: `step`, `as` (`done` or `again`): a person has checked the effect of a write.
/// - `recorded`: `step`. The command's failure was recorded, and the run continued after it (`--continue-on-error`). A
///   resumed run tries the command again.
/// - `end`: `outcome` (`success`, `failure` or `exit`), `recorded` (how many failures were recorded).
///
/// The first line of a step has `platform` and `command_request`, which distinguishes it from other commands. If it
/// hides more than secret arguments, it also has a `digest` of 16 bits. Later lines have the request without its
/// contents.
///
/// `deferred` is true in the lines of a command that cleans up after a failure, and `ends` is true if the script cannot
/// continue after the failure. A run that undid its work is not resumed, and an iteration that did so starts again.
///
/// `step` is the position of a command in the script's order: `#4` is the fourth of the run, `/2.17#1` the first in
/// iteration 17 (from 0) of the second parallel loop; `@2` precedes both in the second script of a command. It does not
/// depend on the speed of iterations.
package final class Journal {
    let file: JournalFile
    let secrets: SecretStore
    private let time: () -> String
    let hashes: SaltedHash
    private var inputs: JournalInputs
    private var state = State.open
    /// Whether the last line says that the run ended. It is written only once, whoever calls `end`.
    private var hasEnded = false
    /// The texts in place of the secrets that an earlier run's lines hide.
    var hidden: HiddenPlaces { history.hidden }
    /// The lines that are written next, and the callbacks that wait for the disk.
    private var waiting: [(line: Shown<ValueMap>, next: (JournalProblem?) -> Void)] = []
    /// The results of earlier runs.
    var history: JournalHistory
    /// The writes in doubt that the run has not reached.
    var unvisited: Set<TextKey>
    /// The number of steps that the run took from the journal, of writes of an earlier run that it only read back, and of
    /// steps that it executed.
    package internal(set) var counts = (replayed: 0, readBack: 0, sent: 0)
    /// The latest states of connections that the run saw or caused.
    var states = KnownStates()
    var replayedReads = ReplayedReads()
    /// Whether the first write of the run was sent.
    var hasTold = false
    /// Whether each write is recorded with the place of its statement. A session has no script that tells the place.
    package var notesPlaces = false
    /// Whether the script has asked for the time of day.
    package var hasReadClock = false
    /// Marked lines so young that a read may be older than the writes of the lines around them; nil if they are not known
    /// yet.
    var youngMarks: [YoungMark]?
    /// Is called with what a user should know about a resumed run; nil for none.
    package var onNote: ((Shown<String>) -> Void)?
    private let isEdited: (String) -> Bool
    /// Whether an earlier run wrote the beginning of the file.
    package let isResumed: Bool
    /// The seed of the script's random numbers.
    package let seed: UInt64

    private enum State {
        case open
        /// A write in doubt needs a settlement. Nothing more is sent, but the answers to earlier requests are recorded.
        case withholding(JournalProblem)
        /// The journal does not fit the run or cannot be written. Nothing is sent and nothing is recorded.
        case broken(JournalProblem)
    }

    /// The problem that ended the run. After it, nothing is sent.
    package var problem: JournalProblem? {
        switch state {
        case .open: nil
        case .withholding(let problem), .broken(let problem): problem
        }
    }

    /// Starts a journal in a new file.
    ///
    /// - Throws: `JournalProblem` if the file exists or cannot be created.
    package static func create(
        _ path: String, identity: JournalIdentity, secrets: SecretStore,
        time: @escaping () -> String = HostServices.timeOfDay
    ) throws(JournalProblem) -> Journal {
        try create(path, identity: identity, secrets: secrets, time: time, cost: SaltedHash.usualCost, on: .system)
    }

    /// - Parameters:
    ///   - cost: The cost of a hash. A test uses a small one.
    ///   - disk: Writes the lines to the disk.
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
            // A file without a beginning would only block the next run.
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

    /// Records the end of the run.
    ///
    /// - Parameter recorded: How many failures were recorded before the end.
    /// - Returns: Why the last lines may be lost; nil if they are on the disk, or if a problem ended the run before.
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

    /// Releases the file for another run. This journal cannot be written any more.
    package func close() { file.close() }

    // MARK: Reading

    /// Returns the milliseconds since a time in the journal, by the clock of its lines.
    func age(of moment: Int64) -> Int64 {
        guard let now = CalendarTime.milliseconds(of: time()) else { return 0 }
        return max(0, now - moment)
    }

    /// Returns the beginning of a line.
    func line(_ event: Shown<String>) -> Shown<ValueMap> {
        var line = Shown<ValueMap>()
        line["event"] = event.value
        line["time"] = Shown.own(time()).value
        return line
    }

    /// Returns why a command cannot be sent: it needs a value that an earlier run hid. nil if it can.
    func refusal(of command: PlatformCommand) -> JournalProblem? {
        guard isResumed, !command.isJournaled, command.holds(hidden) else { return nil }
        return fail(Self.needsHidden)
    }

    static let needsHidden = JournalProblem(
        "it needs a secret that the journal does not hold: run the script again from its beginning")

    /// Returns the journal's digest of a request whose text hides something.
    func digest(of request: StepRequest) -> String? { request.digest(hashes) }

    /// Lets the next run of a session write again, if the file ends with its last good line. A session does not end
    /// with a full disk, as a script does.
    package func tryAgain() {
        if case .broken = state, file.isOpen { state = .open }
    }

    /// Stops the journal: nothing more is written, and nothing is sent.
    @discardableResult
    func fail(_ problem: JournalProblem) -> JournalProblem {
        if case .broken = state { return problem }
        state = .broken(JournalProblem("nothing more is sent: " + problem.message))
        return problem
    }

    /// Sends nothing more, because a write in doubt needs a settlement. The end of the run names further such writes.
    func withhold(until step: StepName) {
        guard case .open = state else {
            unvisited.insert(TextKey(step.text))
            return
        }
        state = .withholding(
            JournalProblem(
                "nothing is sent until somebody settles the write in doubt at the step `\(step.text)`", .withheld))
    }

    /// Compares an input from outside with the one of an earlier run, and stores its hash.
    ///
    /// - Throws: `JournalProblem` if the input differs, or its hash cannot be stored.
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

    /// - Parameter place: The index, among the input's values, of the value that it replaces; nil for none.
    private func append(
        _ input: JournalInput, _ hash: String, _ redactor: Redactor, replacing place: Int? = nil
    ) throws(JournalProblem) {
        var line = self.line(.own(input.kind.rawValue))
        input.add(to: &line, hash, redactor)
        line["replaces"] = place.map { .number(Int64($0)) }
        try append(line, isUrgent: false)
    }

    // MARK: Writing

    /// Adds a line. `next` is called in a later turn of the loop, when the line is on the disk or with the problem. All
    /// lines of a turn wait for the disk together, because separate waits would be slow.
    func append(_ line: Shown<ValueMap>, on eventLoop: any EventLoop, then next: @escaping (JournalProblem?) -> Void) {
        waiting.append((line, next))
        guard waiting.count == 1 else { return }
        eventLoop.assumeIsolated().execute { self.settle() }
    }

    private func settle() {
        let waiting = self.waiting
        self.waiting = []
        // A write that must not leave any more gets no line.
        var problem = self.problem
        if problem == nil {
            do throws(JournalProblem) {
                for (line, _) in waiting { try append(line, isUrgent: false) }
                try file.settle()
            } catch {
                problem = fail(error)
            }
        }
        for (_, next) in waiting { next(problem) }
    }

    /// Adds a line. After a failure the run ends: see `problem`.
    func append(_ line: Shown<ValueMap>, isUrgent: Bool) throws(JournalProblem) {
        if case .broken(let problem) = state { throw problem }
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
