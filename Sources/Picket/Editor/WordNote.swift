/// A word of the language with a description, for completion, help and hovering.
package struct WordNote: Sendable {
    package let word: String
    package let note: String

    private init(_ word: String, _ note: String) { (self.word, self.note) = (word, note) }

    /// The words that begin a statement.
    package static let statements = [
        WordNote("let", "declares a name"), WordNote("set", "changes the value of a name"),
        WordNote("append", "adds an element to a list"), WordNote("print", "prints values on a line"),
        WordNote("expect", "fails unless a condition holds"),
        WordNote("check", "records a failure unless a condition holds, and continues"),
        WordNote("if", "runs a block if a condition holds"),
        WordNote("for", "runs a block for each element of a list, range or map"),
        WordNote("while", "repeats a block while a condition holds"), WordNote("break", "ends a loop"),
        WordNote("continue", "begins the next round of a loop"), WordNote("def", "declares a command of your own"),
        WordNote("return", "ends a def, and returns a value"), WordNote("try", "handles the failures of a block"),
        WordNote("defer", "runs a statement when the block ends, also after a failure"),
        WordNote("within", "repeats a block until it succeeds, for a limited time"),
        WordNote("retry", "repeats a block until it succeeds, a limited number of times"),
        WordNote("step", "names a part of a script for messages and reports"), WordNote("test", "declares a test"),
        WordNote("skip", "ends a test as skipped"),
        WordNote("include", "runs another file, and makes its names visible"),
        WordNote("param", "declares a value that the caller gives"),
        WordNote("secret", "declares a value that is never shown"), WordNote("sleep", "waits for a time"),
        WordNote("fail", "ends the run or the test with a reason"), WordNote("exit", "ends the run with a status"),
    ]

    /// The words that stand in an expression.
    package static let operators = [
        WordNote("and", "holds if both sides hold"), WordNote("or", "holds if one side holds"),
        WordNote("not", "holds if its operand does not"),
        WordNote("in", "holds if the right side contains the left one"),
        WordNote("contains", "holds if the left side contains the right one"),
        WordNote(
            "matches", "searches a text for a regular expression, or compares the named fields of a map"),
        WordNote("status", "of the latest response"), WordNote("body", "of the latest response"),
        WordNote("header", "of the latest response"), WordNote("tags", "of the latest response"),
        WordNote("duration", "of the latest response"), WordNote("error", "of the latest response"),
    ]

    /// The words that stand inside a statement.
    package static let inner = [
        WordNote("else", "runs a block if the condition does not hold"),
        WordNote("catch", "runs a block after a failure"), WordNote("finally", "runs a block in any case"),
        WordNote("as", "gives the response a name"),
        WordNote("because", "adds the reason to the message of a failure"),
        WordNote("parallel", "runs a limited number of rounds at the same time"),
        WordNote("every", "sets the pause between two attempts"),
        WordNote("backoff", "makes each pause longer than the one before"),
    ]

    /// All words.
    package static let all = statements + operators + inner
}
