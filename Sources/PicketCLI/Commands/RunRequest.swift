/// The arguments of `picket run`.
struct RunRequest: Equatable {
    var words: [String] = []
    var texts: [String] = []
    var platform = PlatformOptions()
    var options = RunOptions()
    var safety = SafetyOptions()
    var output = OutputOptions()
    var reports = ReportOptions()

    /// Runs the scripts and ends the program with the run's status.
    func perform() throws -> Never {
        let settings = try Settings(platform: platform, run: options, output: output)
        let safety = try safety.completed(settings)
        let arguments = ScriptArguments(words)
        let sources = try ScriptFile.all(texts, arguments, root: settings.fileRoot)
        guard !sources.isEmpty else {
            throw Ending.usage(arguments.advice ?? "give the scripts to run: `picket run FILE`, or `-c 'SCRIPT'`")
        }
        let session = RunSession(settings, safety: safety, reports: try reports.completed(settings))
        try session.run(sources, parameters: arguments.parameters) { status in
            PlanText(session).show()
            return status
        }
    }
}
