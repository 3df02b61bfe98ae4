/// How much a script may use; the machine enforces all of it.
public struct Limits: Sendable {
    /// Rounds of loops and calls of defs; work on large values counts as several.
    public var steps: Int
    /// Calls of defs within each other.
    public var depth: Int
    /// Bytes that values may take.
    public var memory: Int

    public init(steps: Int = .max, depth: Int = 10_000, memory: Int = 1 << 30) {
        self.steps = steps
        self.depth = depth
        self.memory = memory
    }
}
