import PicketReports
import PicketRuntime
import PicketSyntax

/// What `picket check` found, in the format that was asked for.
struct CheckOutput {
    private let format: CheckCommand.Format
    private let colors: Bool
    private let folder: ProjectFolder
    private var objects: [Shown<String>] = []
    private var findings = FindingList(version: ProgramCommand.version)

    init(_ format: CheckCommand.Format, colors: Bool) {
        self.format = format
        self.colors = colors
        folder =
            switch format {
            case .github: ProjectFolder([.github])
            case .gitlab: ProjectFolder([.gitlab])
            case .text, .json, .sarif: ProjectFolder([.github, .gitlab])
            }
    }

    mutating func take(_ diagnostics: [Diagnostic], of script: ScriptFile, _ compiler: Compiler) {
        let printer = DiagnosticPrinter(colors: colors, compiler: compiler)
        switch format {
        case .text: printer.show(diagnostics)
        case .json: objects += printer.json(diagnostics)
        case .github, .gitlab, .sarif:
            for diagnostic in diagnostics {
                findings.add(Finding(printer.parts(diagnostic).content, in: script.source.name, folder.place))
            }
        }
    }

    /// Writes what is one document.
    func finish() {
        let shown = Door.show(findings)
        switch format {
        case .text: break
        case .json: Console.standard.out(Self.array(objects))
        case .github:
            Console.standard.out(
                shown.map { _ in GitHubCommands.bytes(shown, namesPlaces: true) }, isVerbatim: true)
        case .gitlab: Console.standard.out(shown.map { _ in CodeQualityReport.bytes(shown) })
        case .sarif: Console.standard.out(shown.map { _ in SARIFReport.bytes(shown) })
        }
    }

    /// Returns a JSON array with one object per line.
    private static func array(_ objects: [Shown<String>]) -> Shown<String> {
        guard let first = objects.first else { return "[]\n" }
        return objects.dropFirst().reduce("[\n  \(first)") { "\($0),\n  \($1)" } + "\n]\n"
    }
}
