import Foundation

/// How much the fault tests do: what fits CI, or all of it, which `scripts/torture` asks for.
enum TestSize {
    static let isFull = ProcessInfo.processInfo.environment["PICKET_TORTURE"] == "full"

    static func choose<Value>(_ small: Value, full: Value) -> Value { isFull ? full : small }

    /// Tells what a run in full came to.
    static func report(_ text: String) {
        guard isFull else { return }
        FileHandle.standardError.write(Data("torture: \(text)\n".utf8))
    }
}
