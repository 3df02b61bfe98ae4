import PicketHTTP
import Testing

@testable import PicketPool

@Suite struct EndpointErrorTests {
    @Test(arguments: [
        ("platform.example", "`platform.example` is not a URL: write `https://HOST[:PORT][/PATH]`"),
        ("", "`` is not a URL: write `https://HOST[:PORT][/PATH]`"),
        ("ftp://a", "`ftp` is not supported: write `https://…` or `http://…`"),
        ("https://", "the URL names no host"),
        ("https:///path", "the URL names no host"),
        ("https://a b", "`a b` is not a host name or address"),
        ("https://pl\u{E4}tform", "`pl\u{E4}tform` is not a host name or address"),
        ("https://[::g]", "`::g` is not a host name or address"),
        ("https://[::1]x", "`[::1]x` is not a host name or address"),
        ("https://a:0", "`0` is not a port: a port is a number from 1 to 65535"),
        ("https://a:", "`` is not a port: a port is a number from 1 to 65535"),
        ("https://a:65536", "`65536` is not a port: a port is a number from 1 to 65535"),
        ("https://a:+1", "`+1` is not a port: a port is a number from 1 to 65535"),
        ("https://a/b c", "`/b c` contains a character that a URL must percent-encode"),
        ("https://a/b\r\nX: y", "`/b\r\nX: y` contains a character that a URL must percent-encode"),
        ("https://a/?x=1", "`https://a/` has a query or fragment: an address ends with its path"),
        ("https://a#x", "`https://a` has a query or fragment: an address ends with its path"),
    ])
    func faultsAreNamed(text: String, message: String) {
        let error = #expect(throws: EndpointError.self) { try HTTPEndpoint(parsing: text) }
        #expect(error?.message == message)
    }

    @Test func aPasswordIsRefusedAndNotRepeated() {
        let error = #expect(throws: EndpointError.self) { try HTTPEndpoint(parsing: "https://me:hunter2@a") }
        #expect(error?.message.contains("hunter2") == false)
        #expect(error.map { "\($0)" }?.contains("hunter2") == false)
    }
}

/// Spellings of one URL (RFC 3986, sections 6.2.2 and 6.2.3).
@Suite struct EndpointSpellingTests {
    private func endpoint(_ text: String) throws -> HTTPEndpoint {
        PlatformProfile(endpoint: try HTTPEndpoint(parsing: text)).endpoint
    }

    @Test(arguments: [
        ("http://host", "HTTP://HOST:80/"), ("https://host:443", "https://Host//"),
        ("http://host", "http://host/ds-api/"),
        ("http://host/~a", "http://host/%7Ea/"), ("http://host/a%2fb", "http://host/./x/../a%2Fb"),
        ("http://[::1]:80", "http://[0:0:0:0:0:0:0:1]"),
    ])
    func areOnePlatform(_ one: String, _ other: String) throws {
        #expect(try endpoint(one) == endpoint(other))
    }

    @Test(arguments: [
        ("http://host", "https://host"), ("http://host", "http://host:8080"), ("http://host", "http://host2"),
        ("http://host/a", "http://host/A"), ("http://host/a/b", "http://host/a%2Fb"), ("http://host/a", "http://host"),
        ("http://127.0.0.1", "http://localhost"), ("http://host/a//b", "http://host/a/b"),
    ])
    func areTwoPlatforms(_ one: String, _ other: String) throws {
        #expect(try endpoint(one) != endpoint(other))
    }
}
