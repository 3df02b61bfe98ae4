import PicketPool
import PicketRuntime
import PicketSyntax

/// `picket check`
enum CheckCommand {
    enum Format: String, CaseIterable {
        case text, json
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
        var objects: [Shown<String>] = []
        let scripts =
            ScriptFile.commandLine(line.texts, root: fileRoot)
            + (try ScriptFolder.scripts(in: line.operands).map { try ScriptFile.read($0, root: fileRoot) })
        for script in scripts {
            let compiler = Compiler(commands: ConnectionAPI.commands, loader: script.loader)
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
            let printer = DiagnosticPrinter(colors: colors, compiler: compiler)
            if format == .json {
                objects += printer.json(diagnostics)
            } else {
                printer.show(diagnostics)
            }
        }
        if format == .json { Console.standard.out(array(objects)) }
        if hasErrors { throw Ending(ExitStatus.nothingSent) }
    }

    /// Returns a JSON array with one object per line.
    private static func array(_ objects: [Shown<String>]) -> Shown<String> {
        guard let first = objects.first else { return "[]\n" }
        return objects.dropFirst().reduce("[\n  \(first)") { "\($0),\n  \($1)" } + "\n]\n"
    }
}
