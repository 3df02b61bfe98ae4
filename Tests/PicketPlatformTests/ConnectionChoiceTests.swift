import PicketPlatform
import Testing

@Suite("What the documents leave open: bodies, names, paths")
struct ConnectionChoiceTests {
    /// A POST's body, the status, and a word that the error's sentence has.
    static let bodies: [(String, Int, String)] = [
        ("", 400, "empty"),
        ("{", 400, "line 1"),
        ("[]", 400, "object"),
        ("{,}", 400, "JSON"),
        (sales.replacing("}", with: ",,}"), 400, "JSON"),
        (sales.replacing("}", with: ",}"), 201, ""),
        (sales.replacing("}", with: ", \n }"), 201, ""),
        (sales("host", nil), 400, "host"),
        (sales("port", nil), 400, "port"),
        (sales("user", nil), 400, "user"),
        (sales("password", nil), 400, "password"),
        (sales("tags", nil), 400, "tags"),
        (sales("host", #""""#), 400, "host"),
        (sales("user", #""""#), 400, "user"),
        (sales("password", #""""#), 201, ""),
        (sales("tags", #""""#), 201, ""),
        (sales("host", "null"), 400, "host"),
        (sales("host", #""a\u0000b""#), 400, "NUL"),
        (sales("port", #""9342""#), 400, "port"),
        (sales("port", "0"), 400, "65535"),
        (sales("port", "1"), 201, ""),
        (sales("port", "65535"), 201, ""),
        (sales("port", "65536"), 400, "65535"),
        (sales("port", "70000"), 400, "65535"),
        (sales("port", "1.5"), 400, "1.5"),
        (sales("port", "-1"), 400, "-1"),
        (sales("port", "99999999999999999999"), 400, "port"),
        (sales("tags", "7"), 400, "tags"),
        (sales("tags", #""novalue""#), 400, "novalue"),
        (sales("tags", #""=value""#), 400, "key"),
        (sales("tags", #""key=""#), 400, "value"),
        (sales("tags", #""a=1,""#), 400, "="),
        (sales("tags", #""a=1,a=1,pg_instance=x, b = c=d""#), 201, ""),
        (sales("enabled", "false"), 201, ""),
        (sales("name", #""other""#), 201, ""),
    ]

    @Test(arguments: bodies)
    func addChecksItsBody(body: String, status: Int, word: String) async throws {
        try await withPlatform { _, client in
            let client = try await client.loggedIn()
            let reply = try await client.request("POST", "\(instances)/pg_1", body: body)
            #expect(reply.status == status, "\(reply.body)")
            if status == 201 {
                #expect(reply.statusText == "Connection created and connected!")
            } else {
                #expect(reply.error?.contains(word) == true, "\(reply.body)")
                #expect(try await client.request("GET", "\(instances)/pg_1").status == 404)
            }
        }
    }

    @Test func strictJSONRefusesTheManualsExample() async throws {
        try await withPlatform(configured { $0.strictJSON = true }) { _, client in
            let client = try await client.loggedIn()
            let slip = sales.replacing("}", with: ",\n}")
            let reply = try await client.request("POST", "\(instances)/a", body: slip)
            #expect(reply.status == 400)
            #expect(reply.error?.contains("comma") == true)
            #expect(try await client.request("POST", "\(instances)/a", body: sales).status == 201)
        }
    }

    @Test func anObjectThatShowAnsweredCanBeSentBack() async throws {
        try await withPlatform { _, client in
            let client = try await client.loggedIn()
            _ = try await client.request("POST", "\(instances)/a", body: sales)
            let shown = try await client.request("GET", "\(instances)/a")
            #expect(try await client.request("PUT", "\(instances)/a", body: shown.body).status == 200)
            #expect(try await client.request("GET", "\(instances)/a").body == shown.body)
            #expect(try await client.request("POST", "\(instances)/b", body: shown.body).status == 201)
            #expect(try await client.request("GET", "\(instances)/b").object?["name"] as? String == "b")
        }
    }

    @Test func updateMerges() async throws {
        try await withPlatform { _, client in
            let client = try await client.loggedIn()
            _ = try await client.request("POST", "\(instances)/a", body: sales)
            _ = try await client.request("PATCH", "\(instances)/a/disable")
            let before = try await client.request("GET", "\(instances)/a").body
            #expect(try await client.request("PUT", "\(instances)/a", body: "{}").status == 200)
            #expect(try await client.request("GET", "\(instances)/a").body == before)
            _ = try await client.request("PUT", "\(instances)/a", body: #"{"tags": "", "port": 5432}"#)
            let after = before.replacing("9342", with: "5432")
                .replacing("application=sales,environment=production,provider=amazon,datacenter=lyon", with: "")
            #expect(try await client.request("GET", "\(instances)/a").body == after)
            #expect(try await client.request("PUT", "\(instances)/a", body: #"{"port": 0}"#).status == 400)
            #expect(try await client.request("GET", "\(instances)/a").body == after)
        }
    }

    @Test func theOrderOfChecksRevealsNothingWithoutAToken() async throws {
        try await withPlatform { _, client in
            let admin = try await client.loggedIn()
            _ = try await admin.request("POST", "\(instances)/there", body: sales)
            for name in ["there", "absent"] {
                #expect(try await client.request("PUT", "\(instances)/\(name)", body: "{").status == 401)
                #expect(try await admin.request("PUT", "\(instances)/\(name)", body: "{").status == 400)
            }
            #expect(try await admin.request("POST", "\(instances)/there", body: "{}").status == 400)
        }
    }

    /// The segment as sent, and the name that show answers, nil for a refusal.
    static let names: [(String, String?)] = [
        ("pg_1", "pg_1"), (":9342", ":9342"), ("%3A9342", ":9342"), ("enable", "enable"), ("a%20b", "a b"),
        ("a+b", "a+b"), ("%C3%A9t%C3%A9", "été"), ("100%25", "100%"), ("..", ".."), ("%2E", "."),
        (String(repeating: "n", count: 255), String(repeating: "n", count: 255)),
        (String(repeating: "n", count: 256), nil), ("a%2Fb", nil), ("%", nil), ("%4", nil), ("%zz", nil), ("%FF", nil),
        ("a%00b", nil),
    ]

    @Test(arguments: names)
    func aNameIsOneDecodedSegment(segment: String, name: String?) async throws {
        try await withPlatform { _, client in
            let client = try await client.loggedIn()
            let added = try await client.request("POST", "\(instances)/\(segment)", body: sales)
            #expect(added.status == (name == nil ? 400 : 201), "\(added.body)")
            guard let name else { return }
            let shown = try await client.request("GET", "\(instances)/\(segment)")
            #expect(shown.object?["name"] as? String == name)
            #expect(try await client.request("PATCH", "\(instances)/\(segment)/disable").status == 200)
            #expect(try await client.request("DELETE", "\(instances)/\(segment)").status == 200)
        }
    }

    @Test func namesDifferByCaseAndByBytes() async throws {
        try await withPlatform { platform, client in
            let client = try await client.loggedIn()
            // A letter with an accent, composed and decomposed, is equal for Swift and not for the platform.
            for segment in ["sales", "SALES", "%C3%A9", "e%CC%81"] {
                #expect(try await client.request("POST", "\(instances)/\(segment)", body: sales).status == 201)
            }
            #expect(platform.connectionsJSON.split(separator: #""name""#).count == 5)
        }
    }

    /// A method and a path, the status, and the methods that `Allow` names.
    static let strays: [(String, String, Int, String?)] = [
        ("GET", instances, 404, nil),
        ("GET", instances + "/", 404, nil),
        ("POST", instances + "/", 404, nil),
        ("GET", instances + "/a/", 404, nil),
        ("PATCH", instances + "/a/rename", 404, nil),
        ("PATCH", instances + "/a", 405, "POST, GET, PUT, DELETE"),
        ("GET", instances + "/a/enable", 405, "PATCH"),
        ("HEAD", instances + "/a", 405, "POST, GET, PUT, DELETE"),
        ("DELETE", "/ds-api/user-token", 405, "POST, GET"),
        ("POST", "/ds-api/", 405, "GET"),
        ("POST", "/ds-api/user-token/ds-data", 404, nil),
        ("GET", "/ds-api/users", 404, nil),
        ("GET", "/ds-api/roles", 404, nil),
        ("GET", "/", 404, nil),
        ("GET", "/local-platform/connections", 404, nil),
        ("POST", "/local-platform/faults", 404, nil),
        ("PURGE", "/ds-api", 405, "GET"),
    ]

    @Test(arguments: strays)
    func whatIsNotServedIsRefused(method: String, path: String, status: Int, allow: String?) async throws {
        try await withPlatform { _, client in
            let client = try await client.loggedIn()
            let reply = try await client.request(method, path)
            #expect(reply.status == status)
            #expect(reply.headers["allow"] == allow)
            #expect(method == "HEAD" ? reply.body.isEmpty : reply.error != nil)
        }
    }

    @Test func theContentTypeIsNotAsked() async throws {
        try await withPlatform { _, client in
            let client = try await client.loggedIn()
            let reply = try await client.request(
                "POST", "\(instances)/a", body: sales, headers: ["Content-Type": "text/plain"])
            #expect(reply.status == 201)
            let ignored = try await client.request("PATCH", "\(instances)/a/disable", body: "not JSON")
            #expect(ignored.status == 200)
        }
    }
}
