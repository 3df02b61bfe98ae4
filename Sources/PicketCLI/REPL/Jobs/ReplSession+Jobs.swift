import PicketPool
import PicketRuntime
import PicketSyntax
import PicketTerminal

/// Commands that run beside the prompt; what they have to say appears above it.
extension ReplSession {
    func startJob(_ text: String, every interval: Int64?) {
        let number = jobs.nextNumber
        let source = JobSource(text, number: number)
        let compilation = compiler.compile(source.compiled)
        let printer = SendablePrinter(colors: colors, hidden: source.typed(compiler.hiddenSpans))
        printer.show(compilation.diagnostics.filter { $0.severity == .error }.map(source.typed))
        guard let program = compilation.program else { return }
        let reached = runner.load(program)
        guard !reached.contains(where: { $0.name == "login" }) else {
            return complain("a job cannot log in: enter `login` before it")
        }
        guard mayWrite(reached) else { return }
        let title = source.title(Redactor(secrets).redact)
        let announcer = JobAnnouncer(label: "[\(number)]", printer: printer, paint: paint, post: announce)
        let report = LineReport(
            CallList(text), in: source.compiled, at: JobSource.offset, view: shownView, colors: colors,
            say: announcer.say, show: { announcer.show(source.typed($0.diagnostic)) })
        report.showsChangesOnly = interval != nil
        let job = Job(number: number, title: title, text: text, every: interval, report: report)
        jobs.add(job)
        out(paint.faint("\(job.label) \(title)"))
        begin(job, program, announcer, source)
    }

    private func begin(_ job: Job, _ program: Program, _ announcer: JobAnnouncer, _ source: JobSource) {
        let jobs = jobs
        let registers = compiler.names.variables.compactMap(compiler.register(ofGlobal:))
        let course = JobCourse(
            interval: job.interval, emit: { job.report.take($0) }, goesOn: { Self.goesOn(job, after: $0) },
            completion: { outcome, notices in
                jobs.ended(job, outcome)
                announcer.end(job, outcome, notices, source)
            })
        job.begin(runner.start(program, globals: registers, course))
    }

    /// A watch goes on after a response that nobody asked for: it has been shown.
    private static func goesOn(_ job: Job, after outcome: Outcome) -> Bool {
        switch outcome {
        case .success: return true
        case .exit: return false
        case .failure(let failure): return job.report.hasShown(failure)
        }
    }

    func showJobs() {
        let running = jobs.running
        guard !running.isEmpty else { return out(paint.faint("no jobs: `:job COMMAND` starts one")) }
        for job in running {
            let age = "\(job.age.components.seconds) s"
            let kind = job.interval.map { "every " + Value.duration($0).description + ", for " } ?? "for "
            out("\(job.label) \(job.title)  " + paint.faint(kind + age))
        }
    }

    func stopJobs(_ choice: SessionCommand.JobChoice) {
        let running = jobs.running
        guard let only = running.first else { return complain("no job runs") }
        switch choice {
        case .all: stop(running)
        case .only where running.count == 1: stop([only])
        case .only:
            let labels = running.map(\.label).joined(separator: " ")
            complain("there are several jobs, \(labels): `:stop JOB` ends one, `:stop all` all of them")
        case .number(let number):
            guard let job = running.first(where: { $0.number == number }) else {
                return complain("no job [\(number)] runs; `:jobs` lists those that do")
            }
            stop([job])
        }
    }

    /// Ends jobs and waits for them, so that what their deferred blocks say comes before the next prompt.
    private func stop(_ stopped: [Job]) {
        let end: @Sendable () -> Void = { for job in stopped { job.stop() } }
        end()
        let signal: @Sendable (Int32) -> Void = { _ in end() }
        editor.attending(onSignal: signal) { for job in stopped { job.wait() } }
    }

    /// Before the session ends: with a person, jobs are ended; without one, those that run once come to their own end.
    func endJobs() {
        let running = jobs.running
        guard !running.isEmpty else { return }
        if isInteractive {
            out(paint.faint("ending \(running.count == 1 ? "1 job" : "\(running.count) jobs")"))
            return stop(running)
        }
        Console.standard.flush()
        interruptions?.aim(at: running.map { job in RunInterruption { job.stop() } })
        for job in running where job.interval != nil { job.stop() }
        for job in running { job.wait() }
    }

    /// Takes up what jobs that ended have met; what succeeded belongs to the session's script.
    func learnFromJobs() {
        for (job, outcome) in jobs.takeEnded() {
            learn(job.text, from: job.report.exchanges)
            if case .success = outcome, job.interval == nil, job.report.recordedCount == 0 {
                script.succeededAside(job.text)
            }
        }
        vocabulary.jobs = jobs.running.map { ($0.number, $0.title) }
    }
}

/// Says above the prompt what a job has to say, its number before each line.
struct JobAnnouncer: Sendable {
    let label: String
    let printer: SendablePrinter
    let paint: Paint
    let post: @Sendable (String) -> Void

    func say(_ text: String) {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        post(lines.map { paint.faint(label) + " " + $0 }.joined(separator: "\n"))
    }

    func show(_ diagnostic: Diagnostic) {
        var text = printer.text(diagnostic)
        while text.last == "\n" { text.removeLast() }
        say(text)
    }

    func end(_ job: Job, _ outcome: Outcome, _ notices: [Notice], _ source: JobSource) {
        switch outcome {
        // A watch comes to no end of its own.
        case .success where job.interval != nil: say(paint.bad("ended") + "  " + job.title)
        case .success where job.report.recordedCount == 0: say(paint.good("done") + "  " + job.title)
        case .success: say(paint.bad("failed") + "  " + job.title)
        case .exit(let status): say("exit \(status)  " + job.title)
        case .failure(let failure) where failure.kind == .interrupted: say(paint.bad("ended") + "  " + job.title)
        case .failure(let failure):
            if !job.report.hasShown(failure) { show(source.typed(failure.diagnostic)) }
            say(paint.bad("failed") + "  " + job.title)
        }
        for notice in notices { say(paint.bad("warning") + ": " + notice.line) }
    }
}
