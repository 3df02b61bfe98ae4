import ArgumentParser
import PicketPool
import PicketReports
import PicketRuntime
import PicketSyntax

/// The command `picket test`.
struct TestCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test", abstract: "Run the `test` blocks of files and folders.",
        discussion: """
            The statements of a file outside of tests are its set-up. They run first; if they fail, all its tests fail.

              picket test smoke --tag 'smoke and not slow' --jobs 4 --report-junit results.xml

            The output of a test is shown when it ends, together with its failure. --tag, --name and --shard may be given \
            several times: a test is selected if one of them selects it.

            Exit status 5 means that no test was selected. It is 0 for a shard without tests, and with --allow-empty.

            \(Setting.note)
            """)

    @ArgumentParser.Argument(
        help: ArgumentHelp("Files, folders, and values for parameters.", valueName: "PATH|NAME=VALUE"))
    var words: [String]

    @OptionGroup(title: "Tests") var tests: TestArguments
    @OptionGroup(title: "Platform") var platform: PlatformArguments
    @OptionGroup(title: "Run") var options: RunArguments
    @OptionGroup(title: "Output") var output: OutputArguments
    @OptionGroup(title: "Reports") var reports: ReportArguments

    func run() throws {
        let settings = try Settings(platform: platform.options, run: options.options, output: output.options)
        let tests = try tests.completed(settings)
        let arguments = ScriptArguments(words)
        guard !arguments.files.isEmpty else {
            throw Ending.usage(arguments.advice ?? "give the tests to run: `picket test PATH…`")
        }
        let folder = TestFolder(of: arguments.files)
        let files = try files(arguments, in: folder, settings)
        let interruptions = Interruptions(isListening: false)
        let scripts = try check(files, arguments, settings, interruptions)
        interruptions.listen()
        let memory = FailedTestsFile(folder)
        let selection = try selection(tests, memory)
        let outcome = SelectionOutcome(selection, of: scripts.flatMap(\.identities))
        for warning in outcome.warnings { Console.standard.error("picket: warning: \(Door.showMessage(warning))\n") }
        if tests.list {
            TestListing.show(scripts, selection)
            return try judge(outcome, settings, tests)
        }
        let session = TestSession(
            settings, reports: try reports.options.completed(settings), selection: selection, options: tests.running,
            memory: memory, interruptions: interruptions)
        let schedule = FileSchedule(
            scripts.map(\.identity), repetitions: tests.repetitions ?? 1, seed: tests.shuffle)
        let status = try session.run(scripts, schedule)
        if status != ExitStatus.success { throw Ending(status) }
        try judge(session.hasRunTests || outcome.kind != .tests ? outcome : .noneRan, settings, tests)
    }

    private func files(
        _ arguments: ScriptArguments, in folder: TestFolder, _ settings: Settings
    ) throws -> [ScriptFile] {
        try ScriptFolder.found(in: arguments.files).map { found in
            // A suite may include files that are beside its folders.
            var file = try ScriptFile.read(found.path, root: settings.fileRoot ?? found.named)
            file.identity = folder.identity(of: found.path)
            return file
        }
    }

    /// Checks the scripts. A signal or the deadline also ends the checking.
    private func check(
        _ files: [ScriptFile], _ arguments: ScriptArguments, _ settings: Settings, _ interruptions: Interruptions
    ) throws -> [CheckedScript] {
        // The limit starts with the first script and covers all of them.
        var limit: (() -> Failure?)?
        do {
            return try CheckedScript.check(
                files, arguments.parameters, showsColors: settings.showsColors, onlyTests: true
            ) {
                let known = limit ?? settings.checkingLimit()
                limit = known
                return { interruptions.exitStatus == nil ? known() : .interruptedByUser }
            }
        } catch let ending as Ending {
            throw interruptions.exitStatus.map { Ending($0) } ?? ending
        }
    }

    /// Fails if no test was selected, unless another shard has the tests or the user allows it.
    private func judge(_ outcome: SelectionOutcome, _ settings: Settings, _ tests: TestArguments) throws {
        switch outcome.kind {
        case .tests: return
        case .emptyShard:
            if !settings.isQuiet { Console.standard.error("picket: no test is in this shard\n") }
        case .nothing(let reason):
            let message = "no test was selected: \(reason)"
            guard tests.allowEmpty else { throw Ending(ExitStatus.noTest, message) }
            if !settings.isQuiet { Console.standard.error("picket: \(Door.showMessage(message))\n") }
        }
    }

    private func selection(_ tests: TestArguments, _ memory: FailedTestsFile) throws -> TestSelection {
        let failed = tests.rerunFailed ? memory.failed : nil
        if tests.rerunFailed, failed == nil {
            let reason = Directories.problem.map { ": \($0)" } ?? ""
            Console.standard.error(
                "picket: no test run in this folder is remembered, so all tests run (--rerun-failed)\(Door.show(reason))\n"
            )
        }
        do throws(SelectionProblem) {
            return TestSelection(
                tags: TagExpression(
                    anyOf: try tests.tag.map { text throws(SelectionProblem) in try TagExpression(text) }),
                names: tests.name.map { GlobPattern($0) },
                shards: try tests.shard.map { text throws(SelectionProblem) in try Shard(text) }, only: failed)
        } catch {
            throw Ending.usage(error.message)
        }
    }
}
