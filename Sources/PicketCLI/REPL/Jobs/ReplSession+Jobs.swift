import NIOCore
import PicketPool
import PicketRuntime
import PicketSyntax
import PicketTerminal
import Synchronization

/// Commands that run in the background of the prompt. Their output appears above it.
extension ReplSession {
    func startJob(_ command: String, every interval: Int64?, _ end: WatchEnd) {
        let number = jobs.nextNumber
        let watched = WatchedText(command, end, name: "<job \(number)>")
        let (text, source) = (watched.text, watched.source)
        learnSecrets(in: source)
        let compilation = compiler.compileAside(source)
        let printer = sendablePrinter
        printer.show(compilation.diagnostics.filter { $0.severity == .error })
        guard let program = compilation.program else { return noteRefusedText() }
        let reached = runner.load(program, vocabulary.secretVariables)
        guard !reached.contains(where: { $0.name == "login" }) else {
            return complain("a job cannot log in: enter `login` before it")
        }
        guard let gate = gate(forJob: text, reached), givePassword(forJob: text, reached) else { return }
        let title = SourceFile(name: "", text: command).title(
            vocabulary.secretNames, vocabulary.secretVariables, Redactor(secrets))
        let announcer = JobAnnouncer(
            label: "[\(number)]", clock: clock, printer: printer, paint: paint, secrets: secrets, post: announce)
        let report = makeJobReport(watched, title, announcer, isWatch: interval != nil)
        let job = Job(number: number, title: title, text: command, every: interval, report: report)
        jobs.add(job)
        out(paint.faint("\(job.label) \(title)"))
        begin(job, watched, program, announcer, gate)
    }

    private func makeJobReport(
        _ watched: WatchedText, _ title: Shown<String>, _ announcer: JobAnnouncer, isWatch: Bool
    ) -> LineReport {
        var view = view
        let columns = view.columns
        let margin = announcer.margin
        view.columns = { columns().map { $0 - margin } }
        let label = announcer.label
        return LineReport(
            CallList(watched.text), in: watched.source, view: view, colors: colors, secrets: secrets,
            showsNewsOnly: isWatch,
            to: LineReport.Outlet(
                say: { text, _ in announcer.say(text) }, show: { announcer.show($0.diagnostic) },
                log: LineReport.Log(answers: answers, line: "\(label) \(title)")))
    }

    private func begin(
        _ job: Job, _ watched: WatchedText, _ program: CompiledScript, _ announcer: JobAnnouncer,
        _ gate: NIOLoopBound<WriteGate>
    ) {
        let jobs = jobs
        let registers = compiler.names.variables.compactMap(compiler.register(ofGlobal:))
        let rounds = WatchedRounds(watched)
        let course = JobCourse(
            interval: job.interval, beginsRound: job.report.beginRound, emit: { job.report.take($0) },
            goesOn: { outcome in
                switch rounds.next(after: outcome, job.report) {
                case .again: return true
                case .reached, .givenUp: job.hasReachedEnd = true
                case .failed: break
                }
                return false
            },
            completion: { outcome, notices in
                jobs.ended(job, outcome)
                announcer.end(job, outcome, notices)
            })
        job.begin(runner.start(program, globals: registers, course, gate))
    }

    func showJobs() {
        let running = jobs.running
        guard !running.isEmpty else { return out(paint.faint("no jobs: `:job COMMAND` starts one")) }
        for job in running {
            let age: Shown<String> = "\(Int(job.age.components.seconds)) s"
            let kind: Shown<String> =
                job.interval.map { "every \(shown(Value.duration($0).description)), for " } ?? "for "
            out("\(job.label) \(shownAgain(job.title))  \(paint.faint(kind + age))")
        }
    }

    func stopJobs(_ choice: SessionCommand.JobChoice) {
        let running = jobs.running
        guard let only = running.first else { return complain("no job runs") }
        switch choice {
        case .all: stop(running)
        case .only where running.count == 1: stop([only])
        case .only:
            let labels = running.map(\.label.content).joined(separator: " ")
            complain("there are several jobs, \(labels): `:stop JOB` ends one of them, `:stop all` ends all")
        case .number(let number):
            guard let job = running.first(where: { $0.number == number }) else {
                return complain("no job [\(number)] runs; `:jobs` lists those that do")
            }
            stop([job])
        }
    }

    /// Stops jobs and waits for them, so that the output of their deferred blocks comes before the next prompt.
    ///
    /// - Parameter stage: How far they were asked to stop. A person's ^C is the second request after `:stop` and ^D,
    ///   but not after SIGHUP.
    private func stop(_ stopped: [Job], _ stage: StopStage = .stopping(interrupts: 1)) {
        for job in stopped { job.stop() }
        let stopper = JobStopper(stopped, stage)
        editor.attending(onSignal: stopper.receive) { for job in stopped { job.wait() } }
    }

