/// Diagnostics about the order of words and signs.
extension Diagnostic {
    static func unclosedBracket(_ sign: String, at location: SourceLocation, found: SourceLocation) -> Diagnostic {
        Diagnostic(
            .unclosedBracket, "a `\(sign)` is not closed", at: location, label: "opened here",
            notes: [Note("the text ends before its closing bracket", at: found)])
    }

    static func unclosedBlock(at location: SourceLocation, suspect: SourceLocation?) -> Diagnostic {
        Diagnostic(
            .unclosedBlock, "a block has no closing `}`", at: location, label: "opened here",
            notes: suspect.map { [Note("according to the indentation, this block has no `}`", at: $0)] } ?? [],
            help: "close it with `}`")
    }

    static func unmatchedClosing(_ sign: String, at location: SourceLocation) -> Diagnostic {
        Diagnostic(.unmatchedClosing, "a `\(sign)` closes nothing", at: location, label: "nothing is open here")
    }

    static func misplacedBrace(at location: SourceLocation) -> Diagnostic {
        Diagnostic(
            .misplacedBrace, "a `{` cannot begin an argument", at: location, label: "not a block, and not a value",
            help: "a map must follow `name=` directly, or be in parentheses; "
                + "only a statement such as `if` takes a block")
    }

    static func misplacedAs(at location: SourceLocation) -> Diagnostic {
        Diagnostic(
            .misplacedAs, "`as` takes one name and ends the command", at: location,
            help: "write `as NAME` last, or `\"as\"` for the word")
    }

    static func invalidIndex(at location: SourceLocation) -> Diagnostic {
        Diagnostic(
            .invalidIndex, "inside a word or string `[…]` holds an integer, a string or a `$path`", at: location,
            help: "write `${name}[` for a bracket after the value, or `$(…)` for any expression")
    }

    static func expectedStatement(found: String, at location: SourceLocation) -> Diagnostic {
        Diagnostic(
            .expectedStatement, "expected a command or a statement, found \(found)", at: location,
            help: "a line begins with a name")
    }

    static func expectedExpression(found: String, at location: SourceLocation, help: String?) -> Diagnostic {
        Diagnostic(
            .expectedExpression, "expected a value, found \(found)", at: location, label: "a value is missing here",
            help: help)
    }

    static func expectedName(_ what: String, found: String, at location: SourceLocation) -> Diagnostic {
        Diagnostic(.expectedName, "expected \(what), found \(found)", at: location)
    }

    static func invalidName(_ text: String, at location: SourceLocation) -> Diagnostic {
        let fitting = String(text.unicodeScalars.map { $0 == "-" ? "_" : Character($0) })
        return Diagnostic(
            .invalidName, "`\(text)` cannot name a variable", at: location,
            label: "a name has letters, digits and `_`",
            help: text.utf8.allSatisfy { $0 < 0x80 } && fitting != text ? "write `\(fitting)`" : nil)
    }

    static func expectedBlock(after what: String, found: String, at location: SourceLocation) -> Diagnostic {
        Diagnostic(
            .expectedBlock, "expected `{` after \(what), found \(found)", at: location, label: "a block begins here",
            help: "the `{` must be on the same line")
    }

    static func expectedEquals(after name: String, keyword: String, at location: SourceLocation) -> Diagnostic {
        Diagnostic(
            .expectedEquals, "expected `=` after `\(keyword) \(name)`", at: location,
            help: "write `\(keyword) \(name) = …`")
    }

    static func expectedSign(_ sign: String, found: String, at location: SourceLocation, opening: SourceLocation?)
        -> Diagnostic
    {
        Diagnostic(
            .expectedSign, "expected \(sign), found \(found)", at: location,
            notes: opening.map { [Note("opened here", at: $0)] } ?? [])
    }

    static func unexpectedText(_ text: String, at location: SourceLocation, help: String?) -> Diagnostic {
        Diagnostic(
            .unexpectedText, "\(text) does not belong to the statement", at: location,
            label: "the statement ends before it", help: help)
    }

    static func expressionStatement(at location: SourceLocation) -> Diagnostic {
        Diagnostic(
            .expressionStatement, "a value alone does nothing", at: location, label: "not a command",
            help: "write `print …` to show it, or `let name = …` to keep it")
    }

