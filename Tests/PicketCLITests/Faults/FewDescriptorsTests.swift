import Foundation
import Testing

/// A process that may open only a few files says so in one sentence (R55).
@Suite struct FewDescriptorsTests {
    /// What a process with so many descriptors came to.
    private func run(
        _ limit: Int, _ arguments: [String], input: String = ""
    ) throws -> (status: Int32, isSignal: Bool, errors: String) {
        let process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        let words = ["-c", "ulimit -n \(limit); exec \"$@\"", "sh", Project.program("picket").path()] + arguments
        process.arguments = words
        process.environment = ["PATH": "/usr/bin:/bin", "HOME": "/nonexistent"]
        let (stdin, errors) = (Pipe(), Pipe())
        process.standardOutput = FileHandle.nullDevice
        process.standardError = errors
        process.standardInput = stdin
        try process.run()
        try stdin.fileHandleForWriting.write(contentsOf: Data(input.utf8))
        try stdin.fileHandleForWriting.close()
        let data = try errors.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return (
            process.terminationStatus, process.terminationReason == .uncaughtSignal,
            String(decoding: data, as: UTF8.self)
        )
    }

    private func script(_ text: String) throws -> URL {
        let file = FileManager.default.temporaryDirectory.appending(path: "picket-few-\(UUID().uuidString).picket")
        try Data(text.utf8).write(to: file)
        return file
    }

    /// From the least with which the program can be loaded to what it needs.
    @Test(arguments: 4...9) func aRunThatCannotOpenWhatItNeedsSaysSo(limit: Int) throws {
        let file = try script("test \"it answers\" { ping }\n")
        defer { try? FileManager.default.removeItem(at: file) }
        for (word, host) in [("run", "127.0.0.1"), ("run", "localhost"), ("test", "127.0.0.1")] {
            let ended = try run(limit, [word, file.path(), "--platform", "http://\(host):9", "--retries", "0"])
            #expect(!ended.isSignal && !ended.errors.contains("rror: Unexpected"), "\(word): \(ended.errors)")
            #expect(
                ended.errors.contains("too many files are open") || ended.errors.contains("nothing listens there"),
                "\(word) with \(limit): \(ended.errors)")
            #expect([1, 2, 3].contains(ended.status), "\(word) with \(limit): \(ended.status)")
        }
    }

    /// A session closes its loop at its end, for which other files are opened.
    @Test(arguments: 4...11) func aSessionThatCannotOpenWhatItNeedsSaysSo(limit: Int) throws {
        let ended = try run(limit, ["repl", "--platform", "http://127.0.0.1:9", "--retries", "0"], input: "ping\n")
        #expect(!ended.isSignal, "\(ended.errors)")
        #expect((0...3).contains(ended.status), "\(limit): \(ended.status) \(ended.errors)")
    }

    /// The embedded platform opens more than the run.
    @Test(arguments: 4...24) func aLocalPlatformThatCannotOpenWhatItNeedsSaysSo(limit: Int) throws {
        let file = try script("ping\n")
        defer { try? FileManager.default.removeItem(at: file) }
        let ended = try run(limit, ["run", file.path(), "--platform", "local"])
        #expect(!ended.isSignal && [0, 1, 2, 3].contains(ended.status), "\(limit): \(ended.errors)")
        for trap in ["atal error", "ssertion failed", "signal", "NIO", "socket("] {
            #expect(!ended.errors.contains(trap), "\(limit): \(ended.errors)")
        }
        if ended.status != 0 { #expect(ended.errors.contains("too many "), "\(limit): \(ended.errors)") }
    }

    @Test func aPlatformSaysHowManyFilesItNeeds() throws {
        let ended = try run(10, ["platform", "--listen", "127.0.0.1:0", "--http", "--store", ":memory:"])
        #expect(ended.status == 2)
        let (start, end) = (
            "picket-platform: too many files are open: the platform needs ",
            " more (`ulimit -n` says how many may be open)\n"
        )
        #expect(ended.errors.hasPrefix(start) && ended.errors.hasSuffix(end), "\(ended.errors)")
    }

    @Test func whatIsMissingIsNamedBeforeAnythingIsSent() throws {
        let file = try script("ping\n")
        defer { try? FileManager.default.removeItem(at: file) }
        let ended = try run(4, ["run", file.path(), "--platform", "http://127.0.0.1:9"])
        #expect(
            ended.errors == "picket: too many files are open: nothing can be sent without 3 more "
                + "(`ulimit -n` says how many may be open)\n")
        #expect(ended.status == 2)
    }
}
