import ArgumentParser
import PicketPool
import PicketRuntime

/// The command `picket plan`.
struct PlanCommand: ParsableCommand {
    enum Format: String, CaseIterable, ExpressibleByArgument {
        case text, json, markdown
    }

    static let configuration = CommandConfiguration(
        commandName: "plan", abstract: "Show what a runbook would change, and send no write.",
        discussion: """
            Reads are sent. Later reads of the script see the effect of its planned writes, and waits are skipped. With \
            `--detailed-exitcode` the status is 0 if a run would send no write, and 5 if it would.

            \(Setting.note)
            """)

    @ArgumentParser.Argument(
        help: ArgumentHelp("Scripts, and values for their parameters.", valueName: "FILE|NAME=VALUE"))
    var words: [String] = []

    @Option(
        name: .customShort("c", allowingJoined: true), parsing: .unconditionalSingleValue,
        help: ArgumentHelp("Plan this text; may be given several times.", valueName: "script"))
    var texts: [String] = []

    @Flag(name: .customLong("detailed-exitcode"), help: "End with status 5 if a run would send a write.")
    var detailedExitCode = false

    @Option(help: "The format of the plan.")
    var format: Format?

    @Option(help: ArgumentHelp("Write the requests as curl commands, with secrets as variables.", valueName: "file"))
    var curl: String?

    @OptionGroup(title: "Platform") var platform: PlatformArguments
    @OptionGroup(title: "Run") var options: RunArguments
    @OptionGroup(title: "Output") var output: OutputArguments
    @OptionGroup(title: "Reports") var reports: ReportArguments

    func run() throws {
        let settings = try Settings(platform: platform.options, run: options.options, output: output.options)
        let arguments = ScriptArguments(words)
        let safety = SafetyOptions(dryRun: true, curl: curl ?? settings.own.text(of: .curl)?.value)
        let format = try format ?? settings.own.text(of: .format)?.choice(.format) ?? .text
        let detailedExitCode = try detailedExitCode || settings.own.isOn(.detailedExitcode)
        let session = RunSession(settings, safety: safety, reports: try reports.options.completed(settings))
        let files = try ScriptFile.all(texts, arguments, root: settings.fileRoot)
        guard !files.isEmpty else {
            throw Ending.usage(arguments.advice ?? "give the scripts to plan: `picket plan FILE`, or `-c 'SCRIPT'`")
        }
        session.keepsOutput = format != .text
        try session.run(files, parameters: arguments.parameters) { status in
            switch format {
            case .text: PlanText(session).show()
            case .json: PlanText(session).showJSON()
            case .markdown: PlanText(session).showMarkdown()
            }
            let hasChanges = session.plan?.content.hasChanges == true
            return status == ExitStatus.success && detailedExitCode && hasChanges ? ExitStatus.changes : status
        }
    }
}
