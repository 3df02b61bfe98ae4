import Foundation
import HTTPHarness
import Testing

/// W18: `save=` writes the body of a good answer below the script's folder, and nowhere else.
@Suite struct SaveTests {
    private let top = FileManager.default.temporaryDirectory.appending(path: "picket-save-\(UUID().uuidString)")
    private var folder: URL { top.appending(path: "scripts") }

    private func inFolder(_ body: () throws -> Void) throws {
        for name in ["scripts/sub", "other"] {
            try FileManager.default.createDirectory(
                at: top.appending(path: name), withIntermediateDirectories: true)
        }
        defer { try? FileManager.default.removeItem(at: top) }
        try body()
    }

    private func picket(_ script: String, _ arguments: [String] = [], command: String = "run") throws -> PicketProcess {
        try script.write(to: folder.appending(path: "s.picket"), atomically: true, encoding: .utf8)
        return try PicketProcess.run([command, "s.picket", "--platform", "local"] + arguments, in: folder)
    }

    private func text(_ path: String) -> String? {
        try? String(contentsOf: top.appending(path: path), encoding: .utf8)
    }

    private var names: [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: folder.path())) ?? []).sorted()
    }

    private static let ping = "request GET /ds-api/ save="

    @Test func theBodyOfAGoodAnswerIsInTheFile() throws {
        try inFolder {
            try "old".write(to: folder.appending(path: "sub/b.json"), atomically: true, encoding: .utf8)
            let reader = try FileHandle(forReadingFrom: folder.appending(path: "sub/b.json"))
            let run = try picket(
                "\(Self.ping)\"a.json\"\n\(Self.ping)\"sub/../sub/b.json\"\nprint json(\"sub/b.json\").status, $last.body.status"
            )
            #expect(run.status == 0, "\(run.errors)")
            #expect(text("scripts/a.json") == text("scripts/sub/b.json"))
            #expect(text("scripts/a.json")?.contains("status") == true)
            let words = run.output.split(separator: "\n").first.map { $0.split(separator: " ") } ?? []
            #expect(words.count >= 2 && words.first == words.last, "\(run.output)")
            #expect(names == ["a.json", "s.picket", "sub"])
            // The file is replaced in one step: who has opened it still reads the whole old one.
            #expect(try reader.readToEnd() == Data("old".utf8))
        }
    }

    @Test func aBodyOfBytesIsInTheFileAsItCame() async throws {
        let bytes = [UInt8](0...255) + [0, 0xFF, 0x0D, 0x0A, 0x0A]
        let server = try await TestServer.start { _ in
            let head = "HTTP/1.1 200 OK\r\nContent-Type: application/pdf\r\nContent-Length: \(bytes.count)\r\n\r\n"
            return [.send(head), .bytes(bytes)]
        }
        try inFolder {
            let run = try PicketProcess.run(
                ["run", "-c", "request GET /report save=a.pdf\nprint $last.body"]
                    + ["--platform", "http://127.0.0.1:\(server.port)"], in: folder)
            #expect(run.status == 0, "\(run.errors)")
            #expect(run.output == "<\(bytes.count) bytes, application/pdf>\n")
            #expect(try Data(contentsOf: folder.appending(path: "a.pdf")) == Data(bytes))
        }
        await server.stop()
    }

    @Test func noFileIsWrittenOutsideOfTheFolder() throws {
        try inFolder {
            let other = top.appending(path: "other").path()
            try FileManager.default.createSymbolicLink(
                atPath: folder.appending(path: "link").path(), withDestinationPath: "../other/linked")
            try FileManager.default.createSymbolicLink(
                atPath: folder.appending(path: "way").path(), withDestinationPath: "../other")
            for path in ["../other/a", "\(other)/b", "link", "way/c", "sub", "sub/", "none/d", "s.picket", "../none"] {
                let run = try picket("\(Self.ping)\"\(path)\"", ["-v"])
                #expect(run.status == 1, "\(path)")
                #expect(run.errors.contains("cannot write `\(path)`: "), "\(path): \(run.errors)")
                #expect(!run.errors.contains("> GET"), "\(path): something was sent")
            }
            #expect(try FileManager.default.contentsOfDirectory(atPath: other) == [])
            let allowed = try picket("\(Self.ping)\"\(other)/b\"\n\(Self.ping)\"way/c\"", ["--file-root", other])
            #expect(allowed.status == 0, "\(allowed.errors)")
            #expect(text("other/b") != nil && text("other/b") == text("other/c"))
        }
    }

    @Test func anAnswerThatIsNoSuccessLeavesTheFile() throws {
        try inFolder {
            try "old".write(to: folder.appending(path: "a"), atomically: true, encoding: .utf8)
            let run = try picket("request GET /ds-api/nowhere save=a\nexpect status 404")
            #expect(run.status == 0, "\(run.errors)")
            #expect(text("scripts/a") == "old")
        }
    }

    @Test func aPlanLeavesTheFile() throws {
        try inFolder {
            let run = try picket("\(Self.ping)a\nprint $last.note", command: "plan")
            #expect(run.status == 0, "\(run.errors)")
            #expect(run.output.contains("the file is not written"), "\(run.output)")
            #expect(text("scripts/a") == nil)
        }
    }

    @Test func theFileOfAnOptionIsNoTarget() throws {
        try inFolder {
            let run = try picket("\(Self.ping)j", ["--journal", "j", "--store", "store.sqlite"])
            #expect(run.errors.contains("cannot write `j`: `--journal` writes this file"), "\(run.errors)")
        }
    }

    @Test func theJournalKeepsAHashAndAResumedReadWritesAgain() throws {
        try inFolder {
            let options = ["--store", "store.sqlite"]
            let script =
                "param more = 0\n\(Self.ping)a\nprint env(\"STOP\", \"go\")\nrequest GET /ds-api/$(env(\"PLACE\", \"nowhere\"))"
            let run = try picket(script, options + ["--journal", "j"])
            #expect(run.status == 1, "\(run.errors)")
            let line = (text("scripts/j") ?? "").split(separator: "\n").first { $0.contains("\"saved\":\"a\"") }
            #expect(
                line?.contains("\"hash\":\"") == true && line?.contains("\"bytes\":") == true,
                "\(text("scripts/j") ?? "")")
            let saved = text("scripts/a")
            try FileManager.default.removeItem(at: folder.appending(path: "a"))
            _ = try picket(script, options + ["--resume", "j"])
            #expect(saved != nil && text("scripts/a") == saved)
        }
    }

    @Test func thePromptHelpsWithEachParameter() throws {
        let run = try PicketProcess.run(["repl", "--platform", "local"], input: ":help request\n:help encode\n")
        for name in ["headers", "auth", "save", "read", "timeout"] {
            #expect(run.output.contains(name), "\(name): \(run.output)")
        }
        #expect(run.output.contains("percent-encodes"), "\(run.output)")
    }

    @Test func thePromptSavesToo() throws {
        try inFolder {
            let run = try PicketProcess.run(
                ["repl", "--platform", "local"], in: folder, input: "\(Self.ping)a\n\(Self.ping)../other/b\n")
            #expect(text("scripts/a") != nil, "\(run.output)\(run.errors)")
            #expect(text("other/b") == nil)
        }
    }
}
