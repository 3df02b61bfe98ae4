import PicketPool
import PicketReports
import PicketRuntime
import PicketSyntax

/// `picket test`
enum TestCommand {
    static func run(_ line: CommandLineWords) throws {
        let settings = try Settings(line.options)
        let tests = try TestChoices(settings)
        let arguments = ScriptArguments(line.operands)
        guard !arguments.files.isEmpty else {
            throw Ending.usage(arguments.advice ?? "give the tests to run: `picket test PATH…`")
        }
        let folder = TestFolder(of: arguments.files)
        let files = try files(arguments, in: folder, settings)
        let interruptions = Interruptions(isListening: false)
        let reports = try ReportOptions(settings, of: .test)
        let scripts = try check(files, arguments, settings, reports, interruptions)
        interruptions.listen()
        let memory = FailedTestsFile(folder)
        let selection = try selection(tests, memory)
        let outcome = SelectionOutcome(selection, of: scripts.flatMap(\.identities))
        for warning in outcome.warnings { Console.standard.error("picket: warning: \(Door.showMessage(warning))\n") }
        if tests.lists {
            TestListing.show(scripts, selection)
            return try judge(outcome, settings, tests)
        }
        let session = TestSession(
            settings, reports: reports, selection: selection, options: tests.running,
            memory: memory, interruptions: interruptions)
        let schedule = FileSchedule(scripts.map(\.identity), repetitions: tests.repetitions, seed: tests.shuffle)
        let status = try session.run(scripts, schedule)
        if status != ExitStatus.success { throw Ending(status) }
        try judge(session.hasRunTests || outcome.kind != .tests ? outcome : .noneRan, settings, tests)
    }

    private static func files(
        _ arguments: ScriptArguments, in folder: TestFolder, _ settings: Settings
    ) throws -> [ScriptFile] {
        try ScriptFolder.found(in: arguments.files).map { found in
            // A suite may include files that are beside its folders.
            var file = try ScriptFile.read(found.path, root: settings.fileRoot ?? found.named)
            file.identity = folder.identity(of: found.path)
            return file
        }
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
            let reason = Directories.problem.map { ": \($0)" } ?? ""
            Console.standard.error(
                "picket: no test run in this folder is remembered, so all tests run (--rerun-failed)\(Door.show(reason))\n"
            )
        }
        do throws(SelectionProblem) {
            return TestSelection(
                tags: TagExpression(
                    anyOf: try tests.tags.map { text throws(SelectionProblem) in try TagExpression(text) }),
                names: tests.names.map { GlobPattern($0) },
                shards: try tests.shards.map { text throws(SelectionProblem) in try Shard(text) }, only: failed)
        } catch {
            throw Ending.usage(error.message)
        }
    }
}
