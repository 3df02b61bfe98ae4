import HTTPHarness
import PicketHTTP
import PicketRuntime
import PicketSyntax
import Synchronization
import Testing

@testable import PicketPool

/// W13, U18: what is put into the path of a request is one encoded segment; nothing illegal leaves.
@Suite struct RequestPathTests {
    @Test(arguments: [
        ("a?b", "a%3Fb"), ("a#b", "a%23b"), ("50%", "50%25"), ("a/b", "a%2Fb"), ("a b", "a%20b"), ("é", "%C3%A9"),
        ("%2e%2e", "%252e%252e"), ("a&b=c", "a%26b%3Dc"), ("a\r\nX: 1", "a%0D%0AX%3A%201"), ("...", "..."),
        ("~x", "~x"),
    ])
    func whatIsPutInIsOneSegment(name: String, encoded: String) async throws {
        for form in [
            "request DELETE /x/users/$name", "request DELETE \"/x/users/${name}\"",
            "request DELETE /x/users/$(\"$name\")",
            "request DELETE /x/users/$(encode($name))",
            "for n in [$name] parallel 2 { request DELETE /x/users/$n }",
            "def id(x) { return $x }\nrequest DELETE /x/users/$(id($name))",
            "let path = \"/x/users/\" + encode($name)\nrequest DELETE $path",
            "let path = \"/x/users/\" + encode($name)\nrequest DELETE \"$path\"",
        ] {
            let platform = try await OwnRequestTests.platform()
            let result = try await run("param name = x\n\(form)", on: platform, parameters: ["name": .string(name)])
            #expect(result.exitStatus == 0, "\(form): \(result.failureText)")
            #expect(platform.lines == ["DELETE /x/users/\(encoded)"], "\(form)")
        }
    }

    @Test func aNumberInThePathIsItsText() async throws {
        let platform = try await OwnRequestTests.platform()
        let result = try await run(
            "let n = 5\nrequest GET /x/$n/a$(n)b/$(1.5)?a=$n&b=$(true)".replacing("$(n)", with: "${n}"), on: platform)
        #expect(result.exitStatus == 0, "\(result.failureText)")
        #expect(platform.lines == ["GET /x/5/a5b/1.5?a=5&b=true"])
    }

    @Test(arguments: ["", ".", ".."])
    func aSegmentThatLeadsElsewhereIsRefused(name: String) async throws {
        for form in [
            "request DELETE /x/users/$name", "request DELETE /x/users/$(encode($name))",
            "request DELETE \"/x/users/${name}?a=1\"", "for n in [$name] parallel 2 { request DELETE /x/users/$n }",
        ] {
            for onlyPlans in [false, true] {
                let platform = try await OwnRequestTests.platform()
                let result = try await run(
                    "param name = x\n\(form)", on: platform, parameters: ["name": .string(name)]
                ) { $0.onlyPlans = onlyPlans }
                #expect(result.failure?.diagnostic.code == "malformed-path", "\(form): \(result.failureText)")
                #expect(platform.requests.isEmpty)
            }
        }
    }

    @Test(arguments: ["null", "[1]", "{a: 1}"])
    func whatIsNoTextIsNoSegment(value: String) async throws {
        let platform = try await OwnRequestTests.platform()
        let result = try await run("let v = \(value)\nrequest DELETE /x/$v", on: platform)
        #expect(result.failure?.diagnostic.code == "type-mismatch", "\(result.failureText)")
        #expect(platform.requests.isEmpty)
    }

    /// In a query, an empty value and dots are values like others.
    @Test func whatIsPutIntoAQueryIsOneValue() async throws {
        let platform = try await OwnRequestTests.platform()
        let result = try await run(
            "let a = \"\"\nlet b = \"..\"\nlet c = \"x&y=z#\"\nrequest GET \"/x?a=$a&b=$b&c=$c&d=$(encode($c))\"",
            on: platform)
        #expect(result.exitStatus == 0, "\(result.failureText)")
        #expect(platform.lines == ["GET /x?a=&b=..&c=x%26y%3Dz%23&d=x%26y%3Dz%23"])
    }

    @Test(arguments: [
        ("x", "begins with `/`"), ("", "begins with `/`"), ("/a#b", "contains a `#`"), ("/50%", "contains a `%`"),
        ("/%4", "contains a `%`"),
        ("/a\nb", "contains a control character"), ("/a\u{7F}", "contains a control character"),
    ])
    func aWholePathWithIllegalBytesIsRefused(path: String, message: String) async throws {
        for form in ["request GET $path", "request GET \"$path\"", "request GET $($path)"] {
            let platform = try await OwnRequestTests.platform()
            let result = try await run("param path = x\n\(form)", on: platform, parameters: ["path": .string(path)])
            #expect(result.failure?.diagnostic.code == "command-failed", "\(result.failureText)")
            #expect(result.failureText.contains(message), "\(result.failureText)")
            #expect(platform.requests.isEmpty)
        }
    }

    @Test func whatNoPathHoldsIsEncoded() async throws {
        let platform = try await OwnRequestTests.platform()
        let result = try await run(
            "let p = \"/x/ü a<b>|^`\\\\\\\"{}?q=[1]%20\"\nrequest GET $p", on: platform)
        #expect(result.exitStatus == 0, "\(result.failureText)")
        #expect(platform.lines == ["GET /x/%C3%BC%20a%3Cb%3E%7C%5E%60%5C%22%7B%7D?q=%5B1%5D%20"])
    }

    @Test func theCurlCommandAndThePlanHaveTheEncodedPath() async throws {
        let platform = try await OwnRequestTests.platform()
        let lines = Mutex<[String]>([])
        let session = try await TestSession(platform.profile) { configuration in
            configuration.onlyPlans = true
            configuration.onCurlLine = { line in lines.withLock { $0.append(line.content) } }
        }
        let result = await session.run("let name = \"a?b\"\nrequest DELETE /x/$name")
        let plan = await session.plan()
        session.close()
        #expect(result.exitStatus == 0, "\(result.failureText)")
        #expect(plan?.otherWrites.first?.hasSuffix("/x/a%3Fb") == true)
        #expect(lines.withLock { $0.last?.hasSuffix("/x/a%3Fb'") } == true)
    }
}
