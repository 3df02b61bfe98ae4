import Foundation
import PicketPlatform
import Synchronization
import Testing

@Suite("Tokens: creating them and reading what they say")
struct TokenTests {
    @Test func livenessNeedsNoCredentials() async throws {
        try await withPlatform(configured { $0.version = "v9.9.9" }) { _, client in
            for path in ["/ds-api", "/ds-api/"] {
                let reply = try await client.request("GET", path)
                #expect(reply.status == 200)
                #expect(
                    reply.body == """
                        {"status": "OK", "message": "Datasentinel backend API up and running", "version": "v9.9.9"}
                        """)
            }
        }
    }

    /// Headers of a request for a token, and the status.
    static let credentials: [([String: String], Int)] = [
        ([:], 401),
        (basic("datasentinel", testPassword), 201),
        (basic("datasentinel", "wrong"), 401),
        (basic("datasentinel", ""), 401),
        (basic("nobody", testPassword), 401),
        (["Authorization": "Basic !!!"], 401),
        (["Authorization": "Basic"], 401),
        (["Authorization": "Bearer abc"], 401),
        (["Authorization": "basic ZGF0YXNlbnRpbmVsOmEgbmlnaHQgb24gd2F0Y2g="], 201),
    ]

    @Test(arguments: credentials)
    func creatingNeedsTheRightPassword(headers: [String: String], status: Int) async throws {
        try await withPlatform { _, client in
            let reply = try await client.request("POST", "/ds-api/user-token", headers: headers)
            #expect(reply.status == status)
            if status == 201 {
                #expect(reply.object?.keys.sorted() == ["user-token"])
            } else {
                #expect(reply.error != nil)
                #expect(reply.headers["www-authenticate"]?.hasPrefix("Basic") == true)
            }
        }
    }

    @Test func aTokenHasTheObservedShape() async throws {
        let configure: (inout PlatformConfiguration) -> Void = {
            $0.now = { 1_580_129_819 }
            $0.organization = "Main Org."
            $0.accounts = [(Account(name: "ann", email: "ann@example.com"), .chosen("pässword:1"))]
        }
        try await withPlatform(configured(configure)) { _, client in
            let token = try await client.loggedIn("ann", "pässword:1").token ?? ""
            let parts = token.split(separator: ".").map(String.init)
            #expect(parts.count == 3)
            #expect(decoded(parts[0]) == #"{"typ":"JWT","alg":"HS256"}"#)
            #expect(
                decoded(parts[1]) == """
                    {"exp":1580216224,"iat":1580129819,"database":"Main Org.","email":"ann@example.com","user":"ann"}
                    """)
            let reply = try await client.request("GET", "/ds-api/user-token?token=\(token)")
            #expect(reply.status == 200)
            #expect(
                reply.body == """
                    {"email": "ann@example.com", "expire_time": "2020-01-28 12:57:04", \
                    "organization_name": "Main Org.", "user": "ann"}
                    """)
        }
    }

    private func decoded(_ part: String) -> String? {
        let standard = part.replacing("-", with: "+").replacing("_", with: "/")
        let padding = String(repeating: "=", count: (4 - standard.count % 4) % 4)
        return Data(base64Encoded: standard + padding).map { String(decoding: $0, as: UTF8.self) }
    }

    @Test func describingTakesEitherKeyAndNeedsNoPassword() async throws {
        try await withPlatform { _, client in
            let token = try await client.loggedIn().token ?? ""
            let path = "/ds-api/user-token"
            let cases: [(String, [String: String], Int)] = [
                ("?token=\(token)", [:], 200),
                ("?user-token=\(token)", [:], 200),
                ("?token=\(token)&user-token=x", [:], 200),
                ("?token=x&user-token=\(token)", [:], 401),
                ("", [:], 400),
                ("?other=\(token)", [:], 400),
                ("?token=", [:], 401),
                ("?token=a.b.c", [:], 401),
                ("?token=\(token)", basic("datasentinel", testPassword), 200),
                ("?token=\(token)", basic("datasentinel", "wrong"), 401),
            ]
            for (query, headers, status) in cases {
                let reply = try await client.request("GET", path + query, headers: headers)
                #expect(reply.status == status, "\(query)")
                #expect((reply.error == nil) == (status == 200))
            }
        }
    }

    @Test func aTokenExpiresByThePlatformsClock() async throws {
        let clock = Clock()
        try await withPlatform(
            configured {
                $0.now = { clock.seconds }
                $0.tokenLifetime = 10
            }
        ) { _, client in
            let client = try await client.loggedIn()
            #expect(try await client.request("GET", "\(instances)/a").status == 404)
            clock.advance(by: 9)
            #expect(try await client.request("GET", "\(instances)/a").status == 404)
            clock.advance(by: 1)
            let expired = try await client.request("GET", "\(instances)/a")
            #expect(expired.status == 401)
            #expect(expired.error?.contains("expired") == true)
            #expect(try await client.request("GET", "/ds-api/user-token?token=\(client.token ?? "")").status == 401)
            #expect(try await client.loggedIn().request("GET", "\(instances)/a").status == 404)
        }
    }

    @Test func severalTokensAreValidTogether() async throws {
        let clock = Clock()
        try await withPlatform(configured { $0.now = { clock.seconds } }) { _, client in
            let first = try await client.loggedIn()
            clock.advance(by: 1)
            let second = try await client.loggedIn()
            #expect(first.token != second.token)
            for client in [first, second] { #expect(try await client.request("GET", "\(instances)/a").status == 404) }
        }
    }
}

private final class Clock: Sendable {
    private let time = Mutex(1_700_000_000)

    var seconds: Int { time.withLock { $0 } }

    func advance(by seconds: Int) { time.withLock { $0 += seconds } }
}
