import NIOCore
import PicketPool
import PicketReports
import PicketRuntime
import PicketSyntax
import PicketSystem

/// The session of `picket run` and `picket plan`. It checks all scripts, connects to the platform, and runs the scripts
/// in order.
final class RunSession {
    private let settings: Settings
    private let safety: SafetyOptions
    private let reportOptions: ReportOptions
    private let secrets = Door.secrets
    private let interruptions = Interruptions(isListening: false)
    /// The open steps, and the place of the latest failure.
    private var steps = StepTrail()
    private var reported = ReportedFailures()
    /// When all scripts must have ended; nil for no limit.
    private var end: NIODeadline?
    /// The changes that a run would make; nil if this is not a dry run.
    private(set) var plan: Shown<Plan>?
    /// Whether every script ran to its end.
    private(set) var isComplete = true
    /// What the scripts did with answers that a plan does not know.
    private(set) var unknowns = UnknownAnswers()
    /// Whether the scripts' output is stored instead of shown.
    var keepsOutput = false
    private(set) var output: [Shown<String>] = []

    init(_ settings: Settings, safety: SafetyOptions, reports: ReportOptions) {
        self.settings = settings
        self.safety = safety
        reportOptions = reports
    }

    /// Runs the scripts and ends the program; `ending` prints the end and returns the exit status.
    func run(
        _ files: [ScriptFile], parameters: [(name: String, value: String)], ending: @escaping (Int32) -> Int32
    ) throws -> Never {
        let scripts = try check(files, parameters)
        let uses = FileUses(settings, scripts, safety, reportOptions)
        try uses.check()
        let access = try PlatformAccess(settings) { [interruptions] in interruptions.exitStatus }
        var configuration = try access.executorConfiguration()
        if safety.journal ?? safety.resume != nil {
            try CheckedScript.checkCredentials(configuration.platform, of: scripts)
        }
        // The journal is created last, so that a run that cannot start leaves none in the way of the next.
        let curl = try safety.curl.map { try LineFile($0) }
        let reports = try ReportWriter(reportOptions, mode: .run, secrets: secrets, uses: uses)
        let journal = try openJournal(scripts, on: configuration.platform)
        configuration.onlyPlans = safety.dryRun
        configuration.keepsChanges = reports.wantsEverything
        configuration.remembersAdditions = !scripts.allSatisfy { ConnectionAPI.onlyAdds($0.program.namedCommands) }
        configuration.journal = journal
        if let curl { configuration.onCurlLine = { curl.write($0) } }
        let chosen = configuration
        try CallingThread.serve { loop in
            // A run that ends before anyone can press a key does not need the thread.
            loop.assumeIsolated().scheduleTask(in: .milliseconds(20)) { self.interruptions.listen() }
            let executor = Executor(configuration: chosen, secrets: self.secrets, eventLoop: loop)
            let progress = self.showProgress(of: executor, since: reports, on: loop)
            self.run(scripts[...], executor, reports) { status in
                progress?.cancel()
                let summary = Summary(files: scripts.count, of: executor)
                self.plan = executor.plan
                executor.close()
                Entry.end {
                    defer { access.close() }
                    journal?.close()
                    let result = self.interruptions.exitStatus ?? status
                    let ended = ending(result)
                    // Readers need not wait for the platform's end, and lost output must be known now.
                    Console.standard.flush()
                    let isWritten = self.conclude(reports, curl, summary, status: result)
                    return isWritten ? ended : ExitStatus.withLostOutput(ended)
                }
            }
        }
    }

    /// Checks the scripts. A signal or the deadline also ends the checking.
    private func check(
        _ files: [ScriptFile], _ parameters: [(name: String, value: String)]
    ) throws -> [CheckedScript] {
        do {
            // The limit starts with the first script and covers all of them.
            var limit: (() -> Failure?)?
            return try CheckedScript.check(
                files, parameters, showsColors: settings.showsColors,
                isJournaled: safety.journal ?? safety.resume != nil, annotations: reportOptions.annotations
            ) { [settings, interruptions] in
                let known = limit ?? settings.checkingLimit()
                limit = known
                return { interruptions.exitStatus == nil ? known() : .interruptedByUser }
            }
        } catch let ending as Ending {
            throw interruptions.exitStatus.map { Ending($0) } ?? ending
        }
    }

