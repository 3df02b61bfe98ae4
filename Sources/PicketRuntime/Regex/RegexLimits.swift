/// What a pattern may ask for; each has an error of its own.
enum RegexLimits {
    /// Bytes of a pattern.
    static let patternLength = 8_192
    /// The highest number in `{n,m}`.
    static let repetition = 1_000
    /// Instructions of the compiled pattern, repetitions written out.
    static let programSize = 20_000
    /// Groups within each other.
    static let depth = 100
    /// Groups that capture.
    static let groups = 99
}
