package import PicketSyntax

extension Compiler {
    /// Checks a text that runs beside its session, and makes code of it: it works on copies of the session's names, which it
    /// cannot change, and what it declares is its own.
    ///
    /// It is the body of a parallel loop with one iteration, which stands in no text.
    package func compileAside(_ source: SourceFile) -> Compilation {
        reset()
        beginSession()
        beginWatch()
        guard take(source, at: nil) else { return failed() }
        isAside = true
        defer { isAside = false }
        var parser = Parser(source, isInteractive: isInteractive, isBlock: true, watch: watch)
        let body = Block(statements: parser.parseScript().statements, span: source.span)
        let nowhere = SourceSpan(0, 0)
        let loop = ForStatement(
            name: Name(nowhere), value: nil, sequence: .list([.null(nowhere)], nowhere), parallel: .integer(1, nowhere),
            body: body, span: source.span)
        return compileWhole(Script(source: source, statements: [.forLoop(loop)]), by: parser)
    }
}

extension Diagnostic {
    static func changesSessionName(_ name: String, at location: SourceLocation) -> Diagnostic {
        Diagnostic(
            .parallelChange, message: "a job cannot change `\(name)`: it works on copies of the session's names",
            at: location, label: "belongs to the session", help: "enter it without `:job`")
    }
}
