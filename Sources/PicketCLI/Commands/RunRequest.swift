/// What `picket run` is asked for.
struct RunRequest: Equatable {
    var words: [String] = []
    var text: String?
    var platform = PlatformOptions()
    var options = RunOptions()
    var safety = SafetyOptions()
    var output = OutputOptions()
    var reports = ReportOptions()

    /// Ends the program with the run's status.
    func perform() throws -> Never {
        let settings = try Settings(platform: platform, run: options, output: output)
        let safety = try safety.completed()
        let arguments = ScriptArguments(words)
        var sources = try arguments.files.map { try ScriptFile.read($0, root: settings.fileRoot) }
        if let text { sources.insert(ScriptFile.commandLine(text, root: settings.fileRoot), at: 0) }
        guard !sources.isEmpty else { throw Ending.usage("what is to be run? `picket run FILE`, or `-c 'SCRIPT'`") }
        let session = RunSession(settings, safety: safety, reports: reports)
        try session.run(sources, parameters: arguments.parameters) { status in
            PlanText.show(session.plan, isComplete: session.isComplete)
            return status
        }
    }
}
