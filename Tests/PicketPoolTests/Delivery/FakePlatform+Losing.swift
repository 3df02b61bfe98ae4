import HTTPHarness
import NIOCore
import PicketRuntime
import Synchronization

@testable import PicketPool

extension FakePlatform {
    /// Starts a platform of which the first requests that begin so get no answer.
    ///
    /// - Parameters:
    ///   - lost: The beginning of their lines.
    ///   - times: How many get no answer.
    ///   - takesEffect: Whether they take effect.
    ///   - failedReads: How many reads after the first of them fail.
    ///   - hidesPassword: Whether the reads after these mask the password.
    ///   - object: The connection `a`; nil for none.
    static func losing(
        _ lost: String, times: Int = 1, takesEffect: Bool = true, failedReads: Int, hidesPassword: Bool = false,
        _ object: ValueMap?
    ) async throws -> FakePlatform {
        let counts = Mutex((lost: 0, reads: 0))
        let box = Mutex<FakePlatform?>(nil)
        let platform = try await FakePlatform.start { request in
            let line = request.shortLine
            guard let platform = box.withLock({ $0 }) else { return nil }
            if line.hasPrefix(lost) {
                let isLost = counts.withLock { counts in
                    counts.lost += 1
                    return counts.lost <= times
                }
                guard isLost else { return nil }
                if takesEffect { _ = platform.answer(request) }
                return [.reset]
            }
            guard line.hasPrefix("GET /ds-api/pool") else { return nil }
            let fails = counts.withLock { counts in
                guard counts.lost > 0 else { return false }
                counts.reads += 1
                return counts.reads <= failedReads
            }
            if fails { return problem(500, "broken") }
            guard hidesPassword else { return nil }
            return platform.state.withLock { state in
                guard var shown = state.connections["a"] else { return nil }
                shown["password"] = "***"
                return answer(200, shown)
            }
        }
        box.withLock { $0 = platform }
        if let object { platform.put("a", object) }
        return platform
    }

    /// Runs a script without repetitions, ends the platform, and returns the run with the counts that it told.
    ///
    /// - Parameter readsLag: Whether a read may be older than the run's own writes.
    func told(_ script: String, readsLag: Bool = true) async throws -> (run: ScriptRun, text: String) {
        let session = try await TestSession(profile) { configuration in
            configuration.retryPolicy.retries = 0
            if !readsLag { configuration.retryPolicy.resendAfter = .nanoseconds(1) }
        }
        let run = await session.run(script)
        let text = await session.tally()?.text ?? ""
        session.close()
        await server.stop()
        return (run, text)
    }
}
