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

    /// The state of a connection; nil if it is not known.
    func state(of name: ConnectionName?, on platform: PlatformSession) -> KnownState? {
        name.flatMap { states.state(of: $0, on: platform) }
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
                number: count, mark: caller.mark, parts: [part], before: caller.before, platform: platform,
                verdict: verdict,
                endedAt: platform.eventLoop.now)
        }
    }

    /// Records that the latest write is undone, or was itself an undo.
    func markUndone() { latest?.isUndone = true }
}

@available(*, unavailable)
extension WriteMemory: Sendable {}
