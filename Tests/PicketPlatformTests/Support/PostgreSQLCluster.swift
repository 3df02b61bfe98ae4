import Foundation
import HTTPHarness
import Synchronization

/// A PostgreSQL of the tests' own: in a temporary folder, on a free port, stopped and removed at the end.
final class PostgreSQLCluster: Sendable {
    struct CommandFailed: Error {
        let command: [String]
    }

    static let user = "monitor"
    static let password = "it's a \\secret"

    let folder: String
    let port: Int
    /// Foundation's Process is not Sendable; nil while the server is stopped.
    private let server: Mutex<Process?> = Mutex(nil)

    private init(folder: String, port: Int) {
        self.folder = folder
        self.port = port
    }

    /// The folder of initdb and postgres, nil where PostgreSQL is not installed.
    static let programs: String? = {
        let root = "/usr/lib/postgresql"
        let versions = (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []
        let folders = versions.map { "\(root)/\($0)/bin" } + ["/usr/local/bin", "/usr/bin"]
        return folders.first { FileManager.default.isExecutableFile(atPath: $0 + "/initdb") }
    }()

    static var isInstalled: Bool { programs != nil }

    static func with(_ test: (PostgreSQLCluster) async throws -> Void) async throws {
        try await withFolder { folder in
            let port = try ReservedPort()
            let cluster = PostgreSQLCluster(folder: folder, port: port.port)
            try cluster.create()
            port.release()
            try cluster.start()
            defer { try? cluster.stop() }
            try await test(cluster)
        }
    }

    private func create() throws {
        let passwordFile = folder + "/password"
        try Data(Self.password.utf8).write(to: URL(fileURLWithPath: passwordFile))
        if geteuid() == 0 { try Self.finish(Self.process(["chown", "-R", "postgres", folder])) }
        try Self.finish(
            postgres([
                "initdb", "-D", folder + "/data", "-U", Self.user, "--pwfile", passwordFile, "-A", "scram-sha-256",
                "--no-sync",
            ]))
    }

    func start() throws {
        let process = try postgres([
            "postgres", "-D", folder + "/data", "-p", String(port), "-k", folder, "-c", "listen_addresses=127.0.0.1",
            "-c", "fsync=off",
        ])
        server.withLock { $0 = process }
        while (try? Self.finish(postgres(["pg_isready", "-h", "127.0.0.1", "-p", String(port)]))) == nil {
            guard process.isRunning else { throw CommandFailed(command: ["postgres"]) }
        }
    }

    /// SIGQUIT makes the server end at once; its first line of `postmaster.pid` says who it is.
    func stop() throws {
        guard let process = server.withLock({ $0 }) else { return }
        let lines = try String(contentsOfFile: folder + "/data/postmaster.pid", encoding: .utf8)
        if let number = lines.split(separator: "\n").first.flatMap({ Int32($0) }) { kill(number, SIGQUIT) }
        process.waitUntilExit()
        server.withLock { $0 = nil }
    }

    /// PostgreSQL refuses to run as root, so then its own user runs it.
    private func postgres(_ command: [String]) throws -> Process {
        let program = "\(Self.programs ?? "")/\(command[0])"
        let prefix = geteuid() == 0 ? ["runuser", "-u", "postgres", "--"] : []
        return try Self.process(prefix + [program] + command.dropFirst())
    }

    private static func process(_ command: [String]) throws -> Process {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = command
        process.currentDirectoryURL = URL(fileURLWithPath: "/")
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        return process
    }

    private static func finish(_ process: Process) throws {
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw CommandFailed(command: process.arguments ?? []) }
    }
}
