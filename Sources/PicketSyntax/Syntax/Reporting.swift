/// `step NAME BLOCK`: names its statements for reports and progress.
package struct StepStatement: Sendable {
    package var name: Expression
    package var body: Block
    package var span: SourceSpan

    package init(name: Expression, body: Block, span: SourceSpan) {
        self.name = name
        self.body = body
        self.span = span
    }
}

/// `test NAME [tags=LIST] [timeout=DURATION] BLOCK`
package struct TestStatement: Sendable {
    package var name: Expression
    package var arguments: [Argument]
    package var body: Block
    package var span: SourceSpan

    package init(name: Expression, arguments: [Argument], body: Block, span: SourceSpan) {
        self.name = name
        self.arguments = arguments
        self.body = body
        self.span = span
    }
}

/// `skip [REASON]`
package struct SkipStatement: Sendable {
    package var reason: Expression?
    package var span: SourceSpan

    package init(reason: Expression?, span: SourceSpan) {
        self.reason = reason
        self.span = span
    }
}

/// `print EXPRESSION, …`; no value prints an empty line.
package struct PrintStatement: Sendable {
    package var values: [Expression]
    package var span: SourceSpan

    package init(values: [Expression], span: SourceSpan) {
        self.values = values
        self.span = span
    }
}

/// `fail EXPRESSION`
package struct FailStatement: Sendable {
    package var reason: Expression
    package var span: SourceSpan

    package init(reason: Expression, span: SourceSpan) {
        self.reason = reason
        self.span = span
    }
}

/// `sleep DURATION`
package struct SleepStatement: Sendable {
    package var duration: Expression
    package var span: SourceSpan

    package init(duration: Expression, span: SourceSpan) {
        self.duration = duration
        self.span = span
    }
}

/// `exit [STATUS]`
package struct ExitStatement: Sendable {
    package var status: Expression?
    package var span: SourceSpan

    package init(status: Expression?, span: SourceSpan) {
        self.status = status
        self.span = span
    }
}

/// `expect CONDITION [because EXPRESSION]`, or `check …`, which records a failure and goes on.
package struct Expectation: Sendable {
    package enum Condition: Sendable {
        /// `status 201`
        case status(Expression)
        /// `status 2xx`: the hundreds digit, and the span of `2xx`.
        case statusClass(Int, SourceSpan)
        case expression(Expression)
    }

    /// Whether it is a `check`.
    package var continues: Bool
    package var condition: Condition
    package var reason: Expression?
    package var span: SourceSpan

    package init(continues: Bool, condition: Condition, reason: Expression?, span: SourceSpan) {
        self.continues = continues
        self.condition = condition
        self.reason = reason
        self.span = span
    }
}
