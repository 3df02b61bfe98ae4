import ArgumentParser

/// `picket run`
struct RunCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Run runbooks.",
        discussion: """
            `NAME=VALUE` sets a parameter of the script, `-` is standard input. `picket run FILE --help` shows the \
            parameters that a script has.

              picket run fleet.picket region=paris --platform local
            """)

    @Argument(help: ArgumentHelp("Scripts, and values for their parameters.", valueName: "FILE|NAME=VALUE"))
    var words: [String] = []

    @Option(name: .customShort("c"), help: ArgumentHelp("Run this text.", valueName: "script"))
    var text: String?

    @OptionGroup(title: "Platform") var platform: PlatformOptions
    @OptionGroup(title: "Run") var options: RunOptions
    @OptionGroup(title: "Safety") var safety: SafetyOptions
    @OptionGroup(title: "Output") var output: OutputOptions
    @OptionGroup(title: "Reports") var reports: ReportOptions

    func run() throws {
        let settings = try Settings(platform: platform, run: options, output: output)
        let arguments = ScriptArguments(words)
        var sources = try arguments.files.map { try ScriptFile.read($0, root: settings.fileRoot) }
        if let text { sources.insert(ScriptFile.commandLine(text, root: settings.fileRoot), at: 0) }
        guard !sources.isEmpty else { throw Ending.usage("what is to be run? `picket run FILE`, or `-c 'SCRIPT'`") }
        let session = RunSession(settings, safety: safety, reports: reports)
        try session.run(sources, parameters: arguments.parameters) { status in
            PlanText.show(session.plan, asJSON: false)
            return status
        }
    }
}
