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
        if let four = Self.fourBytes(host) { return Self.dotted(four) }
        var bytes = [UInt8](repeating: 0, count: 16)
        if inet_pton(AF_INET6, host, &bytes) == 1 {
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
        let host = canonicalHost
        if let four = Self.fourBytes(host) { return four.first == 127 }
        return host == "localhost" || host.hasSuffix(".localhost") || host == "0:0:0:0:0:0:0:0:0:0:0:0:0:0:0:1"
    }

    /// The bytes of an IPv4 address as the system reads it: `127.1` and `0x7f000001` are the same place. nil for others.
    private static func fourBytes(_ host: String) -> [UInt8]? {
        withUnsafeTemporaryAllocation(of: in_addr.self, capacity: 1) { buffer in
            guard let address = buffer.baseAddress, inet_aton(host, address) != 0 else { return nil }
            return Array(UnsafeRawBufferPointer(start: address, count: 4))
        }
    }

    private static func dotted(_ address: some Sequence<UInt8>) -> String {
        address.map { String($0) }.joined(separator: ".")
    }
}
