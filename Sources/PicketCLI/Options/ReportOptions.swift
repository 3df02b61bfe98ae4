import ArgumentParser
import PicketReports

/// The files to write reports to.
struct ReportOptions: Equatable {
    var reportJunit: String?
    var reportTap: String?
    var reportJson: String?
    var reportHtml: String?
    var reportJsonl: String?

    /// The version of the TAP report; nil for the default one.
    var tapVersion: TAPVersion?

    /// Returns these options completed by the environment and the configuration.
    func completed(_ settings: Settings) throws -> ReportOptions {
        let text = { (setting: Setting) in settings.own.text(of: setting)?.value }
        return ReportOptions(
            reportJunit: reportJunit ?? text(.reportJunit), reportTap: reportTap ?? text(.reportTap),
            reportJson: reportJson ?? text(.reportJson), reportHtml: reportHtml ?? text(.reportHtml),
            reportJsonl: reportJsonl ?? text(.reportJsonl),
            tapVersion: try tapVersion ?? settings.own.text(of: .tapVersion)?.choice(.tapVersion))
    }
}

extension TAPVersion: ExpressibleByArgument {}

/// The command line options for these values.
struct ReportArguments: ParsableArguments {
    @Option(help: ArgumentHelp("Write a JUnit XML report.", valueName: "file"))
    var reportJunit: String?

    @Option(help: ArgumentHelp("Write a TAP report.", valueName: "file"))
    var reportTap: String?

    @Option(help: "The version of the TAP report: 13, which every reader knows, or 14.")
    var tapVersion: TAPVersion?

    @Option(help: ArgumentHelp("Write a JSON report.", valueName: "file"))
    var reportJson: String?

    @Option(help: ArgumentHelp("Write an HTML page: one file that needs no network.", valueName: "file"))
    var reportHtml: String?

    @Option(help: ArgumentHelp("Write a JSON line for each event during the run.", valueName: "file"))
    var reportJsonl: String?

    var options: ReportOptions {
        ReportOptions(
            reportJunit: reportJunit, reportTap: reportTap, reportJson: reportJson, reportHtml: reportHtml,
            reportJsonl: reportJsonl, tapVersion: tapVersion)
    }
}
