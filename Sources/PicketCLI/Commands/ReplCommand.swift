import ArgumentParser
import PicketSystem

/// The command `picket repl`.
struct ReplCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "repl", abstract: "Start the prompt, as `picket` alone does on a terminal.",
        discussion: """
            `:help` lists the commands, Tab completes, ^C ends the running command, ^D ends the session. Without a terminal, \
            no prompt is shown, every line of the input runs, and the status is 0 unless `--stop-on-error` is given.
            """)

    @OptionGroup(title: "Platform") var platform: PlatformArguments
    @OptionGroup(title: "Run") var options: RunArguments
    @OptionGroup(title: "Output") var output: OutputArguments
    @Flag(name: .long, help: "End the session at the first error, with its exit status.")
    var stopOnError = false

    func run() throws {
        try ReplSession.checkInput()
        let settings = try Settings(platform: platform.options, run: options.options, output: output.options)
        // The line editor follows the `NO_COLOR` convention, so `--color never` sets it.
        if output.color == .never { Environment.set("NO_COLOR", to: "1") }
        let status = try ReplSession.run(settings, stopsOnError: try stopOnError || settings.own.isOn(.stopOnError))
        if status != ExitStatus.success { throw Ending(status) }
    }
}
