import Foundation
import PicketPlatform
import Testing

@Suite("Planned faults")
struct FaultTests {
    @Test func aFaultMeetsItsOperationAndNameAndNoOther() async throws {
        try await withPlatform { platform, client in
            let client = try await client.loggedIn()
            platform.plan([Fault(.status(503, retryAfter: 7), operation: .add, name: "a b", times: 2)])
            #expect(try await client.request("POST", "\(instances)/other", body: sales).status == 201)
            #expect(try await client.request("GET", "\(instances)/a%20b").status == 404)
            for _ in 0..<2 {
                let reply = try await client.request("POST", "\(instances)/a%20b", body: sales)
                #expect(reply.status == 503)
                #expect(reply.headers["retry-after"] == "7")
                #expect(reply.error != nil)
            }
            #expect(platform.plannedFaults.isEmpty)
            #expect(try await client.request("POST", "\(instances)/a%20b", body: sales).status == 201)
        }
    }

    static let resets: [(Fault.Effect, PlatformConfiguration.Transport, Bool)] = [
        (.resetBefore, .http, false), (.resetAfter, .http, true), (.resetBefore, .selfSignedHTTPS, false),
        (.resetAfter, .selfSignedHTTPS, true),
    ]

    @Test(arguments: resets)
    func aResetLeavesTheEffectItPromises(
        effect: Fault.Effect, transport: PlatformConfiguration.Transport, hasEffect: Bool
    ) async throws {
        try await withPlatform(configured { $0.transport = transport }) { platform, client in
            let client = try await client.loggedIn()
            platform.plan([Fault(effect, operation: .add)])
            await #expect(throws: (any Error).self) {
                try await client.request("POST", "\(instances)/a", body: sales)
            }
            #expect(try await client.request("GET", "\(instances)/a").status == (hasEffect ? 200 : 404))
        }
    }

    @Test(arguments: [PlatformConfiguration.Transport.http, .selfSignedHTTPS])
    func aTruncatedAnswerHasItsEffectAndHalfItsBody(transport: PlatformConfiguration.Transport) async throws {
        try await withPlatform(configured { $0.transport = transport }) { platform, client in
            let client = try await client.loggedIn()
            platform.plan([Fault(.truncate, operation: .add)])
            let reply = try await client.request("POST", "\(instances)/a", body: sales)
            #expect(reply.status == 201)
            #expect(!reply.isComplete)
            #expect(reply.body == #"{"status": "Connection "#)
            #expect(try await client.request("GET", "\(instances)/a").status == 200)
        }
    }

    @Test func aDelayedRequestIsAnsweredAsUsual() async throws {
        try await withPlatform { platform, client in
            let client = try await client.loggedIn()
            platform.plan([Fault(.delay(milliseconds: 30))])
            let start = ContinuousClock.now
            #expect(try await client.request("POST", "\(instances)/a", body: sales).status == 201)
            #expect(ContinuousClock.now - start >= .milliseconds(30))
        }
    }

    @Test func faultsArePlannedAndConnectionsDumpedOverHTTP() async throws {
        try await withPlatform(configured { $0.hasControlPaths = true }) { platform, client in
            let faults = "/local-platform/faults"
            #expect(try await client.request("POST", faults, body: "{}").status == 401)
            #expect(try await client.request("GET", "/local-platform/connections").status == 401)
            let client = try await client.loggedIn()
            let plan = #"[{"fault": "status", "operation": "show", "name": "a", "times": 3}, {"fault": "truncate"}]"#
            #expect(try await client.request("POST", faults, body: plan).status == 201)
            #expect(
                platform.plannedFaults == [
                    Fault(.status(500), operation: .show, name: "a", times: 3), Fault(.truncate),
                ])
            #expect(try await client.request("GET", "\(instances)/a").status == 500)
            let listed = try await client.request("GET", faults)
            #expect(try Fault.list(parsing: listed.body) == platform.plannedFaults)
            #expect(try await client.request("DELETE", faults).body == "[]")
            _ = try await client.request("POST", "\(instances)/b", body: sales)
            _ = try await client.request("POST", "\(instances)/a", body: sales)
            var stranger = client
            stranger.token = nil
            let dump = try await stranger.request(
                "GET", "/local-platform/connections", headers: basic("datasentinel", testPassword))
            let first = try await client.request("GET", "\(instances)/a").body
            let second = try await client.request("GET", "\(instances)/b").body
            #expect(dump.body == "[\(first), \(second)]")
        }
    }

    static let misunderstood = [
        "{}", "7", #"{"fault": "flood"}"#, #"{"fault": "status", "status": 200}"#,
        #"{"fault": "truncate", "times": 0}"#,
        #"{"fault": "truncate", "operation": "drop"}"#, #"{"fault": "truncate", "extra": 1}"#, "[",
    ]

    @Test(arguments: misunderstood)
    func aFaultThatIsNotUnderstoodIsRefused(text: String) async throws {
        #expect(throws: (any Error).self) { try Fault.list(parsing: text) }
        try await withPlatform(configured { $0.hasControlPaths = true }) { platform, client in
            let client = try await client.loggedIn()
            let reply = try await client.request("POST", "/local-platform/faults", body: text)
            #expect(reply.status == 400)
            #expect(reply.error != nil)
            #expect(platform.plannedFaults.isEmpty)
        }
    }
}
