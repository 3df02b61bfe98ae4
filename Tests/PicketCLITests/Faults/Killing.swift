import Foundation
import Synchronization

/// Where in the life of a request, or of the journal, the runner dies.
enum Moment: CaseIterable, Sendable {
    case beforeThePlatform, beforeTheAnswer, afterTheAnswer, inTheJournal
}

/// Kills a run at a moment, and those that go on with it at others.
final class Killing: Sendable, CustomStringConvertible {
    private struct Aim {
        let moment: Moment
        /// The request, or the line of the journal.
        let count: Int
        /// Which of the runs.
        let number: Int
    }

    let journal: String
    /// nil for a run that is not to be killed.
    private let aim: Mutex<Aim?>
    private let target: Mutex<RunningPicket?> = Mutex(nil)

    init(at moment: Moment, after count: Int, journal: String) {
        aim = Mutex(Aim(moment: moment, count: count, number: 1))
        self.journal = journal
    }

    /// Where the next run dies.
    func renew(at moment: Moment, after count: Int) {
        aim.withLock { $0 = Aim(moment: moment, count: count, number: ($0?.number ?? 0) + 1) }
    }

    /// No further run is killed.
    func stop() { aim.withLock { $0 = nil } }

    var description: String { aim.withLock { aim in aim.map { "\($0.moment) \($0.count)" } ?? "not killed" } }

    /// How many lines the journal has.
    var lines: Int { (try? Data(contentsOf: URL(fileURLWithPath: journal)))?.count { $0 == UInt8(ascii: "\n") } ?? 0 }

    func aim(at run: RunningPicket) {
        target.withLock { $0 = run }
        guard let aim = aim.withLock({ $0 }), aim.moment == .inTheJournal else { return }
        Thread.detachNewThread { [self] in
            while self.aim.withLock({ $0?.number == aim.number }), !run.isOver {
                if lines >= aim.count { return run.kill() }
            }
        }
    }

    var script: FaultProxy.Script {
        var script = FaultProxy.Script()
        script.mayPass = { [self] in !kills(.beforeThePlatform, $0) }
        script.mayReturn = { [self] in !kills(.beforeTheAnswer, $0) }
        script.hasReturned = { [self] in _ = kills(.afterTheAnswer, $0) }
        return script
    }

    private func kills(_ moment: Moment, _ request: ProxiedRequest) -> Bool {
        guard aim.withLock({ $0.map { $0.moment == moment && request.ordinal >= $0.count } ?? false }) else {
            return false
        }
        target.withLock { $0?.kill() }
        return true
    }
}
