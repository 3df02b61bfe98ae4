/// `picket run`
enum RunCommand {
    /// Ends the program with the run's status.
    static func run(_ line: CommandLineWords) throws {
        let settings = try Settings(line.options)
        let safety = try SafetyOptions(settings)
        let arguments = ScriptArguments(line.operands)
        let sources = try ScriptFile.all(line.texts, arguments, root: settings.fileRoot)
        guard !sources.isEmpty else {
            throw Ending.usage(arguments.advice ?? "give the scripts to run: `picket run FILE`, or `-c 'SCRIPT'`")
        }
        let session = RunSession(settings, safety: safety, reports: try ReportOptions(settings, of: .run))
        try session.run(sources, parameters: arguments.parameters) { status in
            PlanText(session).show()
            return status
        }
    }
}
