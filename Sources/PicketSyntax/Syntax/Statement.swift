/// A statement. Nodes hold spans into the source instead of texts. A command, the most frequent statement, needs no
/// allocation.
package enum Statement: Sendable {
    case command(CommandCall)
    indirect case letStatement(LetStatement)
    indirect case set(SetStatement)
    indirect case append(AppendStatement)
    indirect case param(ParamStatement)
    indirect case secret(SecretStatement)
    indirect case conditional(IfStatement)
    indirect case whileLoop(WhileStatement)
    indirect case forLoop(ForStatement)
    case breakStatement(SourceSpan)
    case continueStatement(SourceSpan)
    indirect case definition(Definition)
    indirect case returnStatement(ReturnStatement)
    indirect case include(IncludeStatement)
    indirect case tryStatement(TryStatement)
    indirect case deferStatement(DeferStatement)
    indirect case fail(FailStatement)
    indirect case within(WithinStatement)
    indirect case retry(RetryStatement)
    indirect case step(StepStatement)
    indirect case test(TestStatement)
    indirect case skip(SkipStatement)
    indirect case print(PrintStatement)
    indirect case sleep(SleepStatement)
    indirect case exit(ExitStatement)
    indirect case expectation(Expectation)
    /// A bare expression, whose value is shown. It occurs only in the REPL.
    indirect case expression(Expression, SourceSpan)
}

/// Statements between braces, or the whole of a script.
package struct Block: Sendable {
    package var statements: [Statement]
    /// The span with the braces.
    package var span: SourceSpan

    package init(statements: [Statement], span: SourceSpan) {
        self.statements = statements
        self.span = span
    }
}

/// The tree of one source file.
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
