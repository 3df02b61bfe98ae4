/// The limits of a script, which the machine enforces.
public struct Limits: Sendable {
    /// Rounds of loops and calls of defs. Work on a large value counts as several steps.
    public var steps: Int
    /// The maximum nesting of calls.
    public var depth: Int
    /// The maximum bytes of all values.
    public var memory: Int
    /// The maximum bytes of a script with its included files. A longer script is refused before it is parsed.
    public var source: Int

    public init(steps: Int = .max, depth: Int = 10_000, memory: Int = 1 << 30, source: Int = .max) {
        self.steps = steps
        self.depth = depth
        self.memory = memory
        self.source = source
    }
}
