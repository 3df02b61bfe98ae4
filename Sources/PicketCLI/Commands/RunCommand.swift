import ArgumentParser

/// The command `picket run`.
struct RunCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Run runbooks.",
        discussion: """
            `NAME=VALUE` sets a parameter of the script, `-` is standard input. `picket run FILE --help` shows the \
            parameters that a script has. \(Setting.note)

              picket run fleet.picket region=paris --platform local
            """)

    @Argument(help: ArgumentHelp("Scripts, and values for their parameters.", valueName: "FILE|NAME=VALUE"))
    var words: [String] = []

    @Option(
        name: .customShort("c", allowingJoined: true), parsing: .unconditionalSingleValue,
        help: ArgumentHelp("Run this text; may be given several times.", valueName: "script"))
    var texts: [String] = []

    @OptionGroup(title: "Platform") var platform: PlatformArguments
    @OptionGroup(title: "Run") var options: RunArguments
    @OptionGroup(title: "Safety") var safety: SafetyArguments
    @OptionGroup(title: "Output") var output: OutputArguments
    @OptionGroup(title: "Reports") var reports: ReportArguments

    /// The request that the arguments describe.
    var request: RunRequest {
        RunRequest(
            words: words, texts: texts, platform: platform.options, options: options.options, safety: safety.options,
            output: output.options, reports: reports.options)
    }

    func run() throws { try request.perform() }
}
