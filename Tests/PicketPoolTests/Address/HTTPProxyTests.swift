import Foundation
import PicketHTTP
import Testing

@testable import PicketPool

@Suite struct HTTPProxyTests {
    private let endpoint = HTTPEndpoint(scheme: .https, host: "platform.example")

    @Test(arguments: [
        ("http://proxy:3128", "proxy", 3128, nil), ("proxy:3128", "proxy", 3128, nil), ("proxy", "proxy", 1080, nil),
        ("http://a:b@proxy:1/", "proxy", 1, "Basic YTpi"), ("a%40b:%3A@[::1]:2", "::1", 2, "Basic YUBiOjo="),
        ("http://a@proxy:1", "proxy", 1, "Basic YTo="), ("http://:@proxy:1", "proxy", 1, "Basic Og=="),
    ])
    func proxiesAreRead(text: String, host: String, port: Int, authorization: String?) throws {
        let proxy = try HTTPProxy(parsing: text)
        #expect(proxy.host == host)
        #expect(proxy.port == port)
        #expect(proxy.authorization == authorization)
    }

    @Test(arguments: ["https://proxy", "socks5://proxy", "http://", "a%4:b@proxy", "a%zz@proxy", "proxy:x"])
    func faultsAreNamed(text: String) {
        #expect(throws: EndpointError.self) { try HTTPProxy(parsing: text) }
    }

    @Test func theEnvironmentIsReadAsCurlDoes() throws {
        func host(_ environment: [String: String], _ endpoint: HTTPEndpoint) throws -> String? {
            try HTTPProxy.fromEnvironment(environment, for: endpoint)?.host
        }
        let plain = HTTPEndpoint(scheme: .http, host: "platform.example")
        #expect(try host([:], endpoint) == nil)
        #expect(try host(["https_proxy": "a", "HTTPS_PROXY": "b", "ALL_PROXY": "c"], endpoint) == "a")
        #expect(try host(["HTTPS_PROXY": "b", "ALL_PROXY": "c"], endpoint) == "b")
        #expect(try host(["https_proxy": "", "ALL_PROXY": "c"], endpoint) == "c")
        #expect(try host(["https_proxy": "a"], plain) == nil)
        #expect(try host(["http_proxy": "a"], plain) == "a")
        #expect(try host(["HTTP_PROXY": "a"], plain) == nil)
        #expect(try host(["https_proxy": "a", "no_proxy": "example"], endpoint) == nil)
        #expect(try host(["https_proxy": "a", "NO_PROXY": "other"], endpoint) == "a")
        #expect(throws: EndpointError.self) { try host(["https_proxy": "socks5://a"], endpoint) }
    }

    @Test func aFaultOfAVariableNamesIt() {
        #expect {
            try HTTPProxy.fromEnvironment(["ALL_PROXY": "socks5://b0bby:s3cret@h"], for: endpoint)
        } throws: { error in
            let error = error as? EndpointError
            return error?.variable == "ALL_PROXY" && error?.message.contains("`ALL_PROXY`") == true
                && error?.message.contains("s3cret") == false
        }
    }

    @Test(arguments: [
        ("localhost", true), ("LocalHost", true), ("a.localhost", true), ("localhost.", true), ("127.0.0.1", true),
        ("127.8.9.1", true), ("127.1", true), ("0x7f000001", true), ("::1", true), ("::ffff:127.0.0.1", true),
        ("notlocalhost", false), ("localhost.example", false), ("10.0.0.1", false), ("::2", false),
        ("128.0.0.1", false), ("127.example", false),
    ])
    func loopbackIsThisMachine(host: String, isLoopback: Bool) {
        #expect(HTTPEndpoint(scheme: .http, host: host).isLoopback == isLoopback)
    }
}
