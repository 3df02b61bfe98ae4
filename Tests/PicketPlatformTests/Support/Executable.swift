import Foundation
import Synchronization

/// A run of the built `picket-platform`.
final class Executable: Sendable {
    struct NotFound: Error {}

    /// Foundation's Process is not Sendable; all uses are one after the other.
    private let process: Mutex<Process>
    private let input = Pipe()
    private let output = Pipe()
    private let error = Pipe()
    let processIdentifier: Int32

    init(_ arguments: [String], environment: [String: String] = [:]) throws {
        let process = Process()
        process.executableURL = try Self.product()
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process.standardInput = input
        process.standardOutput = output
        process.standardError = error
        try process.run()
        processIdentifier = process.processIdentifier
        self.process = Mutex(process)
    }

    /// The tests' bundle stands beside the products that were built with it.
    private static func product() throws -> URL {
        let places = [Bundle.main.bundleURL, Bundle.main.executableURL, URL(fileURLWithPath: CommandLine.arguments[0])]
        for place in places.compactMap({ $0 }) {
            for folder in [place, place.deletingLastPathComponent()] {
                let file = folder.appendingPathComponent("picket-platform")
                if FileManager.default.isExecutableFile(atPath: file.path) { return file }
            }
        }
        throw NotFound()
    }

    /// The first line on standard output; waits for it.
    func firstLine() -> String {
        var line: [UInt8] = []
        while let byte = output.fileHandleForReading.readData(ofLength: 1).first, byte != UInt8(ascii: "\n") {
            line.append(byte)
        }
        return String(decoding: line, as: UTF8.self)
    }

    func closeInput() throws { try input.fileHandleForWriting.close() }

    func signal(_ number: Int32) { kill(processIdentifier, number) }

    /// Waits for the end: the exit code, or the signal, and what stood on both outputs since the first line.
    func end() -> (status: Int32, output: String, error: String) {
        let outputData = output.fileHandleForReading.readDataToEndOfFile()
        let errorData = error.fileHandleForReading.readDataToEndOfFile()
        let status = process.withLock { process in
            process.waitUntilExit()
            return process.terminationStatus
        }
        return (status, String(decoding: outputData, as: UTF8.self), String(decoding: errorData, as: UTF8.self))
    }
}
