/// A statement; nodes hold spans into the source, and no text.
package indirect enum Statement: Sendable {
    case command(CommandCall)
    case letStatement(LetStatement)
    case set(SetStatement)
    case append(AppendStatement)
    case param(ParamStatement)
    case secret(SecretStatement)
    case conditional(IfStatement)
    case whileLoop(WhileStatement)
    case forLoop(ForStatement)
    case breakStatement(SourceSpan)
    case continueStatement(SourceSpan)
    case definition(Definition)
    case returnStatement(ReturnStatement)
    case include(IncludeStatement)
    case tryStatement(TryStatement)
    case deferStatement(DeferStatement)
    case fail(FailStatement)
    case within(WithinStatement)
    case retry(RetryStatement)
    case step(StepStatement)
    case test(TestStatement)
    case skip(SkipStatement)
    case print(PrintStatement)
    case sleep(SleepStatement)
    case exit(ExitStatement)
    case expectation(Expectation)
    /// A bare expression: in the REPL only, where its value is shown.
    case expression(Expression, SourceSpan)
}

/// Statements between braces, or the whole of a script.
package struct Block: Sendable {
    package var statements: [Statement]
    /// With its braces.
    package var span: SourceSpan

    package init(statements: [Statement], span: SourceSpan) {
        self.statements = statements
        self.span = span
    }
}

/// What a parser makes of one source file.
package struct Script: Sendable {
    package let source: SourceFile
    package var statements: [Statement]

    package init(source: SourceFile, statements: [Statement]) {
        self.source = source
        self.statements = statements
    }
}

/// An identifier, without any `$`.
package struct Name: Sendable, Hashable {
    package var span: SourceSpan

    package init(_ span: SourceSpan) {
        self.span = span
    }
}
