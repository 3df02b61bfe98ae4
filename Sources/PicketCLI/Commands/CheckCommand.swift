import PicketPool
import PicketRuntime
import PicketSyntax

/// `picket check`
enum CheckCommand {
    enum Format: String, CaseIterable {
        case text, json, github, gitlab, sarif
    }

    static func run(_ line: CommandLineWords) throws {
        let settings = try Settings(line.options)
        let (colors, fileRoot) = (settings.showsColors, settings.fileRoot)
        let format: Format = try settings.own.text(of: .format)?.choice(.format) ?? .text
        let code = try settings.own.isOn(.code)
        guard !line.operands.isEmpty || !line.texts.isEmpty else {
            throw Ending.usage("give the scripts to check: `picket check PATH…`, or `-c 'SCRIPT'`")
        }
        var hasErrors = false
        var output = CheckOutput(format, colors: colors)
        let scripts =
            ScriptFile.commandLine(line.texts, root: fileRoot)
            + (try ScriptFolder.scripts(in: line.operands).map { try ScriptFile.read($0, root: fileRoot) })
        for script in scripts {
            let compiler = Compiler(commands: ConnectionAPI.commands, loader: script.loader)
            compiler.program = ProgramName.picket
            compiler.warnsOfShortSecrets = true
            let isJournaled = settings.own.text(of: .journal) != nil || settings.own.text(of: .resume) != nil
            compiler.chanceWarning = isJournaled ? .chanceInWrite : nil
            let compilation = compiler.compile(script.source)
            let diagnostics = compilation.diagnostics
            if code, let program = compilation.program {
                Console.standard.out(
                    Door.show(CodeListing(program, commands: ConnectionAPI.commands).text))
            }
            hasErrors = hasErrors || diagnostics.contains { $0.severity == .error }
            output.take(diagnostics, of: script, compiler)
        }
        output.finish()
        if hasErrors { throw Ending(ExitStatus.nothingSent) }
    }
}
