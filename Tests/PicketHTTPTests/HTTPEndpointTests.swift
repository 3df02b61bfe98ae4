import Testing

@testable import PicketHTTP

@Suite struct HTTPEndpointTests {
    @Test(arguments: [
        ("https://platform.example", "https://platform.example", 443),
        ("HTTPS://Platform.Example:443/", "https://platform.example", 443),
        ("http://10.0.0.1:8080/ds-api//", "http://10.0.0.1:8080/ds-api", 8080),
        ("http://[::1]", "http://[::1]", 80),
        ("https://[2001:DB8::1]:8443/a/b", "https://[2001:db8::1]:8443/a/b", 8443),
    ])
    func addressesAreRead(text: String, description: String, port: Int) throws {
        let endpoint = try HTTPEndpoint(parsing: text)
        #expect(endpoint.description == description)
        #expect(endpoint.port == port)
    }

    @Test func theDefaultPortIsNotWritten() {
        #expect(HTTPEndpoint(scheme: .https, host: "a").authority == "a")
        #expect(HTTPEndpoint(scheme: .https, host: "a", port: 80).authority == "a:80")
        #expect(HTTPEndpoint(scheme: .http, host: "::1", port: 80).authority == "[::1]")
    }
}
