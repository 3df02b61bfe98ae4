import Glibc

/// Internet addresses as the system parses them.
package enum InternetAddress {
    /// Returns an address in its shortest form; nil for a name. `127.1` and `0x7f000001` are the same address.
    package static func normalized(_ host: String) -> String? {
        var four = in_addr()
        if inet_aton(host, &four) != 0 {
            return withUnsafeBytes(of: four) { $0.map { String($0) }.joined(separator: ".") }
        }
        var six = in6_addr()
        guard inet_pton(AF_INET6, host, &six) == 1 else { return nil }
        let bytes = withUnsafeBytes(of: &six) { Array($0) }
        let mapped: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF]
        if bytes.starts(with: mapped) { return bytes.dropFirst(12).map(String.init).joined(separator: ".") }
        return bytes.map { String($0, radix: 16) }.joined(separator: ":")
    }
}