    /// Writes reports and the summary. Returns false after reporting each file that could not be written.
    private func conclude(_ reports: ReportWriter, _ curl: LineFile?, _ summary: Summary, status: Int32) -> Bool {
        let elapsed = reports.now
        // Building a report that nobody asked for would cost as much time as the rest of the ending.
        let written =
            reports.wantsEverything
            ? reports.finish(platform: summary.platform, seed: settings.seed, status: status, summary.tally) : nil
        let isCurlWritten = Entry.attempt { try curl?.close() }
        let isWritten = written?.isWritten != false && isCurlWritten
        // A report may have gone to standard output.
        Console.standard.flush()
        let isLost = !isWritten || Console.standard.hasLost
        if !settings.isQuiet {
            summary.show(status: isLost ? ExitStatus.withLostOutput(status) : status, elapsed: elapsed)
        }
        if let report = written?.report { reports.annotate(report) }
        return isWritten
    }

    /// Starts a live line for a run that takes longer than a second; nil if nobody would see it.
    private func showProgress(
        of executor: Executor, since reports: ReportWriter, on loop: any EventLoop
    ) -> RepeatedTask? {
        guard Console.standard.showsLiveLine, !settings.isQuiet, !settings.isVerbose else { return nil }
        let view = NIOLoopBound((session: self, executor: executor, reports: reports), eventLoop: loop)
        return loop.scheduleRepeatedTask(initialDelay: .seconds(1), delay: .milliseconds(200)) { _ in
            let (session, executor, reports) = view.value
            let parts = [session.steps.current.map { "step `\($0)`" }, executor.tally.text].compactMap { $0 }
            var line = ProgressLine(done: executor.requestCount, elapsed: reports.now, activity: "requests")
            if !parts.isEmpty { line.activity = Door.showLine("requests  " + parts.joined(separator: "  ")) }
            Console.standard.live(Door.show(line.text(width: Console.standard.width - 1)))
        }
    }

    private func openJournal(_ scripts: [CheckedScript], on platform: PlatformProfile?) throws -> Journal? {
        guard let path = safety.journal ?? safety.resume else { return nil }
        guard !OutputFile.isStandardOutput(path) else {
            throw Ending.usage("`\(path)` is not a file, so it cannot be a journal")
        }
        guard let script = scripts.first, scripts.count == 1 else {
            throw Ending.usage("a journal belongs to one script")
        }
        try checkPlatformIsKept(path)
        let seed = settings.seed ?? UInt64.random(in: 0 ... .max)
        let identity = JournalIdentity(
            sources: script.compiler.sources.map { .init(name: $0.name, text: $0.text($0.span)) },
            parameters: script.parameters, platform: platform?.nameInJournal, seed: seed,
            isSeedGiven: settings.seed != nil)
        let resumption = try resumption(of: script)
        do throws(JournalProblem) {
            return safety.resume == nil
                ? try Journal.create(path, identity: identity, secrets: secrets)
                : try Journal.resume(path, identity: identity, secrets: secrets, resumption)
        } catch {
            throw Ending.usage(error.message)
        }
    }

    /// Returns the settlements and edited files that the command line gives for a resumed journal.
    private func resumption(of script: CheckedScript) throws -> Resumption {
        let edited = try safety.edited.map { path in
            guard !path.utf8.elementsEqual("-".utf8) else {
                throw Ending.usage("`--edited -`: standard input must be the same again")
            }
            guard !FileCheck.isMissing(path), let identity = FileIdentity(path) else {
                throw Ending.usage("`--edited \(path)`: there is no such file")
            }
            return identity
        }
        let folder = script.file.folder
        return Resumption(settlements: safety.settle.compactMap { SafetyOptions.settlement($0) }) { path in
            // Sources are known by their paths, data files by the names that the script uses.
            [path, FileUses.joined(folder, path)].contains { FileIdentity($0).map(edited.contains) ?? false }
        }
    }

