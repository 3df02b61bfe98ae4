import Foundation
import Testing

@testable import PicketCLI

/// What signals ask of something that runs: only a second ^C of a person cuts deferred blocks.
@Suite struct StopStageTests {
    private func steps(_ signals: [Int32], from stage: StopStage = .running) -> [StopStage.Step?] {
        var stage = stage
        return signals.map { stage.receive($0) }
    }

    @Test func theFirstSignalStopsAndOnlyASecondInterruptCuts() {
        #expect(steps([SIGINT, SIGINT, SIGINT]) == [.stop, .cut, nil])
        #expect(steps([SIGHUP, SIGHUP, SIGTERM, SIGHUP]) == [.stop, nil, nil, nil])
        #expect(steps([SIGHUP, SIGINT, SIGHUP, SIGINT, SIGINT]) == [.stop, nil, nil, .cut, nil])
        #expect(steps([SIGINT, SIGTERM, SIGINT]) == [.stop, nil, .cut])
    }

    @Test func aPersonWhoAskedToStopCutsWithOneInterrupt() {
        #expect(steps([SIGHUP, SIGINT], from: .stopping(interrupts: 1)) == [nil, .cut])
        #expect(steps([SIGTERM, SIGINT, SIGINT], from: .stopping(interrupts: 0)) == [nil, nil, .cut])
    }
}
