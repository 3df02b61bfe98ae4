import Foundation
import TerminalHarness
import Testing

/// A second opinion: what the editor sends, seen through a terminal that is not ours.
@Suite(.enabled(if: FileManager.default.isExecutableFile(atPath: Tmux.path))) struct TmuxTests {
    @Test func tmuxShowsTheSame() throws {
        let tmux = try Tmux(columns: 30, rows: 10)
        try tmux.wait(for: [">"])
        try tmux.send("aaaaaaaaaaaaaaaaaaaaaaaaa世界", "Home", "b")
        try tmux.wait(for: ["> baaaaaaaaaaaaaaaaaaaaaaaaa", "世界"])
        try tmux.send("C-k", "C-u", "C-u", "st", "Tab")
        try tmux.wait(for: ["> st", "  start  starts", "  stop   stops"])
        try tmux.send("Tab", " {", "Enter", "show 1", "Enter", "}", "Enter")
        try tmux.wait(for: ["> start {", ".   show 1", ". }", "<start {⏎  show 1⏎}>", ">"])
    }
}

/// The probe in tmux.
private final class Tmux {
    static let path = "/usr/bin/tmux"
    private let socket = "editor-" + UUID().uuidString

    init(columns: Int, rows: Int) throws {
        try run(["-f", "/dev/null", "-u", "new-session", "-d", "-x", "\(columns)", "-y", "\(rows)", probePath])
    }

    deinit { _ = try? run(["kill-server"]) }

    func send(_ keys: String...) throws { try run(["send-keys"] + keys) }

    func wait(for lines: [String]) throws {
        let end = Date(timeIntervalSinceNow: Terminal.limit)
        var shown: [String] = []
        repeat {
            let text = try run(["capture-pane", "-p"])
            shown = text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
                String(line.reversed().drop { $0 == " " }.reversed())
            }
            while shown.last == "" { shown.removeLast() }
            if shown == lines { return }
        } while end.timeIntervalSinceNow > 0
        throw Terminal.Failure(description: "tmux shows \(shown), not \(lines)")
    }

    @discardableResult
    private func run(_ arguments: [String]) throws -> String {
        let process = Process()
        let pipe = Pipe()
        process.executableURL = URL(fileURLWithPath: Self.path)
        process.arguments = ["-L", socket] + arguments
        process.environment = standardEnvironment
        process.standardOutput = pipe
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return String(decoding: output, as: UTF8.self)
    }
}
