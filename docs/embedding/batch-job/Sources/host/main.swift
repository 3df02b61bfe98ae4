import Foundation
import Picket
import PicketPlatform
import PicketPool

// A platform in this process, as a host's tests have one. A real job has an address and a password instead.
let password = PlatformConfiguration.makePassword()
var configuration = PlatformConfiguration()
configuration.port = 0
configuration.accounts = [(Account(name: "ops"), .random(password))]
let platform = try await Platform.start(configuration)

let pool = try Pool(
    platform.url, credentials: .password(user: "ops", password),
    tls: platform.certificate.map { .authorities(pem: $0) } ?? .system, rate: 200)
let folder = FileManager.default.temporaryDirectory.appending(path: "batch-job-\(UUID())")
try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
let journal = folder.appending(path: "inventory.journal").path()

func show(_ result: PoolResult) {
    print("status \(result.exitStatus): \(result.tally.summary)")
    if let journal = result.journal { print("\(journal.replayed) steps from the journal, \(journal.sent) sent") }
    for item in result.report?.cases ?? [] { print("\(item.state): \(item.name)") }
}

print("plan:", try await Job(pool: pool) { _ in }.plan().summary)

// The maintenance window closes after the second instance.
let window = Interruption()
let evening = Job(pool: pool) { if $0 == "erp" { window.interrupt("the maintenance window is over") } }
print("first evening:")
show(try await evening.run(journal: journal, until: window))

print("second evening:")
let result = try await Job(pool: pool) { _ in }.run(journal: journal)
show(result)

// What a pipeline reads.
let junit = folder.appending(path: "inventory.xml")
try result.report?.rendered(as: .junit).write(to: junit, atomically: true, encoding: .utf8)
print("report written:", FileManager.default.fileExists(atPath: junit.path()))

await pool.close()
await platform.stop()
try FileManager.default.removeItem(at: folder)
