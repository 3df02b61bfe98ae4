import Foundation
import Testing

/// Scripts, includes, data and configuration are read by one reader, which says of each the same.
@Suite struct FileReadingTests {
    private let top = FileManager.default.temporaryDirectory.appending(path: "picket-reading-\(UUID().uuidString)")
    private var scripts: URL { top.appending(path: "scripts") }

    private func picket(_ arguments: [String], _ environment: [String: String] = [:]) throws -> PicketProcess {
        try PicketProcess.run(arguments, in: scripts, environment: environment)
    }

    /// Makes files below the top folder, beside an empty folder `scripts/folder`.
    private func make(_ files: [String: [UInt8]]) throws {
        try FileManager.default.createDirectory(
            at: scripts.appending(path: "folder"), withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700])
        for (path, bytes) in files {
            let file = top.appending(path: path)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(bytes).write(to: file)
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file.path())
        }
    }

    @Test(arguments: ["check", "run", "fmt"])
    func aDeviceWithoutAnEndIsNoScript(_ command: String) throws {
        let run = try PicketProcess.run([command, "/dev/zero"])
        #expect(run.status == 2)
        #expect(run.errors.contains("cannot read `/dev/zero`: the file is larger than 16 MiB"), "\(run.errors)")
    }

    @Test(arguments: [("none", "there is no such file"), ("folder", "it is a folder")])
    func everyReaderSaysTheSame(_ path: String, _ sentence: String) throws {
        try make(["config/picket/config.toml": []])
        defer { try? FileManager.default.removeItem(at: top) }
        for arguments in [
            ["run", path], ["plan", path], ["run", "-c", "include \"\(path)\""],
            ["run", "-c", "print lines(\"\(path)\")"],
        ] {
            let run = try picket(arguments)
            #expect(run.status != 0)
            #expect(run.errors.contains(": \(sentence)\n"), "\(arguments): \(run.errors)")
        }
    }

    @Test func whatIsNotUTF8IsNotGuessedAt() throws {
        let bad = Array("# one\nplatform = \"".utf8) + [0xC3, 0x28] + Array("\"\n".utf8)
        try make(["config/picket/config.toml": bad, "scripts/data.txt": bad])
        defer { try? FileManager.default.removeItem(at: top) }
        let folder = ["XDG_CONFIG_HOME": top.appending(path: "config").path()]
        let configured = try picket(["run", "-c", "print 1"], folder)
        #expect(configured.status == 2)
        let sentence = "line 2: this line is not UTF-8: save the file as UTF-8\n"
        #expect(configured.errors.contains("config.toml: \(sentence)"), "\(configured.errors)")
        let data = try picket(["run", "-c", "print lines(\"data.txt\")"])
        #expect(data.errors.contains(sentence), "\(data.errors)")
    }

    /// What is included and what is read as data stays below the script's folder and below `--file-root`, in one way.
    @Test func includesAndDataHaveTheSameBounds() throws {
        try make([
            "scripts/inner.picket": Array("print inner\n".utf8), "other/outer.picket": Array("print outer\n".utf8),
        ])
        defer { try? FileManager.default.removeItem(at: top) }
        try FileManager.default.createSymbolicLink(
            atPath: scripts.appending(path: "link.picket").path(), withDestinationPath: "../other/outer.picket")
        let (other, outer) = (top.appending(path: "other").path(), top.appending(path: "other/outer.picket").path())
        let outside = "this lies outside the script's folder; `--file-root DIR` lets scripts read elsewhere"
        let leadsOut = "a symbolic link leads out of the script's folder"
        for (path, sentence) in [
            ("../other/outer.picket", outside), (outer, outside), ("../none", outside), ("link.picket", leadsOut),
        ] {
            for text in ["include \"\(path)\"", "print lines(\"\(path)\")"] {
                let refused = try picket(["run", "-c", text])
                #expect(refused.status != 0)
                #expect(refused.errors.contains(sentence), "\(text): \(refused.errors)")
                if path == "../none" { continue }
                let allowed = try picket(["run", "--file-root", other, "-c", text])
                #expect(allowed.status == 0, "\(text): \(allowed.errors)")
            }
        }
        for text in ["include \"inner.picket\"", "print lines(\"inner.picket\")"] {
            let inner = try picket(["run", "--file-root", other, "-c", text])
            #expect(inner.status == 0, "\(text): \(inner.errors)")
        }
    }
}
