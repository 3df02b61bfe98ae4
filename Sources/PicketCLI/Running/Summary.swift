import PicketPool
import PicketRuntime
import PicketSyntax

/// The line on standard error at the end of a run, if anything was sent.
struct Summary {
    let files: Int
    let requests: Int
    let platform: String
    /// What became of the writes without a clear answer; nil if none was.
    let unclearAnswers: String?
    let tally: Tally
    /// How many steps a resumed run took from its journal, only read back, and sent; nil for a new run.
    let journaled: String?
    /// A sentence for each connection for which the run wanted two different states.
    let rewritten: [Shown<String>]

    /// Creates the summary. Call it before the executor is closed.
    init(files: Int, of executor: Executor) {
        self.files = files
        requests = executor.requestCount
        platform = executor.platformURL ?? ""
        unclearAnswers = executor.unclearAnswers
        tally = executor.tally
        rewritten = executor.rewritten
        journaled = executor.journal.flatMap { journal in
            guard journal.isResumed else { return nil }
            let (replayed, readBack, sent) = journal.counts
            let settled = readBack > 0 ? ", \(readBack) only read back" : ""
            return "\(replayed) \(replayed == 1 ? "step" : "steps") from the journal\(settled), \(sent) sent"
        }
    }

    /// - Parameter elapsed: The time of the run in nanoseconds.
    func show(status: Int32, elapsed: Int64) {
        for text in rewritten { Console.standard.error("picket: warning: \(text.map(\.displayed))\n") }
        guard requests > 0 || journaled != nil else { return }
        let sent = requests == 1 ? "1 request" : "\(requests) requests"
        let scripts = files == 1 ? "1 script" : "\(files) scripts"
        let milliseconds = max(1, elapsed / 1_000_000)
        let time = milliseconds < 10_000 ? "\(milliseconds) ms" : "\(milliseconds / 1_000) s"
        let word = status == ExitStatus.success ? "ok" : "failed"
        let counts = [tally.text, unclearAnswers, journaled].compactMap { $0 }.map { "; \($0)" }.joined()
        Console.standard.error(Door.showLine("picket: \(word): \(scripts), \(sent) in \(time)\(counts)") + "\n")
    }
}
