import PicketReports

/// The report files, and the other places where failures are shown.
struct ReportOptions {
    /// The requested reports, in the order of the table.
    let files: [(setting: Setting, path: String)]
    let tapVersion: TAPVersion
    /// The annotations of a CI service; nil if failures are shown on the terminal only.
    let annotations: Annotations?

    static let settings: [Setting] = [
        .reportJunit, .reportTap, .reportJson, .reportHtml, .reportMarkdown, .reportJsonl,
    ]

    init(_ settings: Settings, of command: ProgramCommand) throws {
        let own = settings.own
        files = Self.settings.filter(command.has).compactMap { setting in
            own.text(of: setting).map { (setting, $0.value) }
        }
        tapVersion = try own.text(of: .tapVersion)?.choice(.tapVersion) ?? .v13
        annotations = command.has(.annotate) ? try Annotations.chosen(settings) : nil
    }

    subscript(_ setting: Setting) -> String? { files.first { $0.setting == setting }?.path }

    /// The job's page that gets a summary automatically; nil if there is none, or if an option names another file.
    var jobSummary: JobSummary? {
        guard self[.reportMarkdown] == nil else { return nil }
        return (annotations?.jobSummary).map { JobSummary(path: $0) }
    }
}
