import NIOCore
import PicketRuntime
import PicketSyntax

/// The latest command of a session that wrote something.
struct LatestWrite {
    /// One of its requests.
    struct Part {
        /// nil if it does not write a connection.
        let write: ConnectionWrite?
        let line: String
    }

    let number: Int
    let mark: CommandMark
    private(set) var parts: [Part]
    /// The state of the connection before the first request; nil if it is not known.
    let before: KnownState?
    let platform: PlatformSession
    private(set) var verdict: Verdict
    private(set) var endedAt: NIODeadline
    var isUndone = false

    init(
        number: Int, mark: CommandMark, parts: [Part], before: KnownState?, platform: PlatformSession,
        verdict: Verdict, endedAt: NIODeadline
    ) {
        (self.number, self.mark, self.parts) = (number, mark, parts)
        (self.before, self.platform) = (before, platform)
        (self.verdict, self.endedAt) = (verdict, endedAt)
    }

    func isOf(_ name: ConnectionName, _ platform: PlatformSession) -> Bool {
        self.platform.place === platform.place
            && parts.contains { $0.write.map { $0.name.text.hasBytes(of: name.text) } ?? false }
    }

    /// Adds another request of the same command.
    mutating func add(_ part: Part, _ verdict: Verdict, at now: NIODeadline) {
        parts.append(part)
        if self.verdict != .unknown { self.verdict = verdict }
        endedAt = now
    }

    /// Settles the doubt about the write, if a read proves something. For a while, the write may still take effect.
    mutating func settle(by sight: Judge.Sight, at now: NIODeadline) {
        guard let write = parts.last?.write else { return }
        switch Judge.comparison(sight, with: write) {
        case .asMeant: verdict = .effective
        case .differs, .absent, .present:
            if now > endedAt + platform.retryPolicy.resendAfter { verdict = .ineffective }
        case .unproven, .unreadable: break
        }
    }
}
