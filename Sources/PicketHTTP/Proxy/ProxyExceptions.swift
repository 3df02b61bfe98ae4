import NIOCore

/// The hosts that are reached without a proxy: the list in `NO_PROXY`, parsed as curl does.
///
/// `*` alone matches every host. A name matches itself and all names under it, and a leading dot makes no difference.
/// An address matches itself, or its whole block if a prefix length follows (`10.0.0.0/8`). Unlike in curl, a name or
/// an address may be followed by a port that it is limited to.
package struct ProxyExceptions: Sendable {
    private let entries: [Substring]

    /// - Parameter list: Entries separated by commas or blanks.
    package init(_ list: String) {
        entries = list.split { $0 == "," || $0 == " " || $0 == "\t" }
    }

    /// Whether a host is in the list.
    ///
    /// - Parameters:
    ///   - host: A name, or an address without brackets.
    ///   - port: The port of the requests; nil for any.
    package func contains(_ host: String, port: Int? = nil) -> Bool {
        if entries.count == 1, entries[0] == "*" { return true }
        let meant = entries.compactMap { entry -> Substring? in
            guard let (host, ownPort) = Self.splitPort(entry) else { return entry }
            return ownPort == port ? host : nil
        }
        if let address = Self.addressBytes(host) {
            return meant.contains { Self.block($0, contains: address) }
        }
        let name = Self.trimmed(host.lowercased()[...])
        return meant.contains { entry in
            let domain = Self.trimmed(entry.lowercased()[...])
            return !domain.isEmpty && (name == domain || name.hasSuffix("." + domain))
        }
    }

    /// The entries that no host can match: patterns, URLs, and invalid blocks or ports.
    package var useless: [String] {
        if entries.count == 1, entries[0] == "*" { return [] }
        return entries.filter { !Self.canMatch(Self.splitPort($0)?.host ?? $0) }.map(String.init)
    }

    private static func canMatch(_ entry: Substring) -> Bool {
        let parts = entry.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        if let address = addressBytes(parts[0].filter { $0 != "[" && $0 != "]" }) {
            guard parts.count == 2 else { return true }
            return Int(parts[1]).map { (0...address.count * 8).contains($0) } ?? false
        }
        let name = trimmed(entry)
        return !name.isEmpty
            && name.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"):
                    true
                // A name beyond ASCII never matches, because a URL has it in its `xn--` form.
                default: false
                }
            }
    }

    /// Splits `host:8443` and `[::1]:8443`; nil for an entry without a port. An IPv6 address without brackets has none.
    private static func splitPort(_ entry: Substring) -> (host: Substring, port: Int)? {
        guard let colon = entry.lastIndex(of: ":") else { return nil }
        let (host, digits) = (entry[..<colon], entry[entry.index(after: colon)...])
        guard host.last == "]" || !host.contains(":"), !host.isEmpty, !digits.isEmpty,
            digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let port = Int(digits), (1...65535).contains(port)
        else { return nil }
        return (host, port)
    }

    private static func trimmed(_ name: Substring) -> Substring {
        let name = name.first == "." ? name.dropFirst() : name
        return name.last == "." ? name.dropLast() : name
    }

    private static func block(_ entry: Substring, contains address: [UInt8]) -> Bool {
        let parts = entry.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        let network = parts[0].filter { $0 != "[" && $0 != "]" }
        guard let network = addressBytes(network), network.count == address.count else { return false }
        guard parts.count == 2 else { return network == address }
        guard let length = Int(parts[1]), (0...address.count * 8).contains(length) else { return false }
        let whole = length / 8
        guard network.prefix(whole) == address.prefix(whole) else { return false }
        guard length % 8 > 0 else { return true }
        return (network[whole] ^ address[whole]) >> (8 - length % 8) == 0
    }

    /// Returns the address in network order, 4 or 16 bytes; nil for a name. The system's parser decides what is an
    /// address.
    private static func addressBytes(_ text: String) -> [UInt8]? {
        guard let address = try? SocketAddress(ipAddress: text, port: 0), let normal = address.ipAddress else {
            return nil
        }
        guard case .v6 = address else { return normal.split(separator: ".").compactMap { UInt8($0) } }
        let parts = normal.split(atFirst: "::")
        let before = groups(parts?.before ?? normal)
        let after = parts.map { groups($0.after) } ?? []
        return before + [UInt8](repeating: 0, count: max(0, 16 - before.count - after.count)) + after
    }

    /// Returns the bytes of hexadecimal groups separated by colons. The last group may be an IPv4 address.
    private static func groups(_ text: String) -> [UInt8] {
        text.split(separator: ":").flatMap { group -> [UInt8] in
            if group.contains(".") { return group.split(separator: ".").compactMap { UInt8($0) } }
            let value = UInt16(group, radix: 16) ?? 0
            return [UInt8(value >> 8), UInt8(value & 0xFF)]
        }
    }
}
