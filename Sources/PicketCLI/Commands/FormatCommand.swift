import ArgumentParser
import PicketPool
import PicketRuntime
import PicketSyntax
import PicketSystem

/// The command `picket fmt`.
struct FormatCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fmt", abstract: "Format scripts in the standard layout; comments are kept.",
        discussion: """
            Files are changed in place. With `-`, or a file that is not a regular file, the result goes to standard output. In \
            a folder, every `.picket` file in it and below is formatted. With `--check` nothing is changed: the files that \
            would change are listed, the differences are shown on standard error, and the status is 1.

            \(Setting.note)
            """)

    @ArgumentParser.Argument(help: ArgumentHelp("Scripts and folders; `-` is standard input.", valueName: "PATH"))
    var files: [String]

    @Flag(help: "Change nothing; name the files that would be changed.")
    var check = false

    @OptionGroup(title: "Output") var output: OutputArguments

    func run() throws {
        let settings = try Settings(output: output.options)
        let colors = settings.showsColors
        let check = try check || settings.own.isOn(.check)
        var status = ExitStatus.success
        for file in try ScriptFolder.scripts(in: files) {
            let script = try ScriptFile.read(file, root: nil)
            let (text, diagnostics) = format(script.source)
            if diagnostics.contains(where: { $0.severity == .error }) {
                Self.show(diagnostics, colors: colors)
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

    /// Writes or checks a formatted text. Returns whether `--check` found a difference.
    private func write(
        _ text: String, of script: ScriptFile, named file: String, isChecked: Bool
    ) throws -> Bool {
        let isSame = script.source.text(script.source.span).utf8.elementsEqual(text.utf8)
        if isChecked {
            guard !isSame else { return false }
            Console.standard.out(Door.show(script.source.name) + "\n")
            let formatted = SourceFile(name: script.source.name, text: text)
            Console.standard.error(Door.show(LineDifference.text(script.source, formatted)))
            return true
        }
        // A pipe or a device was read to its end. Text written back into it would have no reader.
        let formatted = Shown.verbatim(SourceFile(name: script.source.name, text: text))
        if OutputFile.isStandardOutput(file) || !FileCheck.isRegular(file) {
            Console.standard.out(formatted)
        } else if !isSame {
            try OutputFile.file(file).replace(with: formatted.map { Array($0.utf8) })
        }
        return false
    }
}
