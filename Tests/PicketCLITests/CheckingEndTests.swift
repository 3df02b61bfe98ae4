import Foundation
import Testing

/// A signal and the deadline reach a run that still checks its script.
@Suite struct CheckingEndTests {
    /// Takes much longer to check than anybody waits, and then has faults to show.
    private static let long = (0..<400_000).map { "let name_\($0) = \"$(1 + \($0))\"\n" }.joined() + "sohw\n"

    @Test func theDeadlineEndsTheChecking() throws {
        for command in ["run", "plan"] {
            let result = try PicketProcess.run([command, "--deadline", "1ms", "-"], input: Self.long)
            #expect(result.status == 4)
            #expect(result.errors.contains("error[deadline]"), "\(result.errors.prefix(400))")
            #expect(!result.errors.contains("unknown-command"))
        }
    }

    @Test func aSignalEndsTheChecking() throws {
        let process = Process()
        process.executableURL = Project.program("picket")
        process.arguments = ["run", "-"]
        process.environment = ["PATH": "/usr/bin:/bin", "HOME": "/nonexistent"]
        let (errors, input) = (Pipe(), Pipe())
        process.standardError = errors
        process.standardOutput = FileHandle.nullDevice
        process.standardInput = input
        try process.run()
        try input.fileHandleForWriting.write(contentsOf: Data(Self.long.utf8))
        try input.fileHandleForWriting.close()
        // All but the end of the pipe has been read: what comes next is the checking.
        process.terminate()
        let text = String(decoding: try errors.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        process.waitUntilExit()
        // Either the signal came before it was waited for, or the run ended by it.
        let isEndedBySignal = process.terminationReason == .uncaughtSignal && process.terminationStatus == SIGTERM
        #expect(isEndedBySignal || process.terminationStatus == 128 + SIGTERM)
        #expect(!text.contains("unknown-command"))
    }
}
