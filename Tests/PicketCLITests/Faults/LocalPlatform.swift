import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import Synchronization

/// A connection as a platform keeps it.
struct KeptConnection: Codable, Equatable, Sendable {
    var name: String
    var host: String
    var port: Int
    var user: String
    var password: String
    var tags: String
    var enabled = true
}

/// The built `picket-platform`, for the tests alone; asked directly, and not through a proxy.
final class LocalPlatform: Sendable {
    struct Failed: Error {
        let reason: String
    }

    private struct Announcement: Decodable {
        let url: String
        let user: String
        let password: String
    }

    let folder: URL
    let port: Int
    let user: String
    let passwordFile: String
    let certificateFile: String
    /// As a server, with the platform's own certificate.
    let serverTLS: NIOSSLContext
    /// As a client that trusts it.
    let clientTLS: NIOSSLContext
    private let password: String
    /// Foundation's Process is not Sendable; all uses are one after the other.
    private let process: Mutex<Process>
    /// It ends when this closes, at the latest with the tests.
    private let lifeline: Pipe
    private let token = Mutex<String?>(nil)

    /// The configuration file's lines for this platform as the protected profile `live`.
    var protectedProfile: String {
        """
        [profile.live]
        url = "https://127.0.0.1:\(port)"
        user = "\(user)"
        password_file = "\(passwordFile)"
        cacert = "\(certificateFile)"
        protected = true
        """
    }

    /// - Parameter faults: what goes wrong with its requests.
    static func start(faults: [PlannedFault] = []) async throws -> LocalPlatform {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread { continuation.resume(with: Result { try LocalPlatform(faults) }) }
        }
    }

    private init(_ faults: [PlannedFault]) throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "picket-faults-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let store = folder.appending(path: "platform.sqlite").path()
        let process = Process()
        process.executableURL = Project.program("picket-platform")
        process.arguments = ["--embedded", "--store", store, "--verbose"]
        if !faults.isEmpty {
            let file = folder.appending(path: "faults.json")
            try JSONEncoder().encode(faults).write(to: file)
            process.arguments?.append(contentsOf: ["--faults", file.path()])
        }
        let log = folder.appending(path: "log").path()
        guard FileManager.default.createFile(atPath: log, contents: nil), let errors = FileHandle(forWritingAtPath: log)
        else { throw Failed(reason: "no log") }
        let output = Pipe()
        lifeline = Pipe()
        process.standardInput = lifeline
        process.standardOutput = output
        process.standardError = errors
        try process.run()
        var line = Data()
        while let byte = output.fileHandleForReading.readData(ofLength: 1).first, byte != UInt8(ascii: "\n") {
            line.append(byte)
        }
        let announcement = try JSONDecoder().decode(Announcement.self, from: line)
        guard let port = URL(string: announcement.url)?.port else { throw Failed(reason: announcement.url) }
        self.port = port
        self.process = Mutex(process)
        user = announcement.user
        password = announcement.password
        passwordFile = folder.appending(path: "password").path()
        guard
            FileManager.default.createFile(
                atPath: passwordFile, contents: Data(password.utf8), attributes: [.posixPermissions: 0o600])
        else { throw Failed(reason: "no password file") }
        certificateFile = store + ".crt"
        let chain = try NIOSSLCertificate.fromPEMFile(certificateFile)
        serverTLS = try NIOSSLContext(
            configuration: .makeServerConfiguration(
                certificateChain: chain.map { .certificate($0) },
                privateKey: .privateKey(try NIOSSLPrivateKey(file: store + ".key", format: .pem))))
        var client = TLSConfiguration.makeClientConfiguration()
        client.trustRoots = .certificates(chain)
        clientTLS = try NIOSSLContext(configuration: client)
    }

    /// The lines that the platform has written so far, one a request: method, path, status.
    var log: [Substring] {
        get throws {
            try String(contentsOf: folder.appending(path: "log"), encoding: .utf8).split(separator: "\n")
        }
    }

    /// The words that run a script through a proxy before the platform, as patiently as a loaded machine needs it.
    func arguments(of script: URL, by proxy: FaultProxy) -> [String] {
        [
            "run", script.path(), "--platform", proxy.url, "--cacert", certificateFile, "--user", user,
            "--password-file", passwordFile, "--timeout", "10m", "--connect-timeout", "10m",
        ]
    }

    func stop() {
        try? lifeline.fileHandleForWriting.close()
        process.withLock { $0.waitUntilExit() }
        try? FileManager.default.removeItem(at: folder)
    }

    // MARK: Asking it directly

    /// What it holds, of the names with the prefix.
    func connections(_ prefix: String = "") async throws -> [String: KeptConnection] {
        let body = try await request("GET", "/local-platform/connections", status: 200)
        let all = try JSONDecoder().decode([KeptConnection].self, from: Data(body.readableBytesView))
        return Dictionary(
            all.filter { $0.name.hasPrefix(prefix) }.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// Faults that no request has met yet.
    func remainingFaults() async throws -> [PlannedFault] {
        let body = try await request("GET", "/local-platform/faults", status: 200)
        return try JSONDecoder().decode([PlannedFault].self, from: Data(body.readableBytesView))
    }

    func add(_ connection: KeptConnection) async throws {
        let path = "/ds-api/pool/pg-instances/\(connection.name)"
        try await request("POST", path, body: try JSONEncoder().encode(connection), status: 201)
        if !connection.enabled { try await request("PATCH", path + "/disable", status: 200) }
    }

    private struct Token: Decodable {
        let text: String

        enum CodingKeys: String, CodingKey { case text = "user-token" }
    }

    @discardableResult
    private func request(
        _ method: String, _ path: String, body: Data = Data(), status: UInt
    ) async throws -> ByteBuffer {
        if token.withLock({ $0 }) == nil {
            let basic = "Basic " + Data("\(user):\(password)".utf8).base64EncodedString()
            let answer = try await send("POST", "/ds-api/user-token", Data(), ("Authorization", basic), status: 201)
            let made = try JSONDecoder().decode(Token.self, from: Data(answer.readableBytesView))
            token.withLock { $0 = made.text }
        }
        return try await send(method, path, body, ("user-token", token.withLock { $0 } ?? ""), status: status)
    }

    private func send(
        _ method: String, _ path: String, _ body: Data, _ field: (String, String), status: UInt
    ) async throws -> ByteBuffer {
        let loop = MultiThreadedEventLoopGroup.singleton.next()
        let (port, tls) = (port, clientTLS)
        let answer = try await loop.flatSubmit {
            var head = HTTPRequestHead(version: .http1_1, method: HTTPMethod(rawValue: method), uri: path)
            head.headers = ["Host": "127.0.0.1", "Content-Length": String(body.count), "Connection": "close"]
            head.headers.add(name: field.0, value: field.1)
            return PlatformConnection.open(port: port, tls, on: loop).assumeIsolated()
                .flatMap { $0.send(head, body.isEmpty ? nil : ByteBuffer(bytes: body)) }.nonisolated()
        }.get()
        guard answer.head.status.code == status else {
            throw Failed(reason: "\(method) \(path): \(answer.head.status)")
        }
        return answer.body ?? ByteBuffer()
    }
}
