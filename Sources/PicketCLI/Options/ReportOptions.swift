import ArgumentParser
import PicketSystem

/// Files that say what happened.
struct ReportOptions: Equatable {
    var reportJunit: String?
    var reportTap: String?
    var reportJson: String?
    var reportHtml: String?
    var reportJsonl: String?

    /// The same with what the environment says.
    var completed: ReportOptions {
        ReportOptions(
            reportJunit: reportJunit ?? Environment.option(.reportJunit),
            reportTap: reportTap ?? Environment.option(.reportTap),
            reportJson: reportJson ?? Environment.option(.reportJson),
            reportHtml: reportHtml ?? Environment.option(.reportHtml),
            reportJsonl: reportJsonl ?? Environment.option(.reportJsonl))
    }
}

/// How they are asked for.
struct ReportArguments: ParsableArguments {
    @Option(help: ArgumentHelp("Write a JUnit XML report.", valueName: "file"))
    var reportJunit: String?

    @Option(help: ArgumentHelp("Write a TAP 14 report.", valueName: "file"))
    var reportTap: String?

    @Option(help: ArgumentHelp("Write a JSON report.", valueName: "file"))
    var reportJson: String?

    @Option(help: ArgumentHelp("Write an HTML page: one file that needs no network.", valueName: "file"))
    var reportHtml: String?

    @Option(help: ArgumentHelp("Write a JSON line for each event, while the run goes on.", valueName: "file"))
    var reportJsonl: String?

    var options: ReportOptions {
        ReportOptions(
            reportJunit: reportJunit, reportTap: reportTap, reportJson: reportJson, reportHtml: reportHtml,
            reportJsonl: reportJsonl)
    }
}
