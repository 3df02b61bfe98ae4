import PicketPlatform
import Testing

@Suite("The six verbs and their documented statuses")
struct ConnectionVerbTests {
    @Test func everyVerbSucceedsWithItsDocumentedBody() async throws {
        try await withPlatform { _, client in
            let client = try await client.loggedIn()
            let path = "\(instances)/sales-production"
            let added = try await client.request("POST", path, body: sales)
            #expect(added.status == 201)
            #expect(added.body == #"{"status": "Connection created and connected!"}"#)
            #expect(added.headers["content-type"] == "application/json")
            let steps: [(String, String, String?, String)] = [
                ("PUT", path, #"{"port": 5432}"#, #"{"status": "Connection updated!"}"#),
                ("PATCH", path + "/disable", nil, #"{"status": "Connection disabled!"}"#),
                ("PATCH", path + "/enable", nil, #"{"status": "Connection enabled!"}"#),
                ("DELETE", path, nil, #"{"status": "Connection deleted!"}"#),
            ]
            for (method, path, body, answer) in steps {
                let reply = try await client.request(method, path, body: body)
                #expect(reply.status == 200, "\(method) \(path)")
                #expect(reply.body == answer)
            }
            #expect(try await client.request("GET", path).status == 404)
        }
    }

    @Test func showAnswersSeventeenKeysInTheDocumentedOrder() async throws {
        try await withPlatform { _, client in
            let client = try await client.loggedIn()
            _ = try await client.request("POST", "\(instances)/sales-production", body: sales)
            let reply = try await client.request("GET", "\(instances)/sales-production")
            #expect(reply.status == 200)
            #expect(
                reply.body == """
                    {"name": "sales-production", "host": "pg-sales-1734", "port": 9342, "user": "datasentinel", \
                    "password": "secret", \
                    "tags": "application=sales,environment=production,provider=amazon,datacenter=lyon", \
                    "enabled": true, "connected": true, "collection-rate": "low", "samples": false, \
                    "lock-monitoring": true, "lock-monitoring-delay": 30, "table-monitoring": true, \
                    "query-monitoring": true, "query-monitoring-optimize": false, \
                    "query-monitoring-min-calls": 2, "query-monitoring-min-time": 1}
                    """)
        }
    }

    @Test func addingTwiceIsAConflictThatChangesNothing() async throws {
        try await withPlatform { _, client in
            let client = try await client.loggedIn()
            _ = try await client.request("POST", "\(instances)/a", body: sales)
            let again = try await client.request("POST", "\(instances)/a", body: sales("port", "1"))
            #expect(again.status == 409)
            #expect(again.error?.contains("a") == true)
            _ = try await client.request("PATCH", "\(instances)/a/disable")
            #expect(try await client.request("POST", "\(instances)/a", body: sales).status == 409)
            let shown = try await client.request("GET", "\(instances)/a")
            #expect(shown.object?["port"] as? Int == 9342)
            #expect(shown.object?["enabled"] as? Bool == false)
        }
    }

    static let verbs: [(String, String, String?)] = [
        ("POST", "", sales), ("GET", "", nil), ("PUT", "", "{}"), ("DELETE", "", nil), ("PATCH", "/disable", nil),
        ("PATCH", "/enable", nil),
    ]

    @Test(arguments: verbs)
    func everyVerbRefusesAMissingOrForeignToken(method: String, suffix: String, body: String?) async throws {
        try await withPlatform { _, client in
            var client = try await client.loggedIn()
            _ = try await client.request("POST", "\(instances)/there", body: sales)
            let good = client.token ?? ""
            let foreign = "eyJ0eXAiOiJKV1QiLCJhbGciOiJIUzI1NiJ9.eyJleHAiOjk5OTk5OTk5OTl9.c2lnbmF0dXJl"
            var sentences: Set<String> = []
            for token in [nil, "nonsense", foreign, String(good.dropLast(4)) + "AAAA"] {
                client.token = token
                let reply = try await client.request(method, "\(instances)/there\(suffix)", body: body)
                #expect(reply.status == 401)
                sentences.insert(reply.error ?? "")
            }
            #expect(sentences.count == 3)
            #expect(!sentences.contains(""))
        }
    }

    @Test(arguments: verbs.dropFirst())
    func everyVerbButAddNeedsTheConnection(method: String, suffix: String, body: String?) async throws {
        try await withPlatform { _, client in
            let client = try await client.loggedIn()
            let reply = try await client.request(method, "\(instances)/absent\(suffix)", body: body)
            #expect(reply.status == 404)
            #expect(reply.error?.contains("absent") == true)
        }
    }

    @Test(arguments: verbs)
    func everyVerbCanFail(method: String, suffix: String, body: String?) async throws {
        try await withPlatform { platform, client in
            let client = try await client.loggedIn()
            platform.plan([.init(.status(500))])
            let reply = try await client.request(method, "\(instances)/any\(suffix)", body: body)
            #expect(reply.status == 500)
            #expect(reply.error != nil)
        }
    }

    @Test func disabledMeansNotConnectedAndBothSwitchesAreIdempotent() async throws {
        try await withPlatform { _, client in
            let client = try await client.loggedIn()
            _ = try await client.request("POST", "\(instances)/a", body: sales)
            for (verb, expected) in [("disable", false), ("disable", false), ("enable", true), ("enable", true)] {
                let reply = try await client.request("PATCH", "\(instances)/a/\(verb)")
                #expect(reply.status == 200)
                #expect(reply.statusText == "Connection \(verb)d!")
                let shown = try await client.request("GET", "\(instances)/a")
                #expect(shown.object?["enabled"] as? Bool == expected)
                #expect(shown.object?["connected"] as? Bool == expected)
            }
        }
    }
}
