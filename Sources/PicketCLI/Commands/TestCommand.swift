import PicketPool
import PicketReports
import PicketRuntime
import PicketSyntax
import PicketSystem

/// `picket test`
enum TestCommand {
    /// The form of the list of tests.
    enum Format: String, CaseIterable {
        case text, json
    }

    static func run(_ line: CommandLineWords) throws {
        let arguments = ScriptArguments(line.operands)
        let folder = TestFolder(of: arguments.files)
        let suite = arguments.files.isEmpty ? nil : try SuiteFile.load(for: folder)
        let settings = try Settings(line.options, suite: suite)
        let tests = try TestChoices(settings)
        guard !arguments.files.isEmpty else {
            throw Ending.usage(arguments.advice ?? "give the tests to run: `picket test PATH…`")
        }
        let timings = try tests.readTimings()
        let files = try files(arguments, in: folder, settings, tests)
        let interruptions = Interruptions(isListening: false)
        let reports = try ReportOptions(settings, of: .test)
        let all = try check(files, arguments, settings, reports, interruptions)
        interruptions.listen()
        let (setUp, scripts) = (all.first { $0.file.isSetUp }, all.filter { !$0.file.isSetUp })
        if let setUp, !setUp.tests.isEmpty {
            throw Ending.usage("`\(setUp.file.source.name)` has tests; a set-up of all tests has none of its own")
        }
        let memory = FailedTestsFile(folder, arguments.files)
        var selection = try selection(tests, memory)
        selection.take(try tests.parsedShards(), of: scripts.flatMap(\.identities), timings: timings)
        let outcome = SelectionOutcome(selection, of: scripts.flatMap(\.identities))
        for warning in outcome.warnings { Console.standard.error("picket: warning: \(Door.showMessage(warning))\n") }
        if tests.lists {
            TestListing.show(scripts, selection, tests.format)
            return try judge(outcome, settings, tests)
        }
        let session = TestSession(
            settings, reports: reports, selection: selection, options: tests.running,
            memory: memory, interruptions: interruptions)
        let schedule = FileSchedule(scripts.map(\.identity), repetitions: tests.repetitions, seed: tests.shuffle)
        let status = try session.run(scripts, schedule, setUp: setUp)
        if status != ExitStatus.success { throw Ending(status) }
        try judge(session.hasRunTests || outcome.kind != .tests ? outcome : .noneRan, settings, tests)
    }

    private static func files(
        _ arguments: ScriptArguments, in folder: TestFolder, _ settings: Settings, _ tests: TestChoices
    ) throws -> [ScriptFile] {
        let setUp = tests.setUp.map { FilePlace.resolved($0) ?? $0 }
        var files = try ScriptFolder.found(in: arguments.files).compactMap { found -> ScriptFile? in
            let place = FilePlace.resolved(found.path) ?? found.path
            if let setUp, place.utf8.elementsEqual(setUp.utf8) { return nil }
            // A suite may include files that are beside its folders.
            var file = try ScriptFile.read(found.path, root: settings.fileRoot ?? found.named)
            file.identity = folder.identity(of: found.path)
            return file
        }
        if let path = tests.setUp {
            var file = try ScriptFile.read(path, root: settings.fileRoot ?? folder.path)
            file.identity = folder.identity(of: path)
            file.isSetUp = true
            files.insert(file, at: 0)
        }
        return files
    }

    /// The scripts, checked; a signal or the deadline ends the checking, too.
    private static func check(
        _ files: [ScriptFile], _ arguments: ScriptArguments, _ settings: Settings, _ reports: ReportOptions,
        _ interruptions: Interruptions
    ) throws -> [CheckedScript] {
        // The limit starts with the first script and covers all of them.
        var limit: (() -> Failure?)?
        do {
            return try CheckedScript.check(
                files, arguments.parameters, showsColors: settings.showsColors, onlyTests: true,
                annotations: reports.annotations
            ) {
                let known = limit ?? settings.checkingLimit()
                limit = known
                return { interruptions.exitStatus == nil ? known() : .interruptedByUser }
            }
        } catch let ending as Ending {
            throw interruptions.exitStatus.map { Ending($0) } ?? ending
        }
    }

    /// That nothing was selected is a failure, unless another shard has the tests or the user allows it.
    private static func judge(_ outcome: SelectionOutcome, _ settings: Settings, _ tests: TestChoices) throws {
        switch outcome.kind {
        case .tests: return
        case .emptyShard:
            if !settings.isQuiet { Console.standard.error("picket: no test is in this shard\n") }
        case .nothing(let reason):
            let message = "no test was selected: \(reason)"
            guard tests.allowsEmpty else { throw Ending(ExitStatus.noTest, message) }
            if !settings.isQuiet { Console.standard.error("picket: \(Door.showMessage(message))\n") }
        }
    }

    private static func selection(_ tests: TestChoices, _ memory: FailedTestsFile) throws -> TestSelection {
        let failed = tests.rerunsFailed ? memory.failed : nil
        if tests.rerunsFailed, failed == nil {
            let reason = memory.problem.map { ": \($0)" } ?? ""
            Console.standard.error(
                "picket: no run of exactly these paths is remembered, so all tests run (--rerun-failed)\(Door.showLine(reason))\n"
            )
        }
        do throws(SelectionProblem) {
            return TestSelection(
                tags: TagExpression(
                    anyOf: try tests.tags.map { text throws(SelectionProblem) in try TagExpression(text) }),
                names: tests.names.map { GlobPattern($0) }, only: failed)
        } catch {
            throw Ending.usage(error.message)
        }
    }
}
