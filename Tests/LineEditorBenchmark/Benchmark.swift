import Foundation
import TerminalHarness

/// Measures how long a key takes from the terminal to the finished picture, in a block of 10 KB.
///
///     swift build -c release --product LineEditorProbe
///     swift run -c release LineEditorBenchmark
@main
enum Benchmark {
    static func main() throws {
        let folder = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
        let terminal = try Terminal(
            folder.appendingPathComponent("LineEditorProbe").path,
            environment: ["TERM": "xterm-256color", "LC_ALL": "C.UTF-8", "EDITRC": "/dev/null"], columns: 100, rows: 40)
        try terminal.wait("ready") { $0.isRaw && $0.screen.lines.last == ">" }
        let line = "show web-12 \"a string\" port=8080 $name # and a word about it\n"
        let block = String(repeating: line, count: 10_240 / line.utf8.count)
        terminal.type("\u{1B}[200~start {\n\(block)\u{1B}[201~")
        try terminal.wait("the block shows") { $0.screen.lines.last?.contains("and a word") == true }
        for (name, keys) in [
            ("at the end", ["x"]), ("in the middle", [up(100), "x", "\u{1B}[D", "\u{7F}", "\u{1B}[B"]),
        ] {
            let ticks = terminal.ticks
            let times = try measure(terminal, keys, count: 1000)
            report(name, times, processor: Double(terminal.ticks - ticks) * 1000 / Double(sysconf(Int32(_SC_CLK_TCK))))
        }
    }

    private static func up(_ count: Int) -> String { String(repeating: "\u{1B}[A", count: count) }

    /// The milliseconds of each key; the first of several keys only leads to the place.
    private static func measure(_ terminal: Terminal, _ keys: [String], count: Int) throws -> [Double] {
        var cycle = keys
        if keys.count > 1 {
            try answer(terminal, cycle.removeFirst())
        }
        let clock = ContinuousClock()
        return try (0..<count).map { index in
            let time = try clock.measure { try answer(terminal, cycle[index % cycle.count]) }
            return Double(time.components.attoseconds) / 1e15
        }
    }

    private static func answer(_ terminal: Terminal, _ key: String) throws {
        let pictures = terminal.screen.pictures
        let bells = terminal.screen.bells
        terminal.type(key)
        try terminal.wait("answered") { $0.screen.pictures > pictures || $0.screen.bells > bells }
    }

    private static func report(_ name: String, _ times: [Double], processor: Double) {
        let sorted = times.sorted()
        let points = [50, 99, 100].map { point in
            "p\(point) \(String(format: "%.2f", sorted[min(sorted.count - 1, sorted.count * point / 100)])) ms"
        }
        print(
            """
            a key \(name) of 10 KB: \(points.joined(separator: ", ")) \
            processor \(String(format: "%.2f", processor / Double(times.count))) ms each
            """)
    }
}
