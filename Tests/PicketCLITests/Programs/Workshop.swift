import Foundation
import Schemas
import Synchronization

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A folder for one test, and shell commands that run in it.
final class Workshop: Sendable {
    let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "picket-programs-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    func path(_ name: String) -> String { folder.appending(path: name).path() }

    func write(_ text: String, to name: String) throws { try Data(text.utf8).write(to: folder.appending(path: name)) }

    func text(_ name: String) throws -> String { try String(contentsOf: folder.appending(path: name), encoding: .utf8) }

    /// What stat(2) says of a file, its links not followed.
    func status(_ name: String) -> stat {
        withUnsafeTemporaryAllocation(of: stat.self, capacity: 1) { status in
            status.withMemoryRebound(to: UInt8.self) { $0.update(repeating: 0) }
            _ = status.baseAddress.map { lstat(path(name), $0) }
            return status[0]
        }
    }

    /// What the folder holds, by name.
    var names: [String] { get throws { try FileManager.default.contentsOfDirectory(atPath: folder.path()).sorted() } }

    /// Starts a shell command in which `$PICKET` and `$PLATFORM` are the programs.
    func start(_ command: String) throws -> LiveProcess { try LiveProcess(command, in: folder) }

    /// Runs one to its end.
    func run(_ command: String) throws -> PicketProcess {
        let process = try start(command)
        let output = process.restOfOutput()
        return PicketProcess(status: process.end(), output: output, errors: process.errors)
    }

    /// Runs the program with a standard output of the caller's.
    func run(_ arguments: [String], to output: FileHandle) throws -> PicketProcess {
        let process = Process()
        process.executableURL = Project.program("picket")
        process.arguments = arguments
        process.currentDirectoryURL = folder
        process.environment = LiveProcess.environment
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        let errors = Pipe()
        process.standardError = errors
        try process.run()
        try? output.close()
        let text = try errors.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        JournalSchema.expectGoodJournals(in: folder.path())
        return PicketProcess(
            status: process.terminationStatus, output: "", errors: String(decoding: text, as: UTF8.self))
    }
}

/// A shell command that goes on while a test looks and interferes.
final class LiveProcess: Sendable {
    static let environment = [
        "PATH": "/usr/bin:/bin", "HOME": "/nonexistent", "SWIFT_BACKTRACE": "enable=no",
        "PICKET": Project.program("picket").path(), "PLATFORM": Project.program("picket-platform").path(),
    ]

    let identifier: pid_t
    private let output = Pipe()
    private let errorFile: URL
    /// Foundation's Process is not Sendable; all uses are one after the other.
    private let process: Mutex<Process>
    private let rest = Mutex("")
    private let folder: URL

    fileprivate init(_ command: String, in folder: URL) throws {
        self.folder = folder
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", command]
        process.currentDirectoryURL = folder
        process.environment = Self.environment
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        errorFile = FileManager.default.temporaryDirectory.appending(path: "picket-errors-\(UUID().uuidString)")
        try Data().write(to: errorFile)
        process.standardError = try FileHandle(forWritingTo: errorFile)
        try process.run()
        identifier = process.processIdentifier
        self.process = Mutex(process)
    }

    deinit { try? FileManager.default.removeItem(at: errorFile) }

    /// Reads standard output until it has a line; false if it ends without.
    func waitForLine(_ line: String) -> Bool { waitForText(line + "\n") }

    /// The same for any text.
    func waitForText(_ text: String) -> Bool {
        while true {
            let hasText = rest.withLock { rest in
                guard let range = rest.range(of: text) else { return false }
                rest = String(rest[range.upperBound...])
                return true
            }
            if hasText { return true }
            let piece = output.fileHandleForReading.availableData
            if piece.isEmpty { return false }
            rest.withLock { $0 += String(decoding: piece, as: UTF8.self) }
        }
    }

    /// Everything that standard output still holds.
    func restOfOutput() -> String {
        let data = (try? output.fileHandleForReading.readToEnd()) ?? Data()
        return rest.withLock { $0 } + String(decoding: data, as: UTF8.self)
    }

    func signal(_ number: Int32) { _ = kill(identifier, number) }

    var errors: String { (try? String(contentsOf: errorFile, encoding: .utf8)) ?? "" }

    /// Waits; the exit status, or 128 and the signal that ended it.
    func end() -> Int32 {
        process.withLock { process in
            process.waitUntilExit()
            JournalSchema.expectGoodJournals(in: folder.path())
            return process.terminationReason == .uncaughtSignal
                ? 128 + process.terminationStatus : process.terminationStatus
        }
    }
}
