import NIOCore
import PicketRuntime
import PicketSyntax

/// What a session remembers in order to undo its latest write: the states of connections that it saw or caused, and that
/// write.
final class WriteMemory {
    private var states = KnownStates()
    private(set) var latest: LatestWrite?
    private var count = 0

    /// Records what a read shows of a connection. It may settle a doubt about the latest write.
    func saw(_ sight: Judge.Sight, of name: ConnectionName, on platform: PlatformSession) {
        states.note(sight, of: name, on: platform)
        guard let latest, latest.verdict == .unknown, latest.isOf(name, platform) else { return }
        self.latest?.settle(by: sight, at: platform.eventLoop.now)
    }

    /// Records the end of a request that writes.
    ///
    /// - Parameter caller: The command that sent it. An `ensure` may send two.
    func wrote(
        _ request: PlatformCommand, _ verdict: Verdict, for caller: CommandExecution.Caller,
        on platform: PlatformSession
    ) {
        // A write that had no effect leaves an earlier one the latest.
        guard verdict != .ineffective else { return }
        let name = request.connection
        let before = name.flatMap { states.state(of: $0, on: platform) }
        if let name, verdict == .unknown {
            states.forget(name, on: platform)
        } else {
            states.note(request, on: platform)
        }
        let part = LatestWrite.Part(write: request.connectionWrite, line: request.line(on: platform))
        if latest?.mark === caller.mark {
            latest?.add(part, verdict, at: platform.eventLoop.now)
        } else {
            count += 1
            latest = LatestWrite(
                number: count, mark: caller.mark, parts: [part], before: before, platform: platform, verdict: verdict,
                endedAt: platform.eventLoop.now)
        }
    }

    /// Records that the latest write is undone, or was itself an undo.
    func markUndone() { latest?.isUndone = true }
}

@available(*, unavailable)
extension WriteMemory: Sendable {}

/// Distinguishes one command from all others.
final class CommandMark {}

@available(*, unavailable)
extension CommandMark: Sendable {}

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
