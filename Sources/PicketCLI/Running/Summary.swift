import PicketPool
import PicketRuntime

/// The one line on standard error that ends a run, if anything was sent.
struct Summary {
    let files: Int
    let requests: Int
    let platform: String
    /// What became of answers that were lost; nil if none was.
    let lostAnswers: String?
    let tally: Tally

    /// Must be made before the executor is closed.
    init(files: Int, of executor: Executor) {
        self.files = files
        requests = executor.requestCount
        platform = executor.platformURL ?? ""
        lostAnswers = executor.lostAnswers
        tally = executor.tally
    }

    /// - Parameter elapsed: in nanoseconds.
    func show(status: Int32, elapsed: Int64) {
        guard requests > 0 else { return }
        let sent = requests == 1 ? "1 request" : "\(requests) requests"
        let scripts = files == 1 ? "1 script" : "\(files) scripts"
        let milliseconds = max(1, elapsed / 1_000_000)
        let time = milliseconds < 10_000 ? "\(milliseconds) ms" : "\(milliseconds / 1_000) s"
        let word = status == ExitStatus.success ? "ok" : "failed"
        let lost = [tally.text, lostAnswers].compactMap { $0 }.map { "; \($0)" }.joined()
        Console.standard.error(Door.show("picket: \(word): \(scripts), \(sent) in \(time)\(lost)\n" as String))
    }
}
