/// `if EXPRESSION BLOCK (else if EXPRESSION BLOCK)* [else BLOCK]`
package struct IfStatement: Sendable {
    package struct Branch: Sendable {
        package var condition: Expression
        package var body: Block

        package init(condition: Expression, body: Block) {
            self.condition = condition
            self.body = body
        }
    }

    /// The `if` branch and the `else if` branches; at least one.
    package var branches: [Branch]
    package var otherwise: Block?
    package var span: SourceSpan

    package init(branches: [Branch], otherwise: Block?, span: SourceSpan) {
        self.branches = branches
        self.otherwise = otherwise
        self.span = span
    }
}

/// `while EXPRESSION BLOCK`
package struct WhileStatement: Sendable {
    package var condition: Expression
    package var body: Block
    package var span: SourceSpan

    package init(condition: Expression, body: Block, span: SourceSpan) {
        self.condition = condition
        self.body = body
        self.span = span
    }
}

/// `for NAME[, NAME] in EXPRESSION [parallel EXPRESSION] BLOCK`
package struct ForStatement: Sendable {
    /// The element, or the key where `value` is given.
    package var name: Name
    package var value: Name?
    package var sequence: Expression
    /// The number of concurrent iterations; nil for a sequential loop.
    package var parallel: Expression?
    package var body: Block
    package var span: SourceSpan

    package init(
        name: Name, value: Name?, sequence: Expression, parallel: Expression?, body: Block, span: SourceSpan
    ) {
        self.name = name
        self.value = value
        self.sequence = sequence
        self.parallel = parallel
        self.body = body
        self.span = span
    }
}

/// `return [EXPRESSION]`
package struct ReturnStatement: Sendable {
    package var value: Expression?
    package var span: SourceSpan

    package init(value: Expression?, span: SourceSpan) {
        self.value = value
        self.span = span
    }
}

/// `try BLOCK [catch [NAME] BLOCK] [finally BLOCK]`, at least one of the two.
package struct TryStatement: Sendable {
    package var body: Block
    package var problem: Name?
    package var handler: Block?
    package var finally: Block?
    package var span: SourceSpan

    package init(body: Block, problem: Name?, handler: Block?, finally: Block?, span: SourceSpan) {
        self.body = body
        self.problem = problem
        self.handler = handler
        self.finally = finally
        self.span = span
    }
}

/// `defer STATEMENT` or `defer BLOCK`
package struct DeferStatement: Sendable {
    /// A single statement becomes a block of one.
    package var body: Block
    package var span: SourceSpan

    package init(body: Block, span: SourceSpan) {
        self.body = body
        self.span = span
    }
}

/// `within DURATION [every DURATION] [backoff NUMBER] BLOCK`
package struct WithinStatement: Sendable {
    package var limit: Expression
    package var interval: Expression?
    package var backoff: Expression?
    package var body: Block
    package var span: SourceSpan

    package init(limit: Expression, interval: Expression?, backoff: Expression?, body: Block, span: SourceSpan) {
        self.limit = limit
        self.interval = interval
        self.backoff = backoff
        self.body = body
        self.span = span
    }
}

/// `retry COUNT [every DURATION] [backoff NUMBER] BLOCK`
package struct RetryStatement: Sendable {
    package var count: Expression
    package var interval: Expression?
    package var backoff: Expression?
    package var body: Block
    package var span: SourceSpan

    package init(count: Expression, interval: Expression?, backoff: Expression?, body: Block, span: SourceSpan) {
        self.count = count
        self.interval = interval
        self.backoff = backoff
        self.body = body
        self.span = span
    }
}
