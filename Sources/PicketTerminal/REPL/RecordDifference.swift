package import PicketRuntime
import PicketSyntax

/// The fields in which two records differ.
package struct RecordDifference {
    /// A row for each field that differs.
    package let rows: Value
    /// The fields that are hidden on a side, so that they are not compared.
    package let hidden: [String]

    /// - Parameters:
    ///   - left: A record whose secrets are hidden, and the heading of its column.
    ///   - isHidden: Whether a field always holds a secret.
    package init(
        _ left: (name: String, fields: ValueMap), _ right: (name: String, fields: ValueMap),
        isHidden: (String) -> Bool
    ) {
        let others = right.fields.keys.filter { left.fields[$0] == nil }
        var rows: [Value] = []
        var hidden: [String] = []
        for key in left.fields.keys + others {
            let (before, after) = (left.fields[key], right.fields[key])
            if isHidden(key) || [before, after].contains(where: { $0.map(Self.holdsMask) ?? false }) {
                hidden.append(key)
                continue
            }
            guard before != after else { continue }
            var row = ValueMap()
            row[Self.heading(left.name, right.name)] = .string(key)
            row[left.name] = before ?? .string("")
            row[right.name] = after ?? .string("")
            rows.append(.map(row))
        }
        (self.rows, self.hidden) = (.list(rows), hidden)
    }

    /// The heading of the fields, which must not be the name of a side.
    private static func heading(_ left: String, _ right: String) -> String {
        [left, right].contains { $0.hasBytes(of: "field") } ? "" : "field"
    }

    /// Whether a part was hidden when the answer was stored. Only the hidden form is stored.
    private static func holdsMask(_ value: Value) -> Bool { value.description.utf8.place(of: Mask.text.utf8) != nil }
}
