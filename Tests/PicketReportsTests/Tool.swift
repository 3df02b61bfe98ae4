import Foundation

/// A program of the machine that reads what is written here; tests of it are left out where it is missing.
struct Tool {
    let path: String

    static let browser = ["chromium", "chromium-browser", "google-chrome"].lazy.compactMap(Tool.find).first

    static func find(_ name: String) -> Tool? {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
        let paths = folders.map { "\($0)/\(name)" }
        return paths.first { FileManager.default.isExecutableFile(atPath: $0) }.map(Tool.init(path:))
    }

    /// Whether Python has a module.
    static func hasModule(_ name: String) -> Bool {
        guard let python = find("python3") else { return false }
        return (try? python.run(["-c", "import \(name)"], files: [:]))?.status == 0
    }

    /// The status and everything written, in a folder of its own that holds `files`.
    func run(_ arguments: [String], files: [String: [UInt8]]) throws -> (status: Int32, output: String) {
        let folder = FileManager.default.temporaryDirectory.appending(path: "picket-reports-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        for (name, bytes) in files { try Data(bytes).write(to: folder.appending(path: name)) }
        let process = Process()
        process.executableURL = URL(filePath: path)
        process.arguments = arguments
        process.currentDirectoryURL = folder
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: output, as: UTF8.self))
    }
}
