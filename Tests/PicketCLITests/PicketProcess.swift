import Dispatch
import Foundation
import Schemas
import Synchronization

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
        let (output, errors, stdin) = (Pipe(), Pipe(), Pipe())
        process.standardOutput = output
        process.standardError = errors
        process.standardInput = stdin
        try process.run()
        try stdin.fileHandleForWriting.write(contentsOf: Data((input ?? "").utf8))
        try stdin.fileHandleForWriting.close()
        // Both at once: who is not read waits when a pipe is full.
        let errorData = Mutex(Data())
        let areErrorsRead = DispatchSemaphore(value: 0)
        Thread.detachNewThread {
            let data = (try? errors.fileHandleForReading.readToEnd()) ?? Data()
            errorData.withLock { $0 = data }
            areErrorsRead.signal()
        }
        let outputData = try output.fileHandleForReading.readToEnd() ?? Data()
        areErrorsRead.wait()
        process.waitUntilExit()
        JournalSchema.expectGoodJournals(namedIn: arguments, in: (folder ?? Project.root).path())
        return PicketProcess(
            status: process.terminationStatus, output: String(decoding: outputData, as: UTF8.self),
            errors: String(decoding: errorData.withLock { $0 }, as: UTF8.self))
    }

    /// Both streams with what changes from run to run made plain: ports, durations.
    var transcript: String {
        (output + errors)
            .replacing(#/127\.0\.0\.1:\d+/#, with: "127.0.0.1:PORT")
            .replacing(#/in \d+ m?s\b/#, with: "in TIME")
    }
}
