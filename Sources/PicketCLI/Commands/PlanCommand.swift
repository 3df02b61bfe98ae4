import PicketPool
import PicketRuntime

/// `picket plan`
enum PlanCommand {
    enum Format: String, CaseIterable {
        case text, json, markdown
    }

    static func run(_ line: CommandLineWords) throws {
        let settings = try Settings(line.options)
        let arguments = ScriptArguments(line.operands)
        let format: Format = try settings.own.text(of: .format)?.choice(.format) ?? .text
        let detailedExitCode = try settings.own.isOn(.detailedExitcode)
        let session = RunSession(settings, safety: .plan(settings), reports: try ReportOptions(settings, of: .plan))
        let files = try ScriptFile.all(line.texts, arguments, root: settings.fileRoot)
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
            // A plan that lacks a connection does not say that nothing would change.
            if status == ExitStatus.success, session.plan?.content.isWhole == false { return ExitStatus.failed }
            let hasChanges = session.plan?.content.hasChanges == true
            return status == ExitStatus.success && detailedExitCode && hasChanges ? ExitStatus.changes : status
        }
    }
}
