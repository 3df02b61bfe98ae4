import Foundation
import TerminalHarness
import Testing

/// A second opinion: what the editor sends, seen through a terminal that is not ours.
@Suite(.enabled(if: FileManager.default.isExecutableFile(atPath: Tmux.path))) struct TmuxTests {
    @Test func tmuxShowsTheSame() throws {
        let tmux = try Tmux(columns: 30, rows: 10)
        try tmux.wait(for: [">"])
        try tmux.send("aaaaaaaaaaaaaaaaaaaaaaaaaa世界", "Home", "b")
        try tmux.wait(for: ["> baaaaaaaaaaaaaaaaaaaaaaaaaa", "世界"])
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
            shown = try run(["capture-pane", "-p"])
            if shown == lines { return }
        } while end.timeIntervalSinceNow > 0
        throw Terminal.Failure(description: "tmux shows \(shown), not \(lines)")
    }

    /// Runs one tmux command in a terminal of its own and returns what it says.
    ///
    /// Not by Foundation's `Process`: that waits for everyone who inherits from the command, and the server stays.
    @discardableResult
    private func run(_ arguments: [String]) throws -> [String] {
        let command = try Terminal(
            Self.path, ["-L", socket] + arguments, environment: standardEnvironment, columns: 200, rows: 50)
        _ = try command.end()
        return command.screen.lines
    }
}
