import PicketRuntime
import PicketSyntax

/// The bodies of requests and responses as a person reads them: JSON in lines, any other text as it is.
enum BodyText {
    /// The longest body that any report holds, in bytes.
    static let limit = 64 << 10

    /// - Parameters:
    ///   - body: of a shown report.
    ///   - limit: in bytes; what is cut off is counted at the end.
    static func text(_ body: Value, limit: Int = limit) -> String {
        switch body {
        case .null: return ""
        case .string(let text): return cut(text, limit)
        default: return cut(indented(body), limit)
        }
    }

    private static func indented(_ body: Value) -> String {
        var json = JSONWriter(.indented(2))
        json.value(body)
        return json.text
    }

    static func cut(_ text: String, _ limit: Int) -> String {
        let length = text.utf8.count
        guard length > limit else { return text }
        var end = text.utf8.index(text.startIndex, offsetBy: limit)
        while end.samePosition(in: text.unicodeScalars) == nil { end = text.utf8.index(before: end) }
        let rest = text.utf8.distance(from: end, to: text.endIndex)
        return "\(text[..<end])\n… \(rest) bytes more"
    }
}
