import PicketRuntime
import PicketSyntax

/// Finds connections for which one run wants two different states, such as two rows with the same name and different
/// values. Each would undo the other in every run. Only `ensure` says what state a connection should have.
final class RewrittenFields {
    /// A hash of each wanted value, in the order of all fields; zero for a field that was not written. There may be one
    /// of these for each connection, so it is small.
    private struct Wanted {
        var hashes: SIMD8<UInt32> = .zero
    }

    private var wanted: [Int: Wanted] = [:]
    private var found: [(name: String, platform: String, fields: [ConnectionFields.Field])] = []
    /// The first two platforms of the connections.
    private var platforms: [String] = []

    func note(_ name: ConnectionName, _ fields: ConnectionFields, on platform: String) {
        if platforms.count < 2, platforms.first.map({ !$0.hasBytes(of: platform) }) ?? true {
            platforms.append(platform)
        }
        var key = Hasher()
        key.combine(TextKey(platform))
        key.combine(TextKey(name.text))
        let place = key.finalize()
        var known = wanted[place] ?? Wanted()
        var differing: [ConnectionFields.Field] = []
        for (slot, field) in ConnectionFields.Field.allCases.enumerated() {
            guard let meaning = fields.meaning(of: field) else { continue }
            var hasher = Hasher()
            hasher.combine(TextKey(meaning))
            let hash = UInt32(truncatingIfNeeded: hasher.finalize()) | 1
            if known.hashes[slot] != 0, known.hashes[slot] != hash { differing.append(field) }
            known.hashes[slot] = hash
        }
        wanted[place] = known
        if !differing.isEmpty { add(name.shown, platform, differing) }
    }

    private func add(_ name: String, _ platform: String, _ fields: [ConnectionFields.Field]) {
        if let place = found.firstIndex(where: { $0.name.hasBytes(of: name) && $0.platform.hasBytes(of: platform) }) {
            found[place].fields += fields.filter { !found[place].fields.contains($0) }
        } else {
            found.append((name, platform, fields))
        }
    }

    private static let shown = 5

    /// A sentence for each such connection, up to a few.
    var texts: [String] {
        let sorted = found.sorted { $0.name < $1.name }
        let texts = sorted.prefix(Self.shown).map { name, platform, fields in
            let names = ConnectionFields.Field.allCases.filter(fields.contains).map(\.rawValue)
            let place = platforms.count > 1 ? " on \(platform)" : ""
            return "\(name)\(place) is written twice, with other values (\(names.joined(separator: ", ")))"
        }
        let rest = sorted.count - texts.count
        return rest > 0 ? texts + ["\(rest) more are written twice, with other values"] : texts
    }
}

@available(*, unavailable)
extension RewrittenFields: Sendable {}
