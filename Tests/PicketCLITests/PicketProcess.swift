import Foundation
import Goldens
import Schemas

/// What a run of `picket` came to.
struct PicketProcess {
    let status: Int32
    let output: String
    let errors: String

    /// Runs the program that was built with the tests, without any configuration of the user's.
    static func run(
        _ arguments: [String], in folder: URL? = nil, input: String? = nil, environment: [String: String] = [:]
    ) throws -> PicketProcess {
        let process = Process()
        process.executableURL = Project.program("picket")
        process.arguments = arguments
        process.currentDirectoryURL = folder ?? Project.root
        process.environment = ["PATH": "/usr/bin:/bin", "HOME": "/nonexistent"].merging(environment) { $1 }
        let (output, stdin) = (Pipe(), Pipe())
        // A file takes as many errors as there are while the output is read.
        let place = FileManager.default.temporaryDirectory.appending(path: "picket-errors-\(UUID().uuidString)")
        try Data().write(to: place)
        let errors = try FileHandle(forUpdating: place)
        try FileManager.default.removeItem(at: place)
        process.standardOutput = output
        process.standardError = errors
        process.standardInput = stdin
        try process.run()
        try stdin.fileHandleForWriting.write(contentsOf: Data((input ?? "").utf8))
        try stdin.fileHandleForWriting.close()
        let outputData = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        try errors.seek(toOffset: 0)
        let errorData = try errors.readToEnd() ?? Data()
        JournalSchema.expectGoodJournals(namedIn: arguments, in: (folder ?? Project.root).path())
        return PicketProcess(
            status: process.terminationStatus, output: String(decoding: outputData, as: UTF8.self),
            errors: String(decoding: errorData, as: UTF8.self))
    }

    /// Both streams with what changes from run to run made plain.
    var transcript: String { normalizedText(output + errors) }
}