    /// Asks once whether the session may end although jobs run. A second ^D says yes. Without a terminal nobody is asked.
    func mayEnd() -> Bool {
        let running = jobs.running
        guard isInteractive, !running.isEmpty else { return true }
        for job in running { out("\(job.label) \(shownAgain(job.title))") }
        let count = running.count == 1 ? "1 job is" : "\(running.count) jobs are"
        switch read(warning("\(count) running. End the session? [y/N] ")) {
        case .line(let answer): return ["y", "yes"].contains(Self.plain(answer))
        case .endOfFile: return true
        case .interrupted, .terminated: return false
        }
    }

    /// Ends the jobs before the session ends. At a terminal they are stopped. Without one, jobs that run once may
    /// finish.
    ///
    /// - Parameter isBySignal: Whether a signal ends the session.
    func endJobs(isBySignal: Bool) {
        let running = jobs.running
        guard !running.isEmpty else { return }
        guard let interruptions else {
            out(paint.faint(running.count == 1 ? "ending 1 job" : "ending \(running.count) jobs"))
            return stop(running, .stopping(interrupts: isBySignal ? 0 : 1))
        }
        Console.standard.flush()
        interruptions.listen(with: JobStopper(running, .running).receive)
        for job in running where job.interval != nil { job.stop() }
        for job in running { job.wait() }
    }

    /// Adds the results of ended jobs to the session. Successful commands become part of the session's script.
    func learnFromJobs() {
        for (job, outcome) in jobs.takeEnded() {
            learn(job.text, from: job.report.names)
            let writes = job.report.writes.map(\.text)
            if job.interval != nil {
                script.watchedAside(job.text, writes)
            } else if case .success = outcome, job.report.recordedCount == 0 {
                script.succeededAside(job.text)
            } else {
                script.failedAside(job.text, writes)
            }
            if let status = Self.errorStatus(of: outcome, job.report) { noteErrorAside(status) }
        }
        vocabulary.jobs = jobs.running.map { ($0.number, shownAgain($0.title).content) }
    }
}

extension ReplSession {
    /// Returns the exit status of a job that failed; nil for one that did not, or that was stopped.
    private static func errorStatus(of outcome: Outcome, _ report: LineReport) -> Int32? {
        switch outcome {
        case .exit(let status) where status != 0: Int32(truncatingIfNeeded: status)
        case .failure(let failure) where failure.kind != .interrupted: Int32(failure.exitStatus)
        case .success, .exit, .failure: report.recordedCount > 0 ? ExitStatus.failed : nil
        }
    }
}

/// Passes signals to the jobs that the session waits for.
private final class JobStopper: Sendable {
    private let jobs: [Job]
    private let stage: Mutex<StopStage>

    init(_ jobs: [Job], _ stage: StopStage) {
        self.jobs = jobs
        self.stage = Mutex(stage)
    }

    func receive(_ signal: Int32) {
        switch stage.withLock({ $0.receive(signal) }) {
        case .stop: for job in jobs { job.stop() }
        case .cut: for job in jobs { job.cut() }
        case nil: break
        }
    }
}

/// Prints the output of a job above the prompt, with its number before each line.
struct JobAnnouncer: Sendable {
    let label: Shown<String>
    /// Returns the time of day, which stands before each line.
    let clock: @Sendable () -> Shown<String>
    let printer: SendablePrinter
    let paint: Paint
    let secrets: SecretStore
    let post: @Sendable (Shown<String>) -> Void

    /// The columns that stand before each line.
    var margin: Int { start.content.utf8.count }

    private var start: Shown<String> { "\(label) \(clock()) " }

    func say(_ text: Shown<String>) {
        let start = paint.faint(start).content
        post(
            text.map { text in
                let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
                return lines.map { start + $0 }.joined(separator: "\n")
            })
    }

    func show(_ diagnostic: Diagnostic) {
        say(
            printer.text(diagnostic).map { text in
                var text = text
                while text.last == "\n" { text.removeLast() }
                return text
            })
    }

    func end(_ job: Job, _ outcome: Outcome, _ notices: [Notice]) {
        let title = Redactor(secrets).show(job.title.content)
        switch outcome {
        // Only an end that was asked for is a success of a watch.
        case .success where job.interval != nil && !job.hasReachedEnd: say("\(paint.bad("ended"))  \(title)")
        case .success where job.report.recordedCount == 0: say("\(paint.good("done"))  \(title)")
        case .success: say("\(paint.bad("failed"))  \(title)")
        case .exit(let status): say("exit \(status)  \(title)")
        case .failure(let failure) where failure.kind == .interrupted: say("\(paint.bad("ended"))  \(title)")
        case .failure(let failure):
            if !job.report.hasShown(failure) { show(failure.diagnostic) }
            say("\(paint.bad("failed"))  \(title)")
        }
        for notice in notices { say("\(paint.bad("warning")): \(notice.line)") }
    }
}
