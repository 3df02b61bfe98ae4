import PicketSyntax

/// Failures of calls, commands and tests.
extension Machine {
    func spreadNeedsMap(_ cell: Cell, at span: SourceSpan) -> Failure {
        var failure = wrongKind("`...` spreads a map", got: cell)
        failure.fault.help = "its keys become the names of arguments: `{host: a, port: 1}`"
        failure.fault.location = location(span)
        return failure
    }

    /// Reports an unknown argument. If the key is a secret, neither the key nor a similar name is shown.
    func unknownArgument(
        _ key: Cell, of callee: String, known: [String], in map: Cell, at span: SourceSpan
    ) -> Failure {
        let name = shownPart(key).description
        var help: String?
        if !key.isSecret {
            charge(visits: known.reduce(0) { $0 + 16 + min(64, name.utf8.count) * $1.utf8.count / 2 })
            help = nearest(name, in: known).map { "did you mean `\($0)`?" }
        }
        var failure = fault(
            .unknownArgument, "`\(callee)` takes no `\(name)`", label: "the map has `\(name)`", help: help, at: span)
        failure.evidence.rows = rows(of: [map])
        return failure
    }

    /// The rows of data files that the maps of a call come from.
    private func rows(of maps: [Cell]) -> [String] {
        maps.compactMap { heap.state.pointee.place(of: $0) }.map(redacted)
    }

    func repeatedArgument(_ key: Cell, at span: SourceSpan) -> Failure {
        let name = shownPart(key)
        return fault(
            .repeatedArgument, "`\(name)` is given twice", label: "the map has it too",
            help: "change the map first: `set map.\(name) = …`", at: span)
    }

    func missingArgument(_ name: String, of callee: String, in maps: [Cell]) -> Failure {
        var failure = fault(
            .missingArgument, "`\(callee)` needs `\(name)`", label: "`\(name)` is missing",
            help: "the map has no `\(name)`: give it by name, `\(name)=…`")
        failure.evidence.rows = rows(of: maps)
        return failure
    }

    func wrongArgument(_ cell: Cell, _ parameter: Parameter, of command: Command, at span: SourceSpan) -> Failure {
        let failure = fault(
            .wrongArgument,
            "`\(parameter.name)` of `\(command.name)` takes \(parameter.kindName), not \(cell.typeNameWithArticle)",
            label: parameter.isSecret ? "" : "this is \(described(cell, limit: 40))", help: parameter.advice, at: span)
        return withColumns(of: [cell], failure)
    }

    func argumentOutOfBounds(
        _ cell: Cell, _ bounds: ClosedRange<Int64>, _ parameter: Parameter, of command: Command,
        at span: SourceSpan
    ) -> Failure {
        let failure = fault(
            .wrongArgument,
            "`\(parameter.name)` of `\(command.name)` runs from \(bounds.lowerBound) to \(bounds.upperBound)",
            label: "this is \(shownPart(cell))",
            help: "for example `\(parameter.name)=\(bounds.contains(5_432) ? 5_432 : bounds.lowerBound)`", at: span)
        return withColumns(of: [cell], failure)
    }

    func malformedTags(_ problem: String, at span: SourceSpan) -> Failure {
        fault(
            .malformedTags, "tags are `key=value` pairs joined by commas\(problem)", label: "in these tags",
            help: "for example `tags=\"application=sales,environment=production\"`", at: span)
    }

    /// Reports `inf` or `nan`, which JSON cannot represent.
    func notSendable(_ cell: Cell) -> Failure {
        fault(
            .valueOutOfRange, "`\(shownPart(cell))` is not a number that can be sent", label: "an argument contains it",
            help: "a float overflowed, or was divided by zero: check how it was computed")
    }

    func noResponseYet() -> Failure {
        let place = isIteration ? " in this iteration" : isInTest ? " in this test" : ""
        var help = "`$last.status ?? none` gives a value instead"
        if hasRunParallel {
            help += "; the iterations of a parallel loop have responses of their own"
        }
        return fault(
            .noResponseYet,
            hasRunParallel
                ? "no command has run\(place) outside of its parallel loops yet, so there is no response to read"
                : "no command has run\(place) yet, so there is no response to read",
            label: "nothing to read", help: help)
    }

    func parameterNotGiven(_ parameter: ScriptParameter) -> Failure {
        fault(
            .parameterNotGiven, "the parameter `\(parameter.name)` has no default and was not given",
            label: "must be given", help: configuration.advice.parameter(parameter.name))
    }

    /// Reports an unset variable, whose name may itself be a secret.
    func unsetVariable(_ name: String, isSecret: Bool) -> Failure {
        let shown = isSecret ? Mask.text : "`\(name)`"
        return fault(
            .unsetVariable, "the environment variable \(shown) is not set", label: "not set",
            help: "set it before the run, or give a default: `env(NAME, DEFAULT)`")
    }

    func emptySecret(_ site: SecretSite, isNull: Bool) -> Failure {
        let subject = site.name.map { "the secret `\($0)`" } ?? "a secret"
        let origin = site.variable.map { "the environment variable `\($0)`" } ?? "the value"
        let example = "env(\"\(site.variable ?? "NAME")\", \"\")"
        return fault(
            .emptySecret, "\(subject) is \(isNull ? "null" : "empty")",
            label: isNull ? "nothing was given" : "\(origin) is empty",
            help: "give it a value, or allow an empty one: `\(example)`")
    }

    func emptySecret(_ parameter: String, of command: String, isNull: Bool, at span: SourceSpan?) -> Failure {
        fault(
            .emptySecret, "`\(parameter)` of `\(command)` is \(isNull ? "null" : "empty")",
            label: "`\(parameter)` is empty",
            help: "give it a value, or allow an empty one: `secret x = env(NAME, \"\")`", at: span)
    }

    func failed(_ reason: Cell) -> Failure {
        fault(.failed, shownText(reason), label: "the script fails here", kind: .fail)
    }

    /// Reports an integer or duration that is out of bounds, or a value of another kind.
    func wrongAmount(_ amount: Amount, got cell: Cell, at span: SourceSpan? = nil) -> Failure {
        let diagnostic = Diagnostic.wrongAmount(
            amount, cell, label: redacted("this is \(described(cell, limit: 40))"),
            at: span.map { location($0) } ?? currentLocation)
        var failure = Failure(.runtime, diagnostic)
        failure.fault.notes = callChain()
        return withColumns(of: [cell], failure)
    }

    func skipOutsideTest() -> Failure {
        fault(
            .outsideTest, "`skip` is outside of any test", label: "no test to skip",
            help: "`exit` ends the script")
    }

    /// Reports `exit` in a def that was compiled separately from the test, such as on an earlier line of the prompt.
    func exitInTest() -> Failure {
        fault(
            .exitInTest, "`exit` is called in a test, where it would end the run", label: "in a test",
            help: Diagnostic.exitInTestHelp)
    }

    func skipped(_ reason: Cell) -> Failure {
        fault(.skipped, reason.kind == CellKind.missing ? "" : shownText(reason), kind: .fail)
    }
}
