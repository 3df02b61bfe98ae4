import PicketPool
import PicketRuntime
import PicketSyntax
import PicketSystem

/// The platform of a process: a URL, a profile, or an embedded platform for this run alone.
struct PlatformAccess {
    private let settings: Settings
    private let embedded = EmbeddedPlatformPlace()

    /// Starts the embedded platform if it is the chosen one.
    ///
    /// - Parameter interruption: Returns the exit status of a signal that has come meanwhile; nil for none.
    init(_ settings: Settings, interruption: () -> Int32? = { nil }) throws {
        self.settings = settings
        if settings.own.isInsecure {
            Console.standard.error("picket: warning: the platform's certificate is not checked (--insecure)\n")
        }
        if settings.platform == "local" { _ = try embeddedProfile(interruption: interruption) }
    }

    func close() { embedded.take()?.stop() }

    /// Returns the profile of the embedded platform, which starts if it does not run.
    private func embeddedProfile(interruption: () -> Int32?) throws -> PlatformProfile {
        if let platform = embedded.platform { return platform.profile }
        let platform = try EmbeddedPlatform(store: settings.store, interruption: interruption)
        embedded.put(platform)
        return platform.profile
    }

    /// Calls back from another thread if an embedded platform ends before it is stopped, with a message about it. It may
    /// start later.
    func watch(_ onEnd: @escaping @Sendable (String) -> Void) { embedded.watch(onEnd) }

    /// The profile of `--platform local`.
    var embeddedProfile: PlatformProfile? { embedded.platform?.profile }

    /// Returns the configuration for executors. It has no platform if none is configured.
    ///
    /// - Parameter localInterruption: Returns the exit status of a signal that has come during the start of the embedded
    ///   platform by a later `use local`; nil for none. Without it, `use local` starts nothing.
    func executorConfiguration(localInterruption: (() -> Int32?)? = nil) throws -> ExecutorConfiguration {
        let platform = try embeddedProfile ?? settings.platformProfile(named: settings.platform)
        var configuration = ExecutorConfiguration(platform: platform)
        if let timeout = settings.connectTimeout { configuration.connectTimeout = timeout }
        if let timeout = settings.requestTimeout { configuration.requestTimeout = timeout }
        if let time = settings.settleTimeout { configuration.settleTimeout = time }
        if let time = settings.resendAfter { configuration.retryPolicy.resendAfter = time }
        if let retries = settings.retries { configuration.retryPolicy.retries = retries }
        configuration.requestsPerSecond = settings.requestsPerSecond
        configuration.onVerboseLine =
            settings.isVerbose ? { Console.standard.error($0.map(\.displayedInLines) + "\n") } : nil
        configuration.onNotice = noticePrinter
        configuration.skipsUnshown = settings.skipsUnshown
        if !settings.isQuiet {
            configuration.onRemark = { Console.standard.error("picket: note: \($0.map(\.displayed))\n") }
        }
        let showsColors = settings.showsColors
        configuration.onWarning = { warning in
            DiagnosticPrinter(colors: showsColors, SourceSecrets()).show([warning.diagnostic])
        }
        configuration.resolve = { [self] name in
            do {
                if name.hasBytes(of: "local") {
                    if let localInterruption { return .success(try embeddedProfile(interruption: localInterruption)) }
                    if let embeddedProfile { return .success(embeddedProfile) }
                }
                guard let profile = try settings.platformProfile(named: name) else {
                    return .failure(PlatformProblem("there is no platform `\(ShownURL.text(name))`"))
                }
                return .success(profile)
            } catch {
                return .failure(
                    PlatformProblem((error as? Ending)?.message ?? "`\(ShownURL.text(name))` cannot be used"))
            }
        }
        return configuration
    }

    /// The number of notices that are shown. The journal has all of them.
    private static let shownNotices = 20

    /// Prints a line about each write without a clear answer. With `-v` it appears among the requests instead. `-q`
    /// leaves out what ended well.
    private var noticePrinter: ((Notice) -> Void)? {
        guard !settings.isVerbose else { return nil }
        var room = settings.isQuiet ? 0 : Self.shownNotices
        let isQuiet = settings.isQuiet
        return { notice in
            if notice.outcome == .isAsMeant || notice.outcome == .wasSentAgain {
                room -= 1
                if room == -1, !isQuiet {
                    Console.standard.error(
                        "picket: warning: more writes had no clear answer: the summary counts them\n")
                }
                if room < 0 { return }
            }
            Console.standard.error("picket: warning: \(notice.line)\n")
        }
    }
}
