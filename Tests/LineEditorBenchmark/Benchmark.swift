import Foundation
import TerminalHarness

/// Measures `picket repl` as a person meets it, in a terminal: how long a key takes until its picture is complete, in a block
/// of 10 KB, with a full history and while that is searched; what the prompt costs while nobody types; and how much memory a
/// `:watch` at full speed takes. It fails if a goal is missed.
///
///     scripts/bench-prompt [SECONDS]
///
/// The argument is the duration of the `:watch`.
@main
enum Benchmark {
    static func main() throws {
        let seconds = CommandLine.arguments.dropFirst().first.map { Double($0) ?? .nan } ?? 10
        guard seconds > 0 else {
            print("usage: scripts/bench-prompt [SECONDS]")
            exit(2)
        }
        var goals = Goals()
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("picket-bench-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        try measureKeys(try start(in: folder), &goals)
        try measureSearch(try start(in: folder), &goals)
        try measureWatch(try start(in: folder, ["--platform", "local"]), seconds, &goals)
        if !goals.print() { exit(1) }
    }

    // MARK: Keys

    private static func measureKeys(_ terminal: Terminal, _ goals: inout Goals) throws {
        try terminal.wait("ready") { $0.isRaw && $0.screen.lines.last == "picket>" }
        report("on an empty line", try measure(terminal, ["x", "\u{7F}"]))
        // No two lines are alike: a step from one to the other always changes the picture.
        let block = (1...121).map { number in
            "    ensure web-\(number) host=\"pg-web-\(number)\" port=5432 user=$user tags=team=web  # one of many\n"
        }.joined()
        say("a block of \(block.utf8.count) bytes, a history of \(entries) entries")
        terminal.type("\u{1B}[200~for user in [a, b] {\n\(block)\u{1B}[201~")
        try terminal.wait("the block shows") { $0.screen.lines.last?.hasSuffix("one of many") == true }
        let places: [(String, [String])] = [
            ("at its end", ["x", "\u{7F}"]), ("at its end, adding", ["x"]),
            ("in its middle", ["x", "\u{1B}[D", "\u{1B}[3~", "\u{1B}[A", "\u{1B}[B"]),
        ]
        for (place, keys) in places {
            if place == "in its middle" { terminal.type(String(repeating: "\u{1B}[A", count: 60)) }
            let measurement = try measure(terminal, keys)
            report(place, measurement)
            goals.check("a key \(place) of a block of 10 KB, p99", measurement.point(99), atMost: 5, "ms")
        }
        let ticks = terminal.ticks
        let end = Date(timeIntervalSinceNow: 10)
        while end.timeIntervalSinceNow > 0 { terminal.receive(milliseconds: 100) }
        say("idle for 10 s: \(terminal.ticks - ticks) ticks of processor time")
    }

    private static func measureSearch(_ terminal: Terminal, _ goals: inout Goals) throws {
        try terminal.wait("ready") { $0.isRaw && $0.screen.lines.last == "picket>" }
        let clock = ContinuousClock()
        let first = try clock.measure { try answer(terminal, "\u{12}") } / .milliseconds(1)
        say("^R over \(entries) entries: \(Measurement.text(first)) ms")
        goals.check("^R over \(entries) entries", first, atMost: 10, "ms")
        // Letters that all entries have, some of them only scattered, and a letter that none has.
        let pattern = Array("sonectry_9q").map(String.init)
        let keys = pattern + Array(repeating: "\u{7F}", count: pattern.count)
        let measurement = try measure(terminal, keys, afterBell: false)
        report("of a search", measurement)
        goals.check("a key of a search over \(entries) entries, p99", measurement.point(99), atMost: 10, "ms")
    }

    // MARK: Memory

    /// Watches a list of connections, whose answer is long, without a pause.
    private static func measureWatch(_ terminal: Terminal, _ seconds: Double, _ goals: inout Goals) throws {
        let prompt = "datasentinel@local>"
        try terminal.wait("ready") { $0.isRaw && $0.screen.lines.last == prompt }
        terminal.type(":timing off\r")
        try terminal.wait("the prompt again") {
            $0.isRaw && $0.screen.lines.last == prompt && $0.screen.lines.count > 1
        }
        terminal.type(
            "for i in 1..200 { try { ensure \"web-$i\" host=h port=5432 user=u password=(secret(\"horse-battery\")) } catch { } }\r"
        )
        try terminal.wait("200 connections") { $0.isRaw && $0.screen.lines.last == prompt }
        terminal.type(":watch 1us request GET /local-platform/connections\r")
        try terminal.wait("the first answer") { $0.screen.transcript.contains { $0.contains("200 OK") } }
        // What grows at the beginning only is not counted.
        let warmUp = min(5, seconds / 2)
        pass(warmUp, terminal)
        let start = try memory(of: terminal)
        pass(seconds - warmUp, terminal)
        let end = try memory(of: terminal)
        terminal.type("\u{3}")
        try terminal.wait("the prompt after the watch") { $0.isRaw && $0.screen.lines.last == prompt }
        say(
            "a `:watch` for \(Measurement.text(seconds)) s: \(Measurement.text(start)) MB, then \(Measurement.text(end)) MB"
        )
        goals.check("the memory that a `:watch` adds after its first seconds", end - start, atMost: 16, "MB")
    }

    private static func pass(_ seconds: Double, _ terminal: Terminal) {
        let end = Date(timeIntervalSinceNow: seconds)
        while end.timeIntervalSinceNow > 0 { terminal.receive(milliseconds: 100) }
    }

    /// The resident memory in megabytes.
    private static func memory(of terminal: Terminal) throws -> Double {
        let text = try String(contentsOfFile: "/proc/\(terminal.process)/status", encoding: .utf8)
        let line = text.split(separator: "\n").first { $0.hasPrefix("VmRSS:") } ?? ""
        return line.split(whereSeparator: { !$0.isNumber }).first.flatMap { Double($0) }.map { $0 / 1_024 } ?? .nan
    }

    // MARK: The program

    private static let entries = 10_000

    /// The program beside this one.
    private static func start(in folder: URL, _ arguments: [String] = []) throws -> Terminal {
        let state = folder.appendingPathComponent("state/picket")
        try FileManager.default.createDirectory(
            at: state, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        let history = (0..<entries).map { "\($0) show connection-\($0) as entry_\($0)\n" }.joined()
        try Data(history.utf8).write(to: state.appendingPathComponent("history"))
        let program = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
            .appendingPathComponent("picket")
        return try Terminal(
            program.path, ["repl", "-q"] + arguments,
            environment: [
                "TERM": "xterm-256color", "LC_ALL": "C.UTF-8", "EDITRC": "/dev/null", "HOME": folder.path,
                "XDG_STATE_HOME": folder.appendingPathComponent("state").path,
                "XDG_CONFIG_HOME": folder.appendingPathComponent("config").path,
            ], columns: 100, rows: 40)
    }

    // MARK: Measuring

    /// - Parameter afterBell: Whether to wait first until what was typed before has been answered.
    private static func measure(
        _ terminal: Terminal, _ keys: [String], count: Int = 1_000, afterBell: Bool = true
    ) throws -> Measurement {
        if afterBell {
            // In however many pictures it was answered, then a bell comes back.
            let bells = terminal.screen.bells
            terminal.type("\u{7}")
            try terminal.wait("a bell") { $0.screen.bells > bells }
        }
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

    /// Shows a figure at once.
    private static func say(_ text: String) {
        print(text)
        fflush(nil)
    }

    private static func report(_ place: String, _ measurement: Measurement) {
        say(
            "a key \(place): \(Measurement.points(measurement.times)); of the processor "
                + Measurement.points(measurement.processor))
    }
}
