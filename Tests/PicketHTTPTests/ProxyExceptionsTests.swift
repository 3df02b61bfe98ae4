import Foundation
import Testing

@testable import PicketHTTP

@Suite struct ProxyExceptionsTests {
    @Test(arguments: [
        ("*", "anything"), ("example.com", "example.com"), ("example.com", "EXAMPLE.com"),
        ("EXAMPLE.com", "www.example.com"), (".example.com", "example.com"), (".example.com", "www.example.com"),
        ("a, example.com,b", "example.com"), ("a example.com", "example.com"), ("example.com.", "example.com"),
        ("example.com", "example.com."), ("localhost", "localhost"), ("127.0.0.1", "127.0.0.1"),
        ("10.0.0.0/8", "10.255.0.1"), ("192.168.1.128/25", "192.168.1.200"), ("0.0.0.0/0", "8.8.8.8"),
        ("192.168.0.1/32", "192.168.0.1"), ("::1", "::1"), ("[::1]", "0:0:0:0:0:0:0:1"),
        ("2001:db8::/32", "2001:db8:1::1"), ("2001:db8::/33", "2001:db8:7fff::1"), ("::ffff:10.0.0.1", "::ffff:a00:1"),
    ])
    func theseGoDirectly(list: String, host: String) {
        #expect(ProxyExceptions(list).contains(host))
    }

    /// curl knows no ports here; others do, and who writes one means it.
    @Test(arguments: [
        ("example.com:8443", "example.com", 8443, true), ("example.com:8443", "www.example.com", 8443, true),
        ("example.com:8443", "example.com", 443, false), ("10.0.0.0/8:80", "10.1.1.1", 80, true),
        ("[::1]:8443", "::1", 8443, true), ("[::1]:8443", "::1", 8444, false), ("::1", "::1", 8443, true),
        ("127.0.0.1:1, example.com", "example.com", 443, true),
    ])
    func anEntryMayNameItsPort(list: String, host: String, port: Int, goesDirectly: Bool) {
        #expect(ProxyExceptions(list).contains(host, port: port) == goesDirectly)
        #expect(ProxyExceptions(list).useless == [])
    }

    @Test func whatMatchesNothingIsNamed() {
        let list = "*.example, http://h, 10.0.0.0/33, 10.0.0.0/x, a:b, [::1]/129, ., h:0, example/8, bücher.example"
        #expect(ProxyExceptions(list).useless == list.components(separatedBy: ", "))
        #expect(ProxyExceptions("*, a").useless == ["*"])
        #expect(ProxyExceptions("*").useless == [])
        let good = "a, .example.com, EXAMPLE.com., 10.0.0.0/8, ::1, [::1], 2001:db8::/32, h:80, local_host"
        #expect(ProxyExceptions(good).useless == [])
    }

    @Test(arguments: [
        ("", "example.com"), ("*.com", "example.com"), ("example.com", "notexample.com"),
        ("www.example.com", "example.com"), ("*, a", "b"), (".", "a"), ("127.0.0.1", "127.0.0.2"),
        ("10.0.0.0/8", "11.0.0.1"), ("192.168.1.128/25", "192.168.1.100"), ("10.0.0.0/33", "10.0.0.0"),
        ("10.0.0.0/x", "10.0.0.0"), ("10.0.0.0/-1", "10.0.0.0"), ("0.0.0.0/0", "::1"), ("::/0", "8.8.8.8"),
        ("2001:db8::/33", "2001:db8:8000::1"), ("1", "10.0.0.1"),
    ])
    func theseDoNot(list: String, host: String) {
        #expect(!ProxyExceptions(list).contains(host))
    }
}
