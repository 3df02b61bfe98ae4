/// How much a script may use; the machine enforces all of it.
public struct Limits: Sendable {
    /// Rounds of loops and calls of defs; work on large values counts as several.
    public var steps: Int
    /// Calls of defs within each other.
    public var depth: Int
    /// Bytes that values may take.
    public var memory: Int
    /// Bytes of a script and of all that it includes; a longer one is refused before anything of it is read.
    public var source: Int

    public init(steps: Int = .max, depth: Int = 10_000, memory: Int = 1 << 30, source: Int = .max) {
        self.steps = steps
        self.depth = depth
        self.memory = memory
        self.source = source
    }
}