    static func bareAssignment(_ name: String, sign: String, at location: SourceLocation) -> Diagnostic {
        switch sign {
        case "=":
            return Diagnostic(
                .bareAssignment, "`\(name) =` assigns nothing", at: location,
                help: name.utf8.contains { $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "[") }
                    ? "write `set \(name) = …`"
                    : "write `let \(name) = …` for a new name, `set \(name) = …` to change one")
        case "==":
            return Diagnostic(
                .bareAssignment, "a comparison alone does nothing", at: location,
                help: "write `expect $\(name) == …`, or `set \(name) = …` to change `\(name)`")
        case "++", "--":
            return Diagnostic(
                .bareAssignment, "`\(sign)` is not an operator", at: location,
                help: "write `set \(name) = $\(name) \(sign.prefix(1)) 1`")
        default:
            return Diagnostic(
                .bareAssignment, "`\(sign)` is not an operator", at: location,
                help: "write `set \(name) = $\(name) \(sign.prefix(1)) …`")
        }
    }

    static func dollarInTarget(_ keyword: String, at location: SourceLocation) -> Diagnostic {
        Diagnostic(
            .dollarInTarget, "`\(keyword)` names a variable without `$`", at: location, label: "`$` reads a variable",
            help: "remove the `$`")
    }

    static func assignmentAsComparison(at location: SourceLocation) -> Diagnostic {
        Diagnostic(
            .assignmentAsComparison, "`=` does not compare", at: location, label: "inside an expression",
            help: "write `==`")
    }

    static func foreignOperator(_ sign: String, meaning: String, at location: SourceLocation) -> Diagnostic {
        Diagnostic(.foreignOperator, "`\(sign)` is not an operator", at: location, help: "write `\(meaning)`")
    }

    static func foreignOperator(_ sign: String, help: String, at location: SourceLocation) -> Diagnostic {
        Diagnostic(.foreignOperator, "`\(sign)` is not an operator", at: location, help: help)
    }

    static func foreignComment(_ sign: String, at location: SourceLocation) -> Diagnostic {
        Diagnostic(
            .foreignKeyword, "`\(sign)` does not begin a comment", at: location, help: "a comment begins with `#`")
    }

    static func dollarInStep(_ target: String, _ name: String, keyword: String, at location: SourceLocation)
        -> Diagnostic
    {
        Diagnostic(
            .dollarInTarget, "a field after `.` is a name, not a `$path`", at: location,
            label: "`$` reads a variable", help: "write `\(keyword) \(target)[$\(name)] …`")
    }

    static func foreignJoin(_ sign: String, at location: SourceLocation) -> Diagnostic {
        Diagnostic(
            .foreignOperator, "`\(sign)` does not join commands", at: location,
            help: "put each command on a line of its own, or after `;`; write `\"\(sign)\"` for the text")
    }

    static func foreignKeyword(_ word: String, meaning: String, at location: SourceLocation) -> Diagnostic {
        Diagnostic(.foreignKeyword, "`\(word)` is not part of the language", at: location, help: meaning)
    }

    static func chainedComparison(at location: SourceLocation) -> Diagnostic {
        Diagnostic(
            .chainedComparison, "comparisons and ranges cannot be chained", at: location, label: "a second one",
            help: "join two of them with `and`, or use parentheses")
    }

    static func unparenthesizedNot(at location: SourceLocation) -> Diagnostic {
        Diagnostic(
            .unparenthesizedNot, "`not` binds looser than the operator before it", at: location,
            help: "put `(not …)` into parentheses")
    }

    static func invalidStatusClass(_ text: String, at location: SourceLocation) -> Diagnostic {
        Diagnostic(
            .invalidStatusClass, "`\(text)` is not a class of statuses", at: location,
            help: "the classes are `1xx 2xx 3xx 4xx 5xx`")
    }

    static func misplacedElse(_ word: String, at location: SourceLocation) -> Diagnostic {
        Diagnostic(
            .misplacedElse, "`\(word)` cannot begin a statement", at: location,
            label: "no statement before it takes it",
            help: "write `} \(word) …` on the line of the `}` before it")
    }

    static func misplacedStatement(_ word: String, where place: String, at location: SourceLocation) -> Diagnostic {
        Diagnostic(.misplacedStatement, "`\(word)` is allowed only \(place)", at: location)
    }

    static func tooDeep(limit: Int, at location: SourceLocation) -> Diagnostic {
        Diagnostic(
            .tooDeep, "more than \(limit) levels are nested", at: location,
            help: "give a part of it a name with `let` or `def`")
    }

    /// A thread with a small stack allows less nesting.
    package static func stackTooSmall(at location: SourceLocation) -> Diagnostic {
        Diagnostic(
            .tooDeep, "the nesting is too deep for the stack of this thread", at: location,
            help: "give a part of it a name with `let` or `def`, or run it on a thread with a larger stack")
    }

    static func tooManyErrors(_ count: Int) -> Diagnostic {
        Diagnostic(.tooManyErrors, "\(count) more syntax errors are not shown", at: nil)
    }
}
