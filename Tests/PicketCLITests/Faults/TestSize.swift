import Foundation

/// How much the fault tests do: what fits CI, or all of it, which `scripts/torture` asks for.
enum TestSize {
    static let isFull = ProcessInfo.processInfo.environment["PICKET_TORTURE"] == "full"

    static func choose<Value>(_ small: Value, full: Value) -> Value { isFull ? full : small }

    /// The numbers of the cases, of which this process takes its share: in full, several processes may do the work.
    static func numbers(_ small: Int, full: Int) -> [Int] {
        (0..<choose(small, full: full)).filter { $0 % share.count == share.number - 1 }
    }

    /// `PICKET_TORTURE_SHARE`, such as `2/3`.
    private static let share: (number: Int, count: Int) = {
        let parts = ProcessInfo.processInfo.environment["PICKET_TORTURE_SHARE"]?.split(separator: "/").map { Int($0) }
        guard isFull, let parts, parts.count == 2, let number = parts[0], let count = parts[1], 1...count ~= number
        else { return (1, 1) }
        return (number, count)
    }()

    /// Tells what a run in full came to.
    static func report(_ text: String) {
        guard isFull else { return }
        FileHandle.standardError.write(Data("torture: \(text)\n".utf8))
    }
}
