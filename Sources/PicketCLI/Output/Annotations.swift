import PicketReports
import PicketRuntime
import PicketSyntax
import PicketSystem

/// Shows failures to those who review a change, by the commands of a CI service.
struct Annotations {
    /// The service that shows them (`--annotate`).
    enum Service: String, CaseIterable {
        case github, none
    }

    private let folder = ProjectFolder([.github])

    /// The annotations that a command makes; nil for none. GitHub's own variable asks for them, too, unless the run is
    /// quiet.
    static func chosen(_ settings: Settings) throws -> Annotations? {
        let chosen: Service? = try settings.own.text(of: .annotate)?.choice(.annotate)
        switch chosen ?? (isOnGitHub && !settings.isQuiet ? .github : .none) {
        case .github:
            Console.standard.expectGitHub()
            return Annotations()
        case .none: return nil
        }
    }

    /// Whether the program runs in a job of GitHub Actions.
    static var isOnGitHub: Bool { Environment["GITHUB_ACTIONS"]?.utf8.elementsEqual("true".utf8) == true }

    /// The file of the job's page, to which a summary is added; nil if there is none.
    var jobSummary: String? { Environment.value("GITHUB_STEP_SUMMARY") }

    /// Shows what the check of a script found.
    func show(_ diagnostics: [Diagnostic], in file: String, _ printer: DiagnosticPrinter) {
        show(
            FindingList(
                version: ProgramCommand.version,
                diagnostics.map { Finding(printer.parts($0).content, in: file, folder.place) }))
    }

    /// Shows the failures of a run.
    func show(_ report: Shown<Report>) { show(report.content.findings(folder.place)) }

    private func show(_ findings: FindingList) {
        let shown = Door.show(findings)
        // The whole diagnostics are in the log, so the commands need not name their places there.
        Console.standard.error(shown.map { _ in GitHubCommands.bytes(shown, namesPlaces: false) }, isVerbatim: true)
    }
}
