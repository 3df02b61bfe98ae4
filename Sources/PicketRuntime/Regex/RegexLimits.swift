/// The limits of a pattern; each has an error of its own.
enum RegexLimits {
    /// The bytes of a pattern.
    static let patternLength = 8_192
    /// The highest number in `{n,m}`.
    static let repetition = 1_000
    /// The instructions of the compiled pattern, with repetitions expanded.
    static let programSize = 20_000
    /// The nesting of groups.
    static let depth = 100
    /// The number of capturing groups.
    static let groups = 99
}
