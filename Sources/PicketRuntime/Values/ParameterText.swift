import PicketSyntax

extension ScriptParameter {
    /// Converts a text that is given from outside; nil if it is not of the parameter's kind.
    package func value(of text: String) -> Value? {
        let bytes = Array(text.utf8)
        let word = bytes.withUnsafeBufferPointer { wordValue(of: $0) }
        switch (kind, word) {
        case (.text, _), (.any, .text): return .string(text)
        case (.integer, .integer(let value)), (.any, .integer(let value)): return .integer(value)
        case (.float, .integer(let value)): return .float(Double(value))
        case (.float, .float(let value)), (.any, .float(let value)): return .float(value)
        case (.boolean, .boolean(let value)), (.any, .boolean(let value)): return .boolean(value)
        case (.any, .null): return .null
        case (.any, .duration(let value)): return .duration(value)
        case (.duration, _): return bytes.withUnsafeBufferPointer { durationValue(of: $0) }.map { .duration($0) }
        case (.float, _): return Double(text).map { .float($0) }
        default: return nil
        }
    }
}
