import ArgumentParser
import PicketPool
import PicketRuntime
import PicketSystem

/// `picket plan`
struct PlanCommand: ParsableCommand {
    enum Format: String, CaseIterable, ExpressibleByArgument {
        case text, json
    }

    static let configuration = CommandConfiguration(
        commandName: "plan", abstract: "Show what a runbook would change, and send no write.",
        discussion: """
            Reads are sent. Later reads of the script see what its writes would have done. With `--detailed-exitcode` the \
            status is 0 if nothing would change and 5 if something would.
            """)

    @ArgumentParser.Argument(
        help: ArgumentHelp("Scripts, and values for their parameters.", valueName: "FILE|NAME=VALUE"))
    var words: [String]

    @Flag(name: .customLong("detailed-exitcode"), help: "End with status 5 if there are changes.")
    var detailedExitCode = false

    @Option(help: "How the plan is shown.")
    var format = Format.text

    @Option(help: ArgumentHelp("Write what would be sent as curl commands, secrets as variables.", valueName: "file"))
    var curl: String?

    @OptionGroup(title: "Platform") var platform: PlatformArguments
    @OptionGroup(title: "Run") var options: RunArguments
    @OptionGroup(title: "Output") var output: OutputArguments
    @OptionGroup(title: "Reports") var reports: ReportArguments

    func run() throws {
        let settings = try Settings(platform: platform.options, run: options.options, output: output.options)
        let arguments = ScriptArguments(words)
        let safety = SafetyOptions(dryRun: true, curl: curl ?? Environment.option(.curl))
        let session = RunSession(settings, safety: safety, reports: reports.options)
        let files = try arguments.files.map { try ScriptFile.read($0, root: settings.fileRoot) }
        try session.run(files, parameters: arguments.parameters) { status in
            PlanText.show(session.plan, asJSON: format == .json)
            let hasChanges = session.plan?.content.hasChanges == true
            return status == ExitStatus.success && detailedExitCode && hasChanges ? ExitStatus.changes : status
        }
    }
}
