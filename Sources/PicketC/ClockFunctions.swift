// The names are those of picket.h.
// swift-format-ignore-file: AlwaysUseLowerCamelCase

public import CPicket
import Picket
import Synchronization

/// A clock that the host moves. Nothing waits on it but the host itself, so it has no timers.
final class HostClock: RunClock {
    private let times: Mutex<(nanoseconds: Int64, wall: Int64)>

    init(_ nanoseconds: Int64, wall: Int64) { times = Mutex((nanoseconds, wall)) }

    var nanoseconds: Int64 { times.withLock { $0.nanoseconds } }

    /// The nanoseconds since 1970 divided by a million.
    var millisecondsSince1970: Int64 { times.withLock { $0.wall } }

    /// Moves both times.
    func advance(_ duration: Int64) {
        times.withLock { times in
            let (sum, overflow) = times.nanoseconds.addingReportingOverflow(duration)
            // The wall clock moves by the milliseconds that the other one passes.
            let passed = (overflow ? 0 : sum / 1_000_000 - times.nanoseconds / 1_000_000)
            times = (overflow ? .max : sum, times.wall.addingReportingOverflow(passed).partialValue)
        }
    }

    func schedule(at nanoseconds: Int64, _ body: @escaping @Sendable () -> Void) -> @Sendable () -> Void { {} }
}

final class ClockHandle: Handle {
    let clock: HostClock

    init(_ clock: HostClock) { self.clock = clock }
}

@c @implementation public func picket_clock_new(_ nanoseconds: Int64, _ milliseconds_since_1970: Int64)
    -> OpaquePointer?
{
    ClockHandle(HostClock(nanoseconds, wall: milliseconds_since_1970)).retained()
}

@c @implementation public func picket_clock_free(_ clock: OpaquePointer?) { ClockHandle.release(clock) }

@c @implementation public func picket_clock_advance(_ clock: OpaquePointer?, _ nanoseconds: Int64) -> picket_status {
    .change(ClockHandle.at(clock)) { handle throws(CallProblem) in
        guard nanoseconds >= 0 else { throw .notAllowed("a clock never goes back") }
        handle.clock.advance(nanoseconds)
    }
}
