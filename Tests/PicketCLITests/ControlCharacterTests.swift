import Foundation
import Testing

/// A name that holds control characters reaches the terminal as text: it neither moves the cursor nor looks like another line.
@Suite struct ControlCharacterTests {
    private static let script = """
        try { delete "\\u{1b}[31mred\\u{7}" } catch { }
        try { delete "x\\npicket: ok: 9 created" } catch { }
        step "\\u{1b}]0;T\\u{7}" { try { delete zz } catch { } }
        step "a\\nb" { try { delete qq } catch { } }
        for port in [1, 2] { ensure "y\\u{1b}\\nz" host="h\\u{1b}" port=$port user=u password=pppppppp }
        """

    private func run(_ arguments: [String]) throws -> PicketProcess {
        let folder = FileManager.default.temporaryDirectory.appending(path: "picket-control-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "run.picket")
        try Data(Self.script.utf8).write(to: file)
        return try PicketProcess.run(arguments + [file.path(), "--platform", "local"], in: folder)
    }

    @Test(arguments: ["run", "run -v", "plan", "plan --format markdown"])
    func namesReachTheTerminalAsText(_ command: String) throws {
        let run = try run(command.split(separator: " ").map(String.init))
        let text = run.output + run.errors
        let controls = text.unicodeScalars.filter { $0.value < 0x20 && $0 != "\n" && $0 != "\t" || $0.value == 0x7F }
        #expect(controls.isEmpty, "\(text.debugDescription)")
        #expect(!text.hasPrefix("picket: ok: 9 created") && !text.contains("\npicket: ok: 9 created"))
        #expect(text.contains("␛"), "\(text.debugDescription)")
        if command == "run" { #expect(run.errors.contains("(␛[31mred␇, x␊picket: ok: 9 created, "), "\(run.errors)") }
    }

    /// The names of files and tests, too: a newline in one would forge a line.
    @Test(arguments: [
        "check FILE", "run FILE", "run FILE \u{1B}x=1", "test FILE", "test FILE --list", "fmt --check FILE",
        "run MISSING", "check MISSING", "test FILE --report-tap FILE",
    ])
    func namesOfFilesReachTheTerminalAsText(_ command: String) throws {
        let name = "a\u{1B}[31m\npicket: ok: forged\u{7}.picket"
        let suite = try TestSuiteFolder([
            name: "test \"b\\u{1b}\\npicket: ok: forged\" tags=[t] {\n  let x = 1\nexpect   1 == 2 }\n"
        ])
        let words = command.split(separator: " ").map {
            $0 == "FILE" ? name : $0 == "MISSING" ? "z\u{1B}\npicket: ok: forged" : String($0)
        }
        let run = try suite.picket(words)
        let text = run.output + run.errors
        let controls = text.unicodeScalars.filter { $0.value < 0x20 && $0 != "\n" && $0 != "\t" || $0.value == 0x7F }
        #expect(controls.isEmpty, "\(text.debugDescription)")
        #expect(!text.contains("\npicket: ok: forged") && text.contains("␛"), "\(text.debugDescription)")
    }
}
