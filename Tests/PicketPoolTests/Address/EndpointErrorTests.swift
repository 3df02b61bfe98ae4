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
