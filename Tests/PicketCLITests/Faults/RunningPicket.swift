import Foundation
import Schemas
import Synchronization

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A `picket run` of the tests that goes on while the test looks and interferes.
final class RunningPicket: Sendable {
    struct Ended: Sendable {
        /// The exit status; of a signal its number.
        let status: Int32
        let output: String
        let errors: String
    }

    let identifier: pid_t
    private let process: Mutex<Process>
    private let streams: [Pipe]
    private let ended: Mutex<CheckedContinuation<Void, Never>?> = Mutex(nil)
    private let hasEnded = Mutex(false)

    /// - Parameter onErrorLine: is called with each line of standard error as it comes.
    static func run(
        _ arguments: [String], onStart: @Sendable (RunningPicket) -> Void = { _ in },
        onErrorLine: @escaping @Sendable (Substring) -> Void = { _ in }
    ) async throws -> Ended {
        let run = try RunningPicket(arguments)
        onStart(run)
        async let output = run.read(run.streams[0]) { _ in }
        async let errors = run.read(run.streams[1], onErrorLine)
        let texts = await (output, errors)
        await run.wait()
        JournalSchema.expectGoodJournals(namedIn: arguments, in: "/")
        return Ended(status: run.process.withLock { $0.terminationStatus }, output: texts.0, errors: texts.1)
    }

    private init(_ arguments: [String]) throws {
        let process = Process()
        process.executableURL = Project.program("picket")
        process.arguments = arguments
        process.environment = ["PATH": "/usr/bin:/bin", "HOME": "/nonexistent", "PG_PASSWORD": "a torturer's secret"]
        streams = [Pipe(), Pipe()]
        process.standardOutput = streams[0]
        process.standardError = streams[1]
        process.standardInput = FileHandle.nullDevice
        self.process = Mutex(process)
        let box = Mutex<RunningPicket?>(nil)
        process.terminationHandler = { _ in box.withLock { $0 }?.end() }
        try process.run()
        identifier = process.processIdentifier
        box.withLock { $0 = self }
        if !process.isRunning { end() }
    }

    var isOver: Bool { hasEnded.withLock { $0 } }

    func interrupt() { _ = Glibc.kill(identifier, SIGINT) }

    func kill() { _ = Glibc.kill(identifier, SIGKILL) }

    private func end() {
        hasEnded.withLock { $0 = true }
        ended.withLock { waiter in
            waiter?.resume()
            waiter = nil
        }
    }

    private func wait() async {
        await withCheckedContinuation { continuation in
            ended.withLock { $0 = continuation }
            if hasEnded.withLock({ $0 }) { end() }
        }
    }

    /// Reads to the end, on a thread of its own.
    private func read(_ pipe: Pipe, _ onLine: @escaping @Sendable (Substring) -> Void) async -> String {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                var (text, rest) = ("", "")
                while true {
                    let piece = String(decoding: pipe.fileHandleForReading.availableData, as: UTF8.self)
                    if piece.isEmpty { break }
                    text += piece
                    rest += piece
                    while let end = rest.firstIndex(of: "\n") {
                        onLine(rest[..<end])
                        rest = String(rest[rest.index(after: end)...])
                    }
                }
                continuation.resume(returning: text)
            }
        }
    }
}

/// A line of a journal, as far as the tests look at it.
struct JournalLine: Decodable, Sendable {
    let event: String
    var step: String?
    var command: String?
    var request: String?
    var commandRequest: String?
    var status: Int?
    var isSuccess: Bool?
    var error: String?
    var note: String?
    var outcome: String?

    enum CodingKeys: String, CodingKey {
        case event, step, command, request, status, error, note, outcome
        case commandRequest = "command_request"
        case isSuccess = "ok"
    }

    /// The lines of a file; one that a kill cut off is passed over.
    static func all(_ path: String) throws -> [JournalLine] {
        try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").compactMap { line in
            try? JSONDecoder().decode(JournalLine.self, from: Data(line.utf8))
        }
    }
}
