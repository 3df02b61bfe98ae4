import PicketCrypto

/// The names by which a client may call the platform: always the loopback names, and the host it listens on.
struct SubjectNames: Sendable, Equatable {
    let names: [AlternativeName]

    init(listeningOn host: String) {
        var names: [AlternativeName] = [
            .dns("localhost"), .address([127, 0, 0, 1]), .address([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]),
        ]
        let name = Self.name(of: host)
        if !names.contains(name) { names.append(name) }
        self.names = names
    }

    private static func name(of host: String) -> AlternativeName {
        (ipv4Bytes(of: host) ?? ipv6Bytes(of: host)).map { .address($0) } ?? .dns(host)
    }

    private static func ipv4Bytes(of host: String) -> [UInt8]? {
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        let bytes = parts.compactMap { UInt8($0) }
        return parts.count == 4 && bytes.count == 4 ? bytes : nil
    }

    /// Returns the bytes of groups of sixteen bits. `::` stands for the missing zero groups.
    private static func ipv6Bytes(of host: String) -> [UInt8]? {
        let halves = host.split(separator: "::", omittingEmptySubsequences: false).map { half in
            half.split(separator: ":").map { UInt16($0, radix: 16) }
        }
        guard host.contains(":"), halves.count <= 2, !halves.joined().contains(nil) else { return nil }
        let groups = halves.map { $0.compactMap { $0 } }
        let missing = 8 - groups.joined().count
        guard groups.count == 2 ? missing > 0 : missing == 0 else { return nil }
        let all = groups.count == 2 ? groups[0] + Array(repeating: 0, count: missing) + groups[1] : groups[0]
        return all.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
    }
}
