/// The limits of a script, which the machine enforces.
///
///     var limits = Limits(steps: 1_000_000, memory: 16 << 20)
///
///     limits.outputBytes = 1 << 20
///
/// A run that reaches a limit ends with a failure of the kind `limit`, which a script cannot catch. Its deferred blocks
/// still run, with an allowance of their own: a million steps, an eighth more memory, and a small rest of output. A
/// negative limit counts as zero.
public struct Limits: Sendable {
    /// Rounds of loops and calls of defs. Work on a large value counts as several steps.
    ///
    /// They are counted in portions of 1,024, and a run always has the first one: a lower limit is as good as 1,024. A run
    /// with `parallel` loops may exceed the limit by a portion for each iteration that goes on.
    public var steps: Int
    /// The maximum nesting of calls.
    public var depth: Int
    /// The maximum bytes of all values.
    public var memory: Int
    /// The maximum bytes of a script with its included files. A longer script is refused before it is parsed.
    public var source: Int
    /// The maximum bytes of printed lines, each with its line end.
    public var outputBytes: Int
    /// The maximum number of printed lines.
    public var outputLines: Int
    /// The maximum number of failures that are recorded while the run goes on: of `check`, of deferred blocks, of tests.
    /// They also count as memory, with the first 4 KB of each long text.
    public var recorded: Int
    /// The maximum number of events, including printed lines. They count whether the host asks for them or not.
    public var events: Int

    /// Creates limits. Without arguments only depth and memory are limited.
    public init(
        steps: Int = .max, depth: Int = 10_000, memory: Int = 1 << 30, source: Int = .max, outputBytes: Int = .max,
        outputLines: Int = .max, recorded: Int = .max, events: Int = .max
    ) {
        self.steps = steps
        self.depth = depth
        self.memory = memory
        self.source = source
        self.outputBytes = outputBytes
        self.outputLines = outputLines
        self.recorded = recorded
        self.events = events
    }

    /// The limits with zero in place of a negative number.
    var withoutNegatives: Limits {
        Limits(
            steps: max(0, steps), depth: max(0, depth), memory: max(0, memory), source: max(0, source),
            outputBytes: max(0, outputBytes), outputLines: max(0, outputLines), recorded: max(0, recorded),
            events: max(0, events))
    }
}
