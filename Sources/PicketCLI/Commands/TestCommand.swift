import ArgumentParser
import PicketReports
import PicketRuntime
import PicketSyntax

/// `picket test`
struct TestCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test", abstract: "Run the `test` blocks of files and folders.",
        discussion: """
            The statements of a file outside of tests are its set-up and run first; if they fail, all its tests do.

              picket test smoke --tag 'smoke and not slow' --jobs 4 --report-junit results.xml

            Exit status 5 means that no test was selected; a shard without tests is 0, and so is all with --allow-empty.
            """)

    @ArgumentParser.Argument(
        help: ArgumentHelp("Files, folders, and values for parameters.", valueName: "PATH|NAME=VALUE"))
    var words: [String]

    @Option(help: ArgumentHelp("Only tests whose tags satisfy this, such as 'smoke and not slow'.", valueName: "expr"))
    var tag: String?

    @Option(help: ArgumentHelp("Only tests whose names match, such as 'pool *'.", valueName: "glob"))
    var name: String?

    @Option(name: .shortAndLong, help: ArgumentHelp("So many files at once.", valueName: "count"))
    var jobs = 1

    @Flag(help: "Start nothing more once a test has failed.")
    var failFast = false

    @Flag(help: "Only the tests that failed the last time; all of them if no run of this folder is remembered.")
    var rerunFailed = false

    @Flag(help: "That no test is selected is no failure.")
    var allowEmpty = false

    @Option(help: ArgumentHelp("Run the files in an order drawn from this number.", valueName: "seed"))
    var shuffle: UInt64?

    @Option(help: ArgumentHelp("Only this part of the tests: the K-th of N, by name.", valueName: "K/N"))
    var shard: String?

    @Option(name: .customLong("repeat"), help: ArgumentHelp("Run everything so often.", valueName: "count"))
    var repetitions = 1

    @Flag(help: "List the tests with tags and places, and run none.")
    var list = false

    @OptionGroup(title: "Platform") var platform: PlatformArguments
    @OptionGroup(title: "Run") var options: RunArguments
    @OptionGroup(title: "Output") var output: OutputArguments
    @OptionGroup(title: "Reports") var reports: ReportArguments

    func validate() throws {
        if !(1...256).contains(jobs) { throw ValidationError("--jobs is a number from 1 to 256") }
        if !(1...100_000).contains(repetitions) { throw ValidationError("--repeat is a number from 1 to 100000") }
    }

    func run() throws {
        let settings = try Settings(platform: platform.options, run: options.options, output: output.options)
        let arguments = ScriptArguments(words)
        let paths = try ScriptFolder.scripts(in: arguments.files)
        let files = try paths.map { try ScriptFile.read($0, root: settings.fileRoot) }
        let scripts =
            files.isEmpty
            ? []
            : try CheckedScript.check(files, arguments.parameters, showsColors: settings.showsColors) {
                settings.checkingLimit()
            }
        let memory = FailedTestsFile()
        let selection = try selection(memory)
        let outcome = SelectionOutcome(selection, of: scripts.flatMap(\.identities))
        for warning in outcome.warnings { Console.standard.error("picket: warning: \(Door.showMessage(warning))\n") }
        if list {
            TestListing.show(scripts, selection)
            return try judge(outcome, settings)
        }
        let session = TestSession(
            settings, reports: reports.options, selection: selection, jobs: jobs, failsFast: failFast, memory: memory)
        let schedule = FileSchedule(paths, repetitions: repetitions, seed: shuffle)
        let status = try session.run(scripts, schedule)
        if status != ExitStatus.success { throw Ending(status) }
        try judge(session.hasRunTests || outcome.kind != .tests ? outcome : .noneRan, settings)
    }

    /// That nothing was selected is a failure, unless another shard has the tests or the user allows it.
    private func judge(_ outcome: SelectionOutcome, _ settings: Settings) throws {
        switch outcome.kind {
        case .tests: return
        case .emptyShard:
            if !settings.isQuiet { Console.standard.error("picket: no test is in this shard\n") }
        case .nothing(let reason):
            let message = "no test was selected: \(reason)"
            guard allowEmpty else { throw Ending(ExitStatus.noTest, message) }
            if !settings.isQuiet { Console.standard.error("picket: \(Door.showMessage(message))\n") }
        }
    }

    private func selection(_ memory: FailedTestsFile) throws -> TestSelection {
        let failed = rerunFailed ? memory.failed : nil
        if rerunFailed, failed == nil {
            Console.standard.error(
                "picket: no test run in this folder is remembered, so all tests run (--rerun-failed)\n")
        }
        do throws(SelectionProblem) {
            return TestSelection(
                tags: try tag.map { text throws(SelectionProblem) in try TagExpression(text) },
                name: name.map { GlobPattern($0) },
                shard: try shard.map { text throws(SelectionProblem) in try Shard(text) },
                only: failed)
        } catch {
            throw Ending.usage(error.message)
        }
    }
}