    /// Rejects or warns about a journal of a local platform in memory, which ends with its run and cannot be resumed.
    private func checkPlatformIsKept(_ journal: String) throws {
        guard settings.platform == "local", EmbeddedPlatform.kept(settings.store) == nil else { return }
        guard safety.resume == nil else {
            throw Ending.usage(
                "`\(journal)` cannot be resumed: the local platform ended with its run; `--store FILE` keeps one")
        }
        guard !settings.isQuiet else { return }
        Console.standard.error(
            "picket: warning: the local platform ends with this run, so its journal cannot be resumed; "
                + "`--store FILE` keeps it\n")
    }

    // MARK: Running

    private func run(
        _ rest: ArraySlice<CheckedScript>, _ executor: Executor, _ reports: ReportWriter,
        completion: @escaping (Int32) -> Void
    ) {
        guard let next = rest.first else { return completion(ExitStatus.success) }
        run(next, at: rest.startIndex, executor, reports) { status, endsEverything in
            // After a refused login the next script would be refused as well.
            if endsEverything || status != ExitStatus.success && !self.settings.continuesOnError {
                return completion(status)
            }
            self.run(rest.dropFirst(), executor, reports) { completion(max(status, $0)) }
        }
    }

    private func run(
        _ script: CheckedScript, at position: Int, _ executor: Executor, _ reports: ReportWriter,
        completion: @escaping (_ status: Int32, _ endsEverything: Bool) -> Void
    ) {
        let printer = DiagnosticPrinter(colors: settings.showsColors, compiler: script.compiler)
        let collection = reports.wantsEverything ? reports.collector(of: script, position: position) : nil
        var execution = ScriptExecution(script: script, settings: settings, executor: executor)
        execution.reportsEverything = reports.wantsEverything
        execution.seed = executor.journal?.seed
        // The first script starts together with the deadline.
        execution.end = end
        end = end ?? settings.deadline.map { .now() + min($0, .longest) }
        steps = StepTrail()
        reported = ReportedFailures()
        execution.uses = reports.uses
        var followUps: [Failure] = []
        let run = execution.start { event in
            collection?.take(event)
            if case .recorded(let failure) = event.event, failure.isFollowUp { return followUps.append(failure) }
            self.steps.take(event.event)
            if case .stepStarted(let name, _) = event.event, self.settings.isVerbose {
                Console.standard.error("* step \(Door.showLine(name))\n")
            }
            self.show(event.event, printer)
        } completion: { outcome, machine in
            self.interruptions.aim(at: [])
            if !RunSession.isGood(outcome) { self.isComplete = false }
            self.unknowns.add(machine.unknowns)
            executor.journal?.end(outcome)
            _ = collection?.finish(outcome)
            let status = self.status(of: outcome, machine, printer)
            // They follow their cause.
            for failure in followUps { printer.show(failure) }
            completion(status, outcome.endsEverything || outcome.isDeadline)
        }
        interruptions.aim(at: [RunInterruption(run, on: executor.eventLoop)])
    }

    private func show(_ event: Event, _ printer: DiagnosticPrinter) {
        switch event {
        case .printed(let line) where keepsOutput, .shown(let line) where keepsOutput: output.append(Door.show(line))
        case .printed(let line), .shown(let line): Console.standard.print(Door.show(line))
        default:
            if let failure = reported.next(in: event) { printer.show(steps.place(failure)) }
        }
    }

    private static func isGood(_ outcome: Outcome) -> Bool {
        switch outcome {
        case .success, .exit(0): true
        case .exit, .failure: false
        }
    }

    private func status(of outcome: Outcome, _ machine: Machine, _ printer: DiagnosticPrinter) -> Int32 {
        switch outcome {
        case .failure(let failure):
            printer.show(steps.place(failure))
            return Int32(failure.exitStatus)
        case .exit(let status) where status != 0: return Int32(status)
        default: return Int32(machine.recorded.exitStatus)
        }
    }
}

extension Outcome {
    /// Whether the run reached its deadline.
    fileprivate var isDeadline: Bool {
        if case .failure(let failure) = self { failure.kind == .deadline } else { false }
    }
}
