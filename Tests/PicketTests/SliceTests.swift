import Picket
import Synchronization
import Testing

/// A script that computes lets other tasks run at intervals, and its work goes on where it was.
@Suite struct SliceTests {
    /// A clock on which a millisecond passes at each look, so that every look finds the slice over.
    private final class TickingClock: RunClock {
        private let time = Atomic<Int64>(0)
        var nanoseconds: Int64 { time.add(1_000_000, ordering: .relaxed).newValue }
        let millisecondsSince1970: Int64 = 0
        func schedule(at nanoseconds: Int64, _ body: @escaping @Sendable () -> Void) -> @Sendable () -> Void {
            body()
            return {}
        }
    }

    /// Long work that is abandoned begins again from its start, so the end of a slice must not abandon it.
    @Test(arguments: [
        "let xs = range(1, 200000)\nlet ys = range(1, 200000)\nexpect $xs == $ys",
        "let xs = range(1, 200000)\nexpect len(join($xs, \",\")) > 1000000",
        "let xs = range(1, 100000)\nprint $xs",
        "let n = 0\nwhile $n < 200000 { set n = $n + 1 }",
    ])
    func longWorkEnds(_ script: String) async {
        var options = RunOptions()
        options.clock = TickingClock()
        options.limits.steps = 1_000_000
        let result = await Library().run(script, options: options)
        #expect(result.isSuccess, "\(result.rendered())")
    }
}
