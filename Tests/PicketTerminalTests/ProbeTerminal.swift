import Foundation
import TerminalHarness
import Testing

/// The probe in a terminal, waiting for its first key.
func startProbe(
    columns: Int = 60, rows: Int = 12, prompt: String = ">", _ environment: [String: String] = [:]
) throws -> Terminal {
    let terminal = try Terminal(
        probePath, environment: standardEnvironment.merging(environment) { $1 }, columns: columns, rows: rows)
    try terminal.wait("ready") { $0.isRaw && $0.screen.lines.last == prompt && $0.screen.modes == [2004] }
    return terminal
}

/// Beside the tests' own program.
let probePath = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
    .appendingPathComponent("LineEditorProbe").path

let standardEnvironment = [
    "TERM": "xterm-256color", "LC_ALL": "C.UTF-8", "HOME": "/nonexistent", "EDITRC": "/dev/null",
    "PATH": "/usr/local/bin:/usr/bin:/bin", "SWIFT_BACKTRACE": "enable=no",
]

/// A folder that is gone after the test.
final class TemporaryFolder {
    let path: String

    init() throws {
        let url = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        path = url.path
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func file(_ name: String, _ text: String) throws -> String {
        let file = "\(path)/\(name)"
        try text.write(toFile: file, atomically: true, encoding: .utf8)
        return file
    }

    func fifo(_ name: String) -> String {
        mkfifo("\(path)/\(name)", 0o600)
        return "\(path)/\(name)"
    }

    /// Gives the probe an order through the FIFO `orders`.
    func order(_ text: String) throws {
        // Not blocking: a probe that is gone is a failure, not a wait.
        let descriptor = open(path + "/orders", O_WRONLY | O_NONBLOCK)
        try #require(descriptor >= 0)
        try FileHandle(fileDescriptor: descriptor, closeOnDealloc: true).write(contentsOf: Data((text + "\0").utf8))
    }
}

extension Terminal {
    /// Waits for the text after the prompt in the row that the cursor is in.
    func waitForRow(_ index: Int, _ text: String, line: UInt = #line) throws {
        try wait("row \(index) is `\(text)`", line: line) { $0.screen.line(index) == text }
    }

    /// Waits for the whole screen, as a person reads it.
    func waitForLines(_ lines: String..., line: UInt = #line) throws {
        try wait("lines are \(lines)", line: line) { $0.screen.lines == lines }
    }

    func waitForStyled(_ index: Int, _ text: String, line: UInt = #line) throws {
        try wait("row \(index) is styled `\(text)`", line: line) { $0.screen.styled(index) == text }
    }

    func waitForCursor(_ row: Int, _ column: Int, line: UInt = #line) throws {
        try wait("cursor is \(row),\(column)", line: line) { $0.screen.row == row && $0.screen.column == column }
    }

    func waitForBells(_ count: Int, line: UInt = #line) throws {
        try wait("\(count) bells", line: line) { $0.screen.bells == count }
    }
}

/// Keys as a terminal sends them.
enum Keys {
    static let (up, down, right, left) = ("\u{1B}[A", "\u{1B}[B", "\u{1B}[C", "\u{1B}[D")
    static let (home, end, delete, backTab) = ("\u{1B}[H", "\u{1B}[F", "\u{1B}[3~", "\u{1B}[Z")
    static let (enter, backspace, tab, escape) = ("\r", "\u{7F}", "\t", "\u{1B}")
    static let metaEnter = "\u{1B}\r"

    static func control(_ letter: Character) -> String {
        String(Character(Unicode.Scalar((letter.asciiValue ?? 0) & 0x1F)))
    }

    static func meta(_ letter: String) -> String { "\u{1B}" + letter }

    static func paste(_ text: String) -> String { "\u{1B}[200~\(text)\u{1B}[201~" }
}
