import PicketSystem

/// `picket repl`
enum ReplCommand {
    static func run(_ line: CommandLineWords) throws {
        guard line.operands.isEmpty else {
            throw Ending.usage("`picket repl` takes no `\(line.operands[0])`; `picket run FILE` runs a script")
        }
        try ReplSession.checkInput()
        let settings = try Settings(line.options)
        // The line editor follows the convention; the option says the same.
        if settings.color == .never { Environment.set("NO_COLOR", to: "1") }
        let status = try ReplSession.run(settings, stopsOnError: try settings.own.isOn(.stopOnError))
        if status != ExitStatus.success { throw Ending(status) }
    }
}
