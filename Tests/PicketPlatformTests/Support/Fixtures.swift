import Foundation
import PicketPlatform

/// What the user `datasentinel` of the platforms below logs in with.
let testPassword = "a night on watch"

/// A platform on a port that the system chooses, in memory and without TLS unless the test changes that.
func configured(_ change: (inout PlatformConfiguration) -> Void) -> PlatformConfiguration {
    var configuration = PlatformConfiguration()
    configuration.port = 0
    configuration.transport = .http
    configuration.accounts = [(Account(name: "datasentinel"), .random(testPassword))]
    change(&configuration)
    return configuration
}

/// Runs a platform for the time of a test.
@discardableResult
func withPlatform<Result>(
    _ configuration: PlatformConfiguration = configured { _ in },
    _ test: (Platform, Client) async throws -> Result
) async throws -> Result {
    let platform = try await Platform.start(configuration)
    do {
        let result = try await test(platform, Client(port: platform.port, certificate: platform.certificate))
        await platform.stop()
        return result
    } catch {
        await platform.stop()
        throw error
    }
}

/// A folder that is gone when the test is over.
func withFolder<Result>(_ test: (String) async throws -> Result) async throws -> Result {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("picket-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try await test(folder.path)
}

let instances = "/ds-api/pool/pg-instances"

/// The body of the manual's example, without its slip.
let sales = """
    {"host": "pg-sales-1734", "port": 9342, "user": "datasentinel", "password": "secret", \
    "tags": "application=sales,environment=production,provider=amazon,datacenter=lyon"}
    """

/// `sales` with one member replaced by other JSON, or removed.
func sales(_ key: String, _ json: String?) -> String {
    let members = [
        ("host", "\"pg-sales-1734\""), ("port", "9342"), ("user", "\"datasentinel\""), ("password", "\"secret\""),
        ("tags", "\"application=sales\""),
    ]
    let known = members.contains { $0.0 == key }
    let changed = members.compactMap { member -> String? in
        guard member.0 == key else { return "\"\(member.0)\": \(member.1)" }
        return json.map { "\"\(key)\": \($0)" }
    }
    return "{" + (changed + (known ? [] : ["\"\(key)\": \(json ?? "null")"])).joined(separator: ", ") + "}"
}
