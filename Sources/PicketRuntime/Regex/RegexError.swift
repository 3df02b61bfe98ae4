/// Why a pattern or a replacement is refused.
package struct RegexError: Error, Sendable, Equatable {
    /// Lower case, without a full stop; true when read alone.
    package let message: String
    /// What to write instead.
    package let help: String?
    /// The bytes of the pattern (or replacement) that it is about.
    package let range: Range<Int>

    init(_ message: String, _ range: Range<Int>, help: String? = nil) {
        self.message = message
        self.range = range
        self.help = help
    }

    /// The first of those bytes, where a caret points.
    package var offset: Int { range.lowerBound }
}

// What a pattern may not hold.
extension RegexError {
    static func notText(_ range: Range<Int>) -> RegexError {
        RegexError("the pattern is not valid UTF-8", range)
    }

    static func backReference(_ range: Range<Int>) -> RegexError {
        RegexError(
            "back-references are not offered, as matching them can run away", range,
            help: "capture both places in groups and compare them")
    }

    static func lookAround(_ range: Range<Int>) -> RegexError {
        RegexError(
            "look-ahead and look-behind are not offered, as matching them can run away", range,
            help: "match the surroundings too, and capture in a group what matters")
    }

    static func possessive(_ range: Range<Int>) -> RegexError {
        RegexError(
            "possessive repetitions and atomic groups are not offered", range,
            help: "leave it out: nothing backtracks here, so it would save nothing")
    }

    static func unknownFlag(_ flag: String, _ range: Range<Int>) -> RegexError {
        RegexError(
            "unknown flag or group `(?\(flag)`", range,
            help: "flags are `i`, `m` and `s`, groups `(?:…)` and `(?<name>…)`")
    }

    static func unknownEscape(_ escape: String, _ range: Range<Int>) -> RegexError {
        RegexError("unknown escape `\\\(escape)`", range, help: "`\\\\` matches a backslash itself")
    }
}

// What is malformed.
extension RegexError {
    static func nothingToRepeat(_ sign: String, _ range: Range<Int>) -> RegexError {
        RegexError("nothing to repeat before `\(sign)`", range, help: "`\\\(sign)` matches the character itself")
    }

    static func repeatedRepetition(_ range: Range<Int>) -> RegexError {
        RegexError("a repetition of a repetition", range, help: "put the first one into a group: `(?:a{2}){3}`")
    }

    static func repetitionOrder(_ range: Range<Int>) -> RegexError {
        RegexError("the repetition's bounds are in the wrong order", range)
    }

    static func repetitionWithoutMinimum(_ range: Range<Int>) -> RegexError {
        RegexError("the repetition has no lower bound", range, help: "write `{0,n}`, or `\\{` for the brace itself")
    }

    static func unclosedGroup(_ range: Range<Int>) -> RegexError {
        RegexError("the group is not closed", range, help: "add `)`, or write `\\(` for the parenthesis itself")
    }

    static func unopenedGroup(_ range: Range<Int>) -> RegexError {
        RegexError("`)` closes no group", range, help: "`\\)` matches the character itself")
    }

    static func groupName(_ range: Range<Int>) -> RegexError {
        RegexError("a group's name is letters, digits and `_`, not first a digit, and ends at `>`", range)
    }

    static func groupNameTwice(_ name: String, _ range: Range<Int>) -> RegexError {
        RegexError("two groups are named `\(name)`", range)
    }

    static func unclosedClass(_ range: Range<Int>) -> RegexError {
        RegexError(
            "the class is not closed", range,
            help: "add `]`; a `]` that stands first belongs to the class, and `\\[` matches the bracket itself")
    }

    static func classRange(_ range: Range<Int>) -> RegexError {
        RegexError("the range runs from a higher to a lower character", range)
    }

    static func classRangeBound(_ range: Range<Int>) -> RegexError {
        RegexError("a range's bound must be one character", range, help: "`\\-` matches the hyphen itself")
    }

    static func posixName(_ name: String, _ range: Range<Int>) -> RegexError {
        RegexError(
            "unknown class `[:\(name):]`", range,
            help: "alnum alpha ascii blank cntrl digit graph lower print punct space upper word xdigit")
    }

    static func posixOutsideClass(_ range: Range<Int>) -> RegexError {
        RegexError("a named class stands inside a class", range, help: "write `[[:alpha:]]`")
    }

    static func trailingBackslash(_ range: Range<Int>) -> RegexError {
        RegexError("the pattern ends in a backslash", range, help: "`\\\\` matches a backslash itself")
    }

    static func hexadecimal(_ range: Range<Int>) -> RegexError {
        RegexError(
            "the escape names no Unicode character", range, help: "write `\\x41`, `\\u00e9` or `\\u{1F600}`")
    }
}

// What is too much.
extension RegexError {
    static func patternTooLong(_ count: Int) -> RegexError {
        RegexError(
            "the pattern has \(count) bytes, more than \(RegexLimits.patternLength)", RegexLimits.patternLength..<count)
    }

    static func repetitionTooHigh(_ range: Range<Int>) -> RegexError {
        RegexError("the repetition is higher than \(RegexLimits.repetition)", range)
    }

    static func tooDeep(_ range: Range<Int>) -> RegexError {
        RegexError("more than \(RegexLimits.depth) groups within each other", range)
    }

    static func tooManyGroups(_ range: Range<Int>) -> RegexError {
        RegexError(
            "more than \(RegexLimits.groups) groups that capture", range, help: "`(?:…)` groups without capturing")
    }

    static func programTooLarge(_ range: Range<Int>) -> RegexError {
        RegexError(
            "the pattern is too large when its repetitions are written out", range, help: "lower the numbers in `{…}`")
    }

    static func noSuchGroup(_ name: String, groupCount: Int, _ range: Range<Int>) -> RegexError {
        let groups = groupCount == 1 ? "1 group" : "\(groupCount) groups"
        return RegexError("no group `\(name)`: the pattern has \(groups)", range, help: "`$$` writes a dollar sign")
    }
}
