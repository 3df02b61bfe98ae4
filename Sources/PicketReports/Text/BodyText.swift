import PicketRuntime
import PicketSyntax

/// The bodies of requests and responses for people: JSON in several lines, any other text unchanged.
enum BodyText {
    /// The longest body in a report, in bytes.
    static let limit = 64 << 10
    /// A text that is so much longer is not cut. So a text that was cut before, with the note at its end, stays as it is.
    private static let slack = 64

    /// - Parameters:
    ///   - body: A body of a shown report.
    ///   - limit: The limit in bytes. The text ends with the number of bytes that were cut off.
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
        guard length > limit + slack else { return text }
        var end = text.utf8.index(text.startIndex, offsetBy: limit)
        while end.samePosition(in: text.unicodeScalars) == nil { end = text.utf8.index(before: end) }
        let rest = text.utf8.distance(from: end, to: text.endIndex)
        return "\(text[..<end])\n… \(rest) bytes more"
    }
}
