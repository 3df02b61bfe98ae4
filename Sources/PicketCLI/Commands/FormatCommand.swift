import PicketPool
import PicketRuntime
import PicketSyntax
import PicketSystem

/// `picket fmt`
enum FormatCommand {
    static func run(_ line: CommandLineWords) throws {
        guard !line.operands.isEmpty else { throw Ending.usage("give the scripts to format: `picket fmt PATH…`") }
        let settings = try Settings(line.options)
        let colors = settings.showsColors
        let check = try settings.own.isOn(.check)
        var status = ExitStatus.success
        for file in try ScriptFolder.scripts(in: line.operands) {
            let script = try ScriptFile.read(file, root: nil)
            let (text, diagnostics) = format(script.source)
            if diagnostics.contains(where: { $0.severity == .error }) {
                show(diagnostics, colors: colors)
                status = ExitStatus.nothingSent
            } else if try write(text, of: script, named: file, isChecked: check), status == ExitStatus.success {
                status = ExitStatus.failed
            }
        }
        if status != ExitStatus.success { throw Ending(status) }
    }

    private static func show(_ diagnostics: [Diagnostic], colors: Bool) {
        let places = SourceSecrets(ConnectionAPI.commands.secretNames)
        DiagnosticPrinter(colors: colors, places).show(diagnostics)
    }

    /// Whether `--check` has something to say.
    private static func write(
        _ text: String, of script: ScriptFile, named file: String, isChecked: Bool
    ) throws -> Bool {
        let isSame = script.source.text(script.source.span).utf8.elementsEqual(text.utf8)
        if isChecked {
            guard !isSame else { return false }
            Console.standard.out(Door.showLine(script.source.name) + "\n")
            let formatted = SourceFile(name: script.source.name, text: text)
            Console.standard.error(Door.show(LineDifference.text(script.source, formatted)))
            return true
        }
        // A pipe or a device was read to its end. Text written back into it would have no reader.
        let formatted = Shown.verbatim(SourceFile(name: script.source.name, text: text))
        if OutputFile.isStandardOutput(file) || !FileCheck.isRegular(file) {
            Console.standard.out(formatted.map { Array($0.utf8) }, isVerbatim: true)
        } else if !isSame {
            try OutputFile.file(file).replace(with: formatted.map { Array($0.utf8) })
        }
        return false
    }
}
