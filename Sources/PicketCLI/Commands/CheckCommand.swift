import ArgumentParser
import PicketPool
import PicketRuntime
import PicketSyntax

/// The command `picket check`.
struct CheckCommand: ParsableCommand {
    enum Format: String, CaseIterable, ExpressibleByArgument {
        case text, json
    }

    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Check scripts without sending a request.",
        discussion: "Exit status: 0 if there are no errors (warnings do not count), 2 otherwise.\n\n\(Setting.note)")

    @ArgumentParser.Argument(help: ArgumentHelp("Scripts and folders; `-` is standard input.", valueName: "PATH"))
    var files: [String] = []

    @Option(
        name: .customShort("c", allowingJoined: true), parsing: .unconditionalSingleValue,
        help: ArgumentHelp("Check this text; may be given several times.", valueName: "script"))
    var texts: [String] = []

    @Option(help: "The format of the findings.")
    var format: Format?

    @Flag(help: ArgumentHelp("List the code of the scripts, for developers.", visibility: .hidden))
    var code = false

    @OptionGroup(title: "Output") var output: OutputArguments

    @Option(help: ArgumentHelp("The folder that scripts may include files from.", valueName: "dir"))
    var fileRoot: String?

    func run() throws {
        let settings = try Settings(output: output.options)
        let colors = settings.showsColors
        let fileRoot = fileRoot ?? settings.fileRoot
        let format = try format ?? settings.own.text(of: .format)?.choice(.format) ?? .text
        guard !files.isEmpty || !texts.isEmpty else {
            throw Ending.usage("give the scripts to check: `picket check PATH…`, or `-c 'SCRIPT'`")
        }
        var hasErrors = false
        var objects: [Shown<String>] = []
        let scripts =
            ScriptFile.commandLine(texts, root: fileRoot)
            + (try ScriptFolder.scripts(in: files).map { try ScriptFile.read($0, root: fileRoot) })
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
        if format == .json { Console.standard.out(Self.array(objects)) }
        if hasErrors { throw Ending(ExitStatus.nothingSent) }
    }

    /// Returns a JSON array with one object per line.
    private static func array(_ objects: [Shown<String>]) -> Shown<String> {
        guard let first = objects.first else { return "[]\n" }
        return objects.dropFirst().reduce("[\n  \(first)") { "\($0),\n  \($1)" } + "\n]\n"
    }
}
