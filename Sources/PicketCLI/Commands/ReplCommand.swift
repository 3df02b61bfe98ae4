import ArgumentParser
import PicketSystem

/// `picket repl`
struct ReplCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "repl", abstract: "The prompt; also what `picket` alone does on a terminal.",
        discussion: """
            `:help` lists what there is, Tab completes, ^C ends what runs, ^D ends the session. Without a terminal every \
            line of the input runs, no prompt is shown, and the session ends with 0 unless `--stop-on-error` says otherwise.
            """)

    @OptionGroup(title: "Platform") var platform: PlatformArguments
    @OptionGroup(title: "Run") var options: RunArguments
    @OptionGroup(title: "Output") var output: OutputArguments
    @Flag(name: .long, help: "End the session at the first error, with its exit status.")
    var stopOnError = false

    func run() throws {
        try ReplSession.checkInput()
        let settings = try Settings(platform: platform.options, run: options.options, output: output.options)
        // The line editor follows the convention; the option says the same.
        if output.color == .never { Environment.set("NO_COLOR", to: "1") }
        let status = try ReplSession.run(settings, stopsOnError: try stopOnError || settings.own.isOn(.stopOnError))
        if status != ExitStatus.success { throw Ending(status) }
    }
}
