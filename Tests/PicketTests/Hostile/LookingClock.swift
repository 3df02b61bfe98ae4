import Picket
import Synchronization

/// A clock that moves by a microsecond whenever somebody looks at it, once a script has begun. So a test may say how often
/// long work must look, and the speed of the machine does not matter.
final class LookingClock: RunClock {
    private let state = Mutex<(isMoving: Bool, now: Int64)>((false, 0))

    func begin() { state.withLock { $0.isMoving = true } }

    var nanoseconds: Int64 {
        state.withLock { state in
            if state.isMoving { state.now += 1_000 }
            return state.now
        }
    }

    var millisecondsSince1970: Int64 { 0 }

    func schedule(at nanoseconds: Int64, _ body: @escaping @Sendable () -> Void) -> @Sendable () -> Void { {} }

    /// Runs a script whose deadline comes when somebody has looked so often after the command `begin`.
    static func run(_ text: String, looks: Int) async throws -> RunResult {
        let clock = LookingClock()
        var library = Library()
        try library.add(Command("begin")) { _ in
            clock.begin()
            return .null
        }
        var options = RunOptions()
        options.clock = clock
        options.deadline = .microseconds(looks)
        options.limits.memory = 1 << 30
        return await library.run(text, options: options)
    }
}
