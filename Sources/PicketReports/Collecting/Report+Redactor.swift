package import PicketRuntime

extension Report {
    /// The report of files that were collected: the one way to it, so that no text passes by the redactor.
    package init(
        mode: Mode, title: String, version: String, started: String = "", duration: Int64 = 0, platform: String = "",
        seed: UInt64? = nil, files: [FileReport], redactor: Redactor
    ) {
        self.init(
            mode: mode, title: title, version: version, started: started, duration: duration, platform: platform,
            seed: seed, files: files)
        redact(redactor)
    }
}
