import Foundation

/// A folder with test files, and a state folder of its own.
final class TestSuiteFolder {
    let folder = FileManager.default.temporaryDirectory.appending(path: "picket-suite-\(UUID().uuidString)")

    init(_ files: [String: String]) throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        for (name, text) in files { try write(name, text) }
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    func write(_ name: String, _ text: String) throws {
        let file = folder.appending(path: name)
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
    }

    func text(_ name: String) -> String {
        String(
            decoding: FileManager.default.contents(atPath: folder.appending(path: name).path()) ?? Data(), as: UTF8.self
        )
    }

    /// Runs the program with arguments that a blank separates.
    func picket(
        _ words: String, in place: String = "", input: String? = nil, _ environment: [String: String] = [:]
    ) throws -> PicketProcess {
        try picket(words.split(separator: " ").map(String.init), in: place, input: input, environment)
    }

    func picket(
        _ words: [String], in place: String = "", input: String? = nil, _ environment: [String: String] = [:]
    ) throws -> PicketProcess {
        try PicketProcess.run(
            words, in: folder.appending(path: place), input: input,
            environment: ["XDG_STATE_HOME": folder.appending(path: "state").path()].merging(environment) { $1 })
    }

    /// Both streams of a run in one.
    func merged(_ words: String) throws -> String {
        let process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = ["-c", "exec \"$0\" \(words) 2>&1", Project.program("picket").path()]
        process.currentDirectoryURL = folder
        process.environment = ["PATH": "/usr/bin:/bin", "HOME": "/nonexistent"]
        let output = Pipe()
        process.standardOutput = output
        process.standardInput = FileHandle.nullDevice
        try process.run()
        let data = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return String(decoding: data, as: UTF8.self)
    }

    /// The names of the tests that a run says to have passed, as they are printed.
    static func passed(_ run: PicketProcess) -> [String] {
        run.errors.matches(of: #/(?m)^passed +\S+: (.+) \([\d.]+ m?s\)$/#).map { String($0.1) }.sorted()
    }
}
