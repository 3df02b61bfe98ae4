/// The reason why a pattern or a replacement is refused.
package struct RegexError: Error, Sendable, Equatable {
    /// In lower case, without a full stop; true when read alone.
    package let message: String
    /// Tells the user what to write instead.
    package let help: String?
    /// The faulty bytes of the pattern (or replacement).
    package let range: Range<Int>

    init(_ message: String, _ range: Range<Int>, help: String? = nil) {
        self.message = message
        self.range = range
        self.help = help
    }

    /// The first faulty byte, where the caret points.
    package var offset: Int { range.lowerBound }
}

// Unsupported parts of a pattern.
extension RegexError {
    static func notText(_ range: Range<Int>) -> RegexError {
        RegexError("the pattern is not valid UTF-8", range)
    }

    static func backReference(_ range: Range<Int>) -> RegexError {
        RegexError(
            "back-references are not supported, because matching them can take exponential time", range,
            help: "capture both places in groups and compare them")
    }

    static func lookAround(_ range: Range<Int>) -> RegexError {
        RegexError(
            "look-ahead and look-behind are not supported, because matching them can take exponential time", range,
            help: "match the surroundings too, and capture in a group what matters")
    }

    static func possessive(_ range: Range<Int>) -> RegexError {
        RegexError(
            "possessive repetitions and atomic groups are not supported", range,
            help: "remove it: the search never backtracks, so it would have no effect")
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

// Malformed patterns.
extension RegexError {
    static func nothingToRepeat(_ sign: String, _ range: Range<Int>) -> RegexError {
        RegexError("nothing to repeat before `\(sign)`", range, help: "`\\\(sign)` matches the character itself")
    }

    static func repeatedRepetition(_ range: Range<Int>) -> RegexError {
        RegexError(
            "a repetition follows another one directly", range, help: "put the first one into a group: `(?:a{2}){3}`")
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
        RegexError("a group's name has letters, digits and `_`, does not begin with a digit, and ends at `>`", range)
    }

    static func groupNameTwice(_ name: String, _ range: Range<Int>) -> RegexError {
        RegexError("two groups are named `\(name)`", range)
    }

    static func unclosedClass(_ range: Range<Int>) -> RegexError {
        RegexError(
            "the class is not closed", range,
            help: "add `]`; a leading `]` belongs to the class, and `\\[` matches the bracket itself")
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
        RegexError("a named class is allowed only inside a class", range, help: "write `[[:alpha:]]`")
    }

    static func trailingBackslash(_ range: Range<Int>) -> RegexError {
        RegexError("the pattern ends in a backslash", range, help: "`\\\\` matches a backslash itself")
    }

    static func hexadecimal(_ range: Range<Int>) -> RegexError {
        RegexError(
            "the escape names no Unicode character", range, help: "write `\\x41`, `\\u00e9` or `\\u{1F600}`")
    }
}

// Patterns that exceed a limit.
extension RegexError {
    static func patternTooLong(_ count: Int) -> RegexError {
        RegexError(
            "the pattern has \(count) bytes, more than \(RegexLimits.patternLength)", RegexLimits.patternLength..<count)
    }

    static func repetitionTooHigh(_ range: Range<Int>) -> RegexError {
        RegexError("the repetition is higher than \(RegexLimits.repetition)", range)
    }

    static func tooDeep(_ range: Range<Int>) -> RegexError {
        RegexError("more than \(RegexLimits.depth) nested groups", range)
    }

    static func tooManyGroups(_ range: Range<Int>) -> RegexError {
        RegexError(
            "more than \(RegexLimits.groups) groups that capture", range, help: "`(?:…)` groups without capturing")
    }

    static func programTooLarge(_ range: Range<Int>) -> RegexError {
        RegexError(
            "the pattern is too large with its repetitions expanded", range, help: "lower the numbers in `{…}`")
    }

    static func noSuchGroup(_ name: String, groupCount: Int, _ range: Range<Int>) -> RegexError {
        let groups = groupCount == 1 ? "1 group" : "\(groupCount) groups"
        return RegexError("no group `\(name)`: the pattern has \(groups)", range, help: "`$$` writes a dollar sign")
    }
}
