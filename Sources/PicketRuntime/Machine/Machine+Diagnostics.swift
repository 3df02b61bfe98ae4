import PicketSyntax

/// Errors that only a running script can have. Codes are listed in grammar.md.
extension Machine {
    func fault(
        _ code: DiagnosticCode, _ message: String, label: String = "", help: String? = nil, at span: SourceSpan? = nil,
        kind: Failure.Kind = .runtime, limit: Failure.Limit? = nil
    ) -> Failure {
        let location = span.map { self.location($0) } ?? currentLocation
        var failure = Failure(
            kind,
            Diagnostic(
                code, message: redacted(message), at: location, label: redacted(label), notes: callChain(),
                help: help))
        if limit != nil { failure.evidence.limit = limit }
        return failure
    }

    /// The calls in progress, innermost first, as notes.
    func callChain() -> [Diagnostic.Note] {
        let count = state.pointee.frameCount
        guard count > 6 else { return (0..<count).reversed().map { callNote($0) } }
        // Lists the innermost calls and the outermost one.
        return (count - 4..<count).reversed().map { callNote($0) } + [.init("\(count - 5) more calls"), callNote(0)]
    }

    private func callNote(_ index: Int) -> Diagnostic.Note {
        let frame = state.pointee.frames[index]
        let isInnermost = index == state.pointee.frameCount - 1
        let callee = isInnermost ? currentFunction : functions[state.pointee.frames[index + 1].function]
        let place = functions[frame.function].location(at: frame.returnAddress - 1)
        return .init(callee.name.isEmpty ? "included here" : "in `\(callee.name)`, called here", at: place)
    }

    // MARK: Values

    func operandMismatch(_ operation: Opcode, _ left: Cell, _ right: Cell) -> Failure {
        var help: String?
        if operation.isAddition, left.isText || right.isText {
            help = "put both into a string: `\"$a$b\"`, or convert one with `int(…)`, `float(…)` or `string(…)`"
        } else if left.isText != right.isText, left.isNumber || right.isNumber {
            help = "convert one of them with `int(…)`, `float(…)` or `string(…)`"
        } else if left.isNumber || right.isNumber, left.kind == CellKind.duration || right.kind == CellKind.duration {
            help = "a number becomes a duration with a unit: `$n * 1s`"
        } else if operation.isAddition, left.kind == CellKind.map, right.kind == CellKind.map {
            help = "`merge(a, b)` gives the entries of both maps"
        } else if left.kind == CellKind.decimal || right.kind == CellKind.decimal {
            help =
                "the number does not fit in 64 bits, so it is kept as it is written: compare `string(…)`, or use `float(…)`"
        }
        let failure = fault(
            .typeMismatch,
            "`\(operation.symbol)` does not take \(left.typeNameWithArticle) and \(right.typeNameWithArticle)",
            label: operandLabel(operation, left, right), help: help)
        return withColumns(of: [left, right], failure)
    }

    /// A literal that is compared with a secret is hidden, as in the excerpt.
    private func operandLabel(_ operation: Opcode, _ left: Cell, _ right: Cell) -> String {
        let label = "\(shownOperand(left)) \(operation.symbol) \(shownOperand(right))"
        return left.isSecret || right.isSecret ? hidingLiterals(label) : label
    }

    /// Hides a value that is secret by its taint alone, but not its type.
    private func shownOperand(_ cell: Cell) -> String {
        cell.isSecret ? "\(Mask.text) (\(cell.typeName))" : "\(described(cell, limit: 30))"
    }

    func wrongKind(_ message: String, got cell: Cell) -> Failure {
        let failure = fault(
            .typeMismatch, "\(message), not \(cell.typeNameWithArticle)",
            label: "this is \(described(cell, limit: 40))")
        return withColumns(of: [cell], failure)
    }

    func divisionByZero() -> Failure {
        fault(
            .divisionByZero, "an integer cannot be divided by zero", label: "the divisor is 0",
            help: "check first: `if $n != 0 { … }`")
    }

    func integerOverflow() -> Failure {
        fault(
            .integerOverflow, "the result does not fit into 64 bits", label: "overflows",
            help: "use a float if the exact value does not matter: `float(x)`")
    }

    func rangeBounds(_ cell: Cell) -> Failure { wrongKind("the bounds of a range are integers", got: cell) }

    func cannotIterate(_ cell: Cell) -> Failure {
        var failure = wrongKind("`for` iterates over a list, a map or a range", got: cell)
        failure.fault.help = "a range is `1..5`, a list `[a, b]`"
        return failure
    }

    func cannotAppend(to cell: Cell) -> Failure {
        if cell.kind == CellKind.missing {
            return fault(
                .missingKey, "there is no list to append to", label: "missing", help: "set it to `[]` first")
        }
        return wrongKind("`append` adds to a list", got: cell)
    }

    func cannotContain(_ container: Cell, _ element: Cell) -> Failure {
        fault(
            .typeMismatch, "\(container.typeNameWithArticle) cannot contain \(element.typeNameWithArticle)",
            label: "\(described(container, limit: 40))",
            help: "a string contains strings, a list anything, a map its keys")
    }

    func keyMustBeText(_ cell: Cell) -> Failure {
        var failure = wrongKind("a map's key is a string", got: cell)
        if !cell.isContainer { failure.fault.help = "make it a string: `[\"$key\"]`" }
        return failure
    }

