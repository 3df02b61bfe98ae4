import Foundation
import TerminalHarness

/// `picket repl` as a person has it in front of them, in a folder of its own that is gone afterwards.
final class PromptTerminal {
    let terminal: Terminal
    let folder: URL
    private let isOwner: Bool

    init(
        _ arguments: [String] = ["--platform", "local"], configuration: String? = nil,
        environment: [String: String] = [:], in folder: URL? = nil, rows: Int = 40, underShell script: String? = nil
    ) throws {
        self.folder = try folder ?? Self.makeFolder()
        isOwner = folder == nil
        if let configuration {
            let place = self.folder.appending(path: "config/picket")
            try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
            try Data(configuration.utf8).write(to: place.appending(path: "config.toml"))
        }
        var variables = [
            "TERM": "xterm-256color", "LC_ALL": "C.UTF-8", "HOME": self.folder.path(), "EDITRC": "/dev/null",
            "PATH": "/usr/bin:/bin", "SWIFT_BACKTRACE": "enable=no",
            "XDG_STATE_HOME": self.folder.appending(path: "state").path(),
            "XDG_CONFIG_HOME": self.folder.appending(path: "config").path(),
        ]
        variables.merge(environment) { $1 }
        let program = Project.program("picket").path()
        let words = ["repl", "--file-root", self.folder.path()] + arguments
        // The script has the prompt's command as its arguments.
        terminal =
            try script.map {
                try Terminal(
                    "/bin/sh", ["-c", $0, "sh", program] + words, environment: variables, columns: 100, rows: rows)
            } ?? Terminal(program, words, environment: variables, columns: 100, rows: rows)
    }

    static func makeFolder() throws -> URL {
        let folder = FileManager.default.temporaryDirectory.appending(path: "picket-prompt-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        return folder
    }

    deinit { if isOwner { try? FileManager.default.removeItem(at: folder) } }

    static let local = "datasentinel@local>"

    /// Waits for an empty prompt that listens.
    func ready(_ prompt: String = PromptTerminal.local, line: UInt = #line) throws {
        try terminal.wait("the prompt \(prompt)", line: line) { $0.isRaw && $0.screen.lines.last == prompt }
    }

    /// Runs the prompt in a shell with job control: stops it by ^Z, and goes on with it after Enter.
    static let jobControl = "set -m; \"$@\"; echo stopped; read -r line; fg > /dev/null"

    /// Types a line and waits until it is done.
    func run(_ text: String, then prompt: String = PromptTerminal.local, line: UInt = #line) throws {
        try ready(prompt, line: line)
        // A longer one runs on in the next row.
        let row = String("\(prompt) \(text)".prefix(terminal.screen.columns))
        let count = terminal.screen.transcript.count { $0 == row }
        terminal.type(text + "\r")
        try terminal.wait("`\(text)` is done", line: line) { terminal in
            terminal.isRaw && terminal.screen.lines.last == prompt
                && terminal.screen.transcript.count { $0 == row } > count
        }
    }

    func wait(_ what: String, line: UInt = #line, until isMet: (Terminal) -> Bool) throws {
        try terminal.wait(what, line: line, until: isMet)
    }

    /// Waits until a row is exactly this.
    func see(_ row: String, line: UInt = #line) throws {
        try terminal.wait("the row `\(row)`", line: line) { $0.screen.transcript.contains(row) }
    }

    /// What jobs have said, without the time of day that stands in each row.
    var jobRows: [String] { Self.jobRows(terminal) }

    static func jobRows(_ terminal: Terminal) -> [String] {
        terminal.screen.transcript.compactMap { row in
            row.firstMatch(of: #/^(\[\d+\]) [0-2]\d:[0-5]\d:[0-6]\d (.*)$/#).map { "\($0.1) \($0.2)" }
        }
    }

    /// Waits until a job has said exactly this.
    func seeJob(_ row: String, line: UInt = #line) throws {
        try terminal.wait("the row `\(row)` of a job", line: line) { Self.jobRows($0).contains(row) }
    }

    /// Waits until a text is somewhere on the screen.
    func seePart(_ text: String, line: UInt = #line) throws {
        try terminal.wait("`\(text)`", line: line) { $0.screen.transcript.contains { $0.contains(text) } }
    }

    /// Waits until a row has these styles, as `{32:200 OK}`.
    func seeStyled(_ text: String, line: UInt = #line) throws {
        try terminal.wait("styled `\(text)`", line: line) { terminal in
            terminal.screen.rows.indices.contains { terminal.screen.styled($0).contains(text) }
        }
    }

    var historyPath: String { folder.appending(path: "state/picket/history").path() }

    var history: String { (try? String(contentsOfFile: historyPath, encoding: .utf8)) ?? "" }

    static let add = "add web host=h port=5432 user=u password=$pw"
    static let (controlC, controlD, controlZ) = ("\u{3}", "\u{4}", "\u{1A}")
    static let (tab, right, up) = ("\t", "\u{1B}[C", "\u{1B}[A")
}
