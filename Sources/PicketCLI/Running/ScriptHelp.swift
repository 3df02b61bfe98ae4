import PicketPool
import PicketRuntime
import PicketSyntax

/// The output of `picket run FILE --help`: the parameters of a script.
enum ScriptHelp {
    /// Prints the help and returns the exit status; nil if the arguments do not ask for it.
    static func answer(_ arguments: [String]) -> Int32? {
        guard arguments.first == "run", arguments.contains("--help") || arguments.contains("-h"),
            let file = ScriptArguments(arguments.dropFirst().filter { !$0.hasPrefix("-") }).files.first,
            let script = try? ScriptFile.read(file, root: nil)
        else { return nil }
        let compiler = Compiler(commands: ConnectionAPI.commands, loader: script.loader)
        compiler.program = ProgramName.picket
        let compilation = compiler.compile(script.source)
        if compilation.hasErrors {
            DiagnosticPrinter(colors: false, compiler: compiler).show(compilation.diagnostics)
            return ExitStatus.nothingSent
        }
        Console.standard.out(Door.show(text(script.source.name, compilation.parameters)))
        return ExitStatus.success
    }

    private static func text(_ name: String, _ parameters: [ScriptParameter]) -> String {
        let words = parameters.map { $0.isRequired ? " \($0.name)=VALUE" : " [\($0.name)=VALUE]" }.joined()
        var text = "USAGE: picket run \(name)\(words) [options]\n"
        if parameters.isEmpty { return text + "\nThe script has no parameters.\n" }
        text += "\nPARAMETERS:\n"
        let width = parameters.map(\.name.count).max() ?? 0
        for parameter in parameters {
            let name = parameter.name + String(repeating: " ", count: width - parameter.name.count)
            let fallback = parameter.defaultText.map { "default: \($0)" } ?? "must be given"
            text += "  \(name)  \(parameter.note.map { $0 + " " } ?? "")(\(fallback))\n"
        }
        return text
    }
}