    func indexMustBeInteger(_ cell: Cell) -> Failure { wrongKind("a list's index is an integer", got: cell) }

    func indexOutOfRange(_ index: Cell, count: Int) -> Failure {
        let shown = index.isSecret ? Mask.text : String(index.integer)
        return fault(
            .indexOutOfRange, "there is no element \(shown) in a list of \(count)", label: "out of range",
            help: count == 0
                ? "the list is empty; `??` gives a value instead: `$list[0] ?? none`"
                : "the first is [0], the last [\(count - 1)]; `??` gives a value instead of a missing one")
    }

    /// Reports a missing key on the path that `set` or `append` changes.
    func nothingToChange(at key: Cell) -> Failure {
        let name = shownPart(key)
        return fault(
            .missingKey, "there is no `\(name)` to change", label: "`\(name)` is missing",
            help: "set `\(name)` to a list or map first")
    }

    /// The failure of a read of a value whose file has it in a form that is not supported.
    func unreadable(_ cell: Cell, _ name: String) -> Failure {
        let value = cell.unreadable
        return fault(
            .unreadableValue, "\(name) has the tag `\(value.tag)`, which is not supported", label: "cannot be read",
            help:
                "it is on line \(value.line) of the file; decrypt or convert it there, or give the value in another way"
        )
    }

    func missingKey(_ key: Cell, in map: Cell) -> Failure {
        let name = shownPart(key)
        var help = "`??` gives a value instead of a missing one"
        if let longer = keyThatContinues(key, in: map) {
            help = "did you mean `[\"\(shownPart(longer))\"]`? after `.` a name ends before `-`"
        } else if let near = nearestKey(key, in: map) {
            help = "did you mean `\(redacted(near))`?"
        } else if map.mapEntries.count > 0 {
            let names = map.mapEntries.prefix(8).map { shownPart($0.key).description }
            let more = map.mapEntries.count > 8 ? ", …" : ""
            let keys = names.count == 1 ? "the only key is" : "the keys are"
            help = "\(keys) \(names.joined(separator: ", "))\(more); `??` gives a value instead"
        }
        if let place = heap.state.pointee.place(of: map) {
            return fault(
                .missingKey, "there is no column `\(name)` in the row at \(place)", label: "no such column", help: help)
        }
        return fault(.missingKey, "there is no `\(name)`", label: "missing", help: help)
    }

    /// Finds a key that begins with this one and a hyphen.
    private func keyThatContinues(_ key: Cell, in map: Cell) -> Cell? {
        let keys = map.mapEntries.prefix(Machine.keysConsidered)
        charge(visits: 2 * keys.count)
        return key.withText { wanted in
            keys.first { entry in
                !entry.key.isSecret
                    && entry.key.withText { text in
                        text.count > wanted.count && text[wanted.count] == UInt8(ascii: "-")
                            && text.starts(with: wanted)
                    }
            }?.key
        }
    }

    /// Finds the nearest key among the first ones.
    private func nearestKey(_ key: Cell, in map: Cell) -> String? {
        // Longer names are not typed by hand.
        let longest = 64
        guard key.textCount <= longest, !key.isSecret else { return nil }
        let keys = map.mapEntries.prefix(Machine.keysConsidered)
            .filter { !$0.key.isSecret && $0.key.textCount <= 2 * longest }
        charge(visits: keys.reduce(0) { $0 + 16 + key.textCount * $1.key.textCount / 2 })
        return nearest(key.string, in: keys.lazy.map(\.key.string))
    }

    /// The maximum number of searched keys, so that the cost of a failure does not grow with the map.
    private static let keysConsidered = 1_000

    func hasNoElements(_ cell: Cell, _ key: Cell) -> Failure {
        fault(
            .typeMismatch, "\(cell.typeNameWithArticle) has no `\(shownPart(key))`",
            label: "read from \(described(cell, limit: 40))", help: "only lists and maps have elements")
    }

    func nestingTooDeep() -> Failure {
        fault(
            .nestingTooDeep, "lists and maps can be nested at most \(HeapState.depthLimit) deep", label: "too deep",
            help: "does a loop add a value to itself?")
    }

    func usedBeforeSet() -> Failure {
        fault(
            .usedBeforeSet, "this name has no value yet", label: "not set when this runs",
            help: "the `def` was called before the `let` of this name; move the call below it")
    }

    func missingSubject() -> Failure {
        fault(
            .missingKey, "the latest response does not have this part", label: "missing",
            help: "`??` gives a value instead; `print $last` shows what there is")
    }

    func missingInText() -> Failure {
        fault(
            .missingKey, "the value for the text is missing", label: "missing",
            help: "`$(… ?? none)` gives a value instead")
    }

    func badRegex(_ pattern: Cell, _ error: RegexError) -> Failure {
        let shown = hidingLiterals(shownPart(pattern).description)
        var failure = Failure(.runtime, .badRegex(shown, error, at: currentLocation))
        failure.fault.notes = callChain()
        return failure
    }

    func badTemplate(_ template: Cell, _ error: RegexError) -> Failure {
        fault(
            .badRegex, "the replacement `\(shownPart(template))` does not fit its pattern: \(error.message)",
            label: "in the third argument",
            help: "`$0` is the whole match and `$1` the first group; write `$$` for a `$`")
    }
}
