package import PicketHTTP
import PicketSyntax
import PicketSystem

extension HTTPEndpoint {
    /// The host in one spelling: an address in its shortest form, a name in lower case without the root's dot.
    package var canonicalHost: String {
        if let address = InternetAddress.normalized(host) { return address }
        var name = host.lowercased()
        if name.utf8.last == UInt8(ascii: ".") { name.removeLast() }
        return name
    }

    /// Whether the host is this machine itself. The system takes the unspecified address for it, too.
    package var isThisMachine: Bool {
        let unspecified = ["0.0.0.0", "::"].compactMap(InternetAddress.normalized)
        return isLoopback || unspecified.contains { $0.hasBytes(of: canonicalHost) }
    }

    /// Whether requests to this endpoint never leave this machine.
    package var isLoopback: Bool {
        guard let address = InternetAddress.normalized(host) else {
            let name = canonicalHost
            return name == "localhost" || name.hasSuffix(".localhost")
        }
        return address.hasPrefix("127.") || address == "0:0:0:0:0:0:0:0:0:0:0:0:0:0:0:1"
    }
}
