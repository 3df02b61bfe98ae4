import ArgumentParser
import PicketPool
import PicketRuntime
import PicketSyntax
import PicketSystem

/// `picket check`
struct CheckCommand: ParsableCommand {
    enum Format: String, CaseIterable, ExpressibleByArgument {
        case text, json
    }

    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Say everything about scripts that can be known without sending a request.",
        discussion: "Exit status: 0 if there are no errors (warnings do not count), 2 otherwise.")

    @ArgumentParser.Argument(help: ArgumentHelp("Scripts; `-` is standard input.", valueName: "FILE"))
    var files: [String]

    @Option(help: "How findings are shown.")
    var format = Format.text

    @Flag(help: ArgumentHelp("List the code of the scripts, for developers.", visibility: .hidden))
    var code = false

    @OptionGroup(title: "Output") var output: OutputArguments

    @Option(help: ArgumentHelp("The folder that scripts may include files from.", valueName: "dir"))
    var fileRoot: String?

    func run() throws {
        let colors = try output.options.resolvedColors()
        UnknownVariables.warn(colors: colors)
        let fileRoot = fileRoot ?? Environment.option(.fileRoot)
        var hasErrors = false
        var objects: [Shown<String>] = []
        for file in files {
            let script = try ScriptFile.read(file, root: fileRoot)
            let compiler = Compiler(commands: ConnectionAPI.commands, loader: script.loader)
            compiler.warnsOfShortSecrets = true
            let isJournaled = Environment.option(.journal) ?? Environment.option(.resume) != nil
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
        if format == .json { Console.standard.out(Self.array(objects)) }
        if hasErrors { throw Ending(ExitStatus.nothingSent) }
    }

    /// An array with an object a line.
    private static func array(_ objects: [Shown<String>]) -> Shown<String> {
        guard let first = objects.first else { return "[]\n" }
        return objects.dropFirst().reduce("[\n  \(first)") { "\($0),\n  \($1)" } + "\n]\n"
    }
}
