import PicketRuntime
import PicketSyntax

/// Converts tags between a map and the documented text `key=value,key=value`.
enum TagText {
    /// Returns a map of tags as the API takes it. The text has no escapes, so some maps cannot be written.
    static func text(of value: Value) throws(CommandProblem) -> String {
        guard case .map(let map) = value.revealed else {
            throw CommandProblem("`tags` is `key=value,…` or a map")
        }
        var items: [String] = []
        items.reserveCapacity(map.count)
        for (position, (key, value)) in zip(map.keys, map.values).enumerated() {
            let shownKey = map.isSecret(keyAt: position) ? Mask.text : key
            let text = try scalar(value.revealed, of: shownKey)
            guard !key.isEmpty, !key.utf8.contains(where: { $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "=") }) else {
                throw CommandProblem("`\(shownKey)` cannot be a tag's key: it is empty or holds `,` or `=`")
            }
            guard !text.isEmpty, !text.utf8.contains(UInt8(ascii: ",")) else {
                throw CommandProblem("the tag `\(shownKey)` has a value that is empty or holds `,`")
            }
            items.append("\(key)=\(text)")
        }
        return items.joined(separator: ",")
    }

    private static func scalar(_ value: Value, of key: String) throws(CommandProblem) -> String {
        switch value {
        case .string(let text): return text
        case .integer, .float, .boolean, .duration: return value.description
        default: throw CommandProblem("the tag `\(key)` is not a text, number or boolean")
        }
    }

    /// Returns the pairs of a text as a set, since their order does not matter.
    static func pairs(_ text: String) -> Set<[TextKey]> {
        Set(TagSyntax.pairs(text).map { [TextKey($0.key), TextKey($0.value)] })
    }
}
