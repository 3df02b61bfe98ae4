import Foundation
import TerminalHarness

/// Measures `picket repl` as a person meets it, in a terminal: how long a key takes until its picture is complete, in a block
/// of 10 KB and with a full history, and what the prompt costs while nobody types.
///
///     scripts/bench-prompt
@main
enum Benchmark {
    static func main() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("picket-bench-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let terminal = try start(in: folder)
        try terminal.wait("ready") { $0.isRaw && $0.screen.lines.last == "picket>" }
        report("on an empty line", try measure(terminal, ["x", "\u{7F}"]))
        // No two lines are alike: a step from one to the other always changes the picture.
        let block = (1...121).map { number in
            "    ensure web-\(number) host=\"pg-web-\(number)\" port=5432 user=$user tags=team=web  # one of many\n"
        }.joined()
        print("a block of \(block.utf8.count) bytes, a history of \(entries) entries")
        terminal.type("\u{1B}[200~for user in [a, b] {\n\(block)\u{1B}[201~")
        try terminal.wait("the block shows") { $0.screen.lines.last?.hasSuffix("one of many") == true }
        report("at its end", try measure(terminal, ["x", "\u{7F}"]))
        report("at its end, adding", try measure(terminal, ["x"]))
        terminal.type(String(repeating: "\u{1B}[A", count: 60))
        report("in its middle", try measure(terminal, ["x", "\u{1B}[D", "\u{1B}[3~", "\u{1B}[A", "\u{1B}[B"]))
        let ticks = terminal.ticks
        let end = Date(timeIntervalSinceNow: 10)
        while end.timeIntervalSinceNow > 0 { terminal.receive(milliseconds: 100) }
        print("idle for 10 s: \(terminal.ticks - ticks) ticks of processor time")
    }

    private static let entries = 10_000

    /// The program beside this one.
    private static func start(in folder: URL) throws -> Terminal {
        let state = folder.appendingPathComponent("state/picket")
        try FileManager.default.createDirectory(
            at: state, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        let history = (0..<entries).map { "\($0) show connection-\($0) as entry_\($0)\n" }.joined()
        try Data(history.utf8).write(to: state.appendingPathComponent("history"))
        let program = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
            .appendingPathComponent("picket")
        return try Terminal(
            program.path, ["repl", "-q"],
            environment: [
                "TERM": "xterm-256color", "LC_ALL": "C.UTF-8", "EDITRC": "/dev/null", "HOME": folder.path,
                "XDG_STATE_HOME": folder.appendingPathComponent("state").path,
                "XDG_CONFIG_HOME": folder.appendingPathComponent("config").path,
            ], columns: 100, rows: 40)
    }

    /// What each key took, in milliseconds: until its picture was complete, and of the processor, whoever else has that.
    private struct Measurement {
        var times: [Double] = []
        var processor: [Double] = []
    }

    private static func measure(_ terminal: Terminal, _ keys: [String], count: Int = 1_000) throws -> Measurement {
        // What was typed before has been answered, in however many pictures, once a bell comes back.
        let bells = terminal.screen.bells
        terminal.type("\u{7}")
        try terminal.wait("a bell") { $0.screen.bells > bells }
        let clock = ContinuousClock()
        var measurement = Measurement()
        for index in 0..<count {
            let before = try processorTime(terminal)
            let time = try clock.measure { try answer(terminal, keys[index % keys.count]) }
            measurement.times.append(time / .milliseconds(1))
            measurement.processor.append(try processorTime(terminal) - before)
        }
        return measurement
    }

    /// Of the thread that draws (proc_pid_schedstat: nanoseconds on a processor).
    private static func processorTime(_ terminal: Terminal) throws -> Double {
        let text = try String(contentsOfFile: "/proc/\(terminal.process)/schedstat", encoding: .utf8)
        return text.split(separator: " ").first.flatMap { Double($0) }.map { $0 / 1e6 } ?? .nan
    }

    private static func answer(_ terminal: Terminal, _ key: String) throws {
        let (pictures, bells) = (terminal.screen.pictures, terminal.screen.bells)
        terminal.type(key)
        try terminal.wait("answered") { $0.screen.pictures > pictures || $0.screen.bells > bells }
    }

    private static func report(_ place: String, _ measurement: Measurement) {
        print("a key \(place): \(points(measurement.times)); of the processor \(points(measurement.processor))")
    }

    private static func points(_ times: [Double]) -> String {
        let sorted = times.sorted()
        return [50, 99, 100].map { point in
            "p\(point) \(text(sorted[min(sorted.count - 1, sorted.count * point / 100)])) ms"
        }.joined(separator: ", ")
    }

    private static func text(_ value: Double) -> String { String(format: "%.2f", value) }
}
