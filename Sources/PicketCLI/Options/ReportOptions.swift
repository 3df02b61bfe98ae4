import PicketReports

/// The files that say what happened.
struct ReportOptions {
    /// The reports that are asked for, in the order of the table.
    let files: [(setting: Setting, path: String)]
    let tapVersion: TAPVersion

    private static let settings: [Setting] = [.reportJunit, .reportTap, .reportJson, .reportHtml, .reportJsonl]

    init(_ settings: Settings) throws {
        let own = settings.own
        files = Self.settings.compactMap { setting in own.text(of: setting).map { (setting, $0.value) } }
        tapVersion = try own.text(of: .tapVersion)?.choice(.tapVersion) ?? .v13
    }

    subscript(_ setting: Setting) -> String? { files.first { $0.setting == setting }?.path }
}
