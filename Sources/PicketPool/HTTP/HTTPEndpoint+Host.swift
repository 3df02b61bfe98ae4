#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

extension HTTPEndpoint {
    /// The host in one spelling: an address in its shortest form, a name in lower case without the dot of the root.
    package var canonicalHost: String {
        var four = in_addr()
        // As the system reads addresses: `127.1` and `0x7f000001` are the same place.
        if inet_aton(host, &four) != 0 { return withUnsafeBytes(of: four, Self.dotted) }
        var six = in6_addr()
        if inet_pton(AF_INET6, host, &six) == 1 {
            let bytes = withUnsafeBytes(of: &six) { Array($0) }
            let mapped: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF]
            if bytes.starts(with: mapped) { return Self.dotted(bytes.dropFirst(mapped.count)) }
            return bytes.map { String($0, radix: 16) }.joined(separator: ":")
        }
        var name = host.lowercased()
        if name.utf8.last == UInt8(ascii: ".") { name.removeLast() }
        return name
    }

    /// Whether what is sent there never leaves this machine.
    package var isLoopback: Bool {
        var four = in_addr()
        let host = canonicalHost
        if inet_aton(host, &four) != 0 { return withUnsafeBytes(of: four) { $0.first == 127 } }
        return host == "localhost" || host.hasSuffix(".localhost") || host == "0:0:0:0:0:0:0:0:0:0:0:0:0:0:0:1"
    }

    private static func dotted(_ address: some Sequence<UInt8>) -> String {
        address.map { String($0) }.joined(separator: ".")
    }
}
