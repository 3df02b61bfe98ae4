import PicketSystem

/// `picket repl`
enum ReplCommand {
    static func run(_ line: CommandLineWords) throws {
        guard line.operands.isEmpty else {
            throw Ending.usage("`picket repl` takes no `\(line.operands[0])`; `picket run FILE` runs a script")
        }
        try ReplSession.checkInput()
        let settings = try Settings(line.options)
        let status = try ReplSession.run(settings, stopsOnError: try settings.own.isOn(.stopOnError))
        if status != ExitStatus.success { throw Ending(status) }
    }
}
