import PicketSyntax

/// Durations on the command line, written as in scripts.
enum DurationOption {
    /// Returns a duration in nanoseconds. A bare number means seconds, as in curl.
    static func parse(_ text: String, option: String) throws -> Int64 {
        if let seconds = Double(text), seconds >= 0, seconds < 1e9 { return Int64(seconds * 1e9) }
        let value = Array(text.utf8).withUnsafeBufferPointer { durationValue(of: $0) }
        guard let value, value >= 0 else {
            throw Ending.usage("\(option) takes a duration such as 250ms, 30s or 5m, not `\(text)`")
        }
        return value
    }
}
