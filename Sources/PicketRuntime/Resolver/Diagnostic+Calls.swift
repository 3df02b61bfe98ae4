import PicketSyntax

/// Diagnostics about calls and their arguments.
extension Diagnostic {
    static func unknownCommand(
        _ name: String, at location: SourceLocation, near: String?, listing: String?, isFunction: Bool,
        isVariable: Bool
    ) -> Diagnostic {
        let guess = near.map { "did you mean `\($0)`?" }
        let advice = [guess, listing].compactMap(\.self).joined(separator: " ")
        var help = advice.isEmpty ? nil : advice
        if isFunction { help = "`\(name)` is a function: `let x = \(name)(…)`" }
        if isVariable { help = "to change a variable, write `set \(name) = …`; to show it, `print $\(name)`" }
        return Diagnostic(
            .unknownCommand, message: "unknown command `\(name)`", at: location, label: "not a command",
            help: help)
    }

    static func unknownFunction(
        _ name: String, at location: SourceLocation, near: String?, hasPrompt: Bool, isCommand: Bool
    ) -> Diagnostic {
        let lists = hasPrompt ? "`:help` at the prompt and grammar.md list the functions; " : ""
        return Diagnostic(
            .unknownFunction, message: "unknown function `\(name)`", at: location, label: "not a function",
            help: isCommand
                ? "`\(name)` is a command: write it as a statement, `\(name) …`, and read `$last`"
                : near.map { "did you mean `\($0)`?" }
                    ?? "\(lists)a `def \(name)(x) { … }` makes one")
    }

    static func foreignVerb(_ name: String, meaning: String, at location: SourceLocation) -> Diagnostic {
        Diagnostic(
            .foreignKeyword, message: "`\(name)` is not part of the language", at: location, label: "not a command",
            help: meaning)
    }

    static func foreignFunction(_ name: String, meaning: String, at location: SourceLocation) -> Diagnostic {
        Diagnostic(
            .unknownFunction, message: "unknown function `\(name)`", at: location, label: "not a function",
            help: meaning)
    }

    static func unknownArgument(
        _ name: String, of callee: String, at location: SourceLocation, known: [String], usage: String? = nil
    ) -> Diagnostic {
        Diagnostic(
            .unknownArgument, message: "`\(callee)` takes no `\(name)`", at: location,
            label: "not a parameter",
            help: didYouMean(name, known) ?? usage.map { "usage: \($0)" }
                ?? (known.isEmpty ? nil : "it takes \(known.joined(separator: ", "))"))
    }

    static func positionalGivenByName(
        _ name: String, of callee: String, at location: SourceLocation, usage: String
    ) -> Diagnostic {
        Diagnostic(
            .unknownArgument, message: "`\(name)` of `\(callee)` is given as a word, without its name",
            at: location, label: "write the value alone", help: "usage: \(usage)")
    }

    static func unexpectedWord(
        of callee: String, at location: SourceLocation, limit: Int, named: [String], usage: String
    ) -> Diagnostic {
        Diagnostic(
            .unexpectedWord,
            message: limit == 0
                ? "`\(callee)` takes no words"
                : "`\(callee)` takes \(limit) word\(limit == 1 ? "" : "s"), and this is one more",
            at: location, label: "one too many",
            help: named.isEmpty ? "usage: \(usage)" : "name the values: \(usage)")
    }

    static func tooManyArguments(
        _ callee: String, limit: Int, at location: SourceLocation, usage: String? = nil
    ) -> Diagnostic {
        Diagnostic(
            .tooManyArguments,
            message:
                "`\(callee)` takes \(limit == 0 ? "no arguments" : limit == 1 ? "one argument" : "\(limit) arguments")",
            at: location, label: "one too many", help: usage.map { "usage: \($0)" })
    }

    static func repeatedArgument(_ name: String, at location: SourceLocation) -> Diagnostic {
        Diagnostic(
            .repeatedArgument, message: "`\(name)` is given twice", at: location, label: "given again",
            help: "remove one of them")
    }

    /// - Parameter names: all missing arguments, at least one. One call gets one error.
    static func missingArguments(
        _ names: [String], of callee: String, at location: SourceLocation, usage: String? = nil
    ) -> Diagnostic {
        let quoted = names.map { "`\($0)`" }
        let list = (quoted.count > 1 ? quoted.dropLast().joined(separator: ", ") + " and " : "") + (quoted.last ?? "")
        return Diagnostic(
            .missingArgument, message: "`\(callee)` needs \(list)", at: location,
            label: "\(list) \(names.count == 1 ? "is" : "are") missing", help: usage.map { "usage: \($0)" })
    }

    static func wrongArgument(
        _ text: String, _ parameter: Parameter, of callee: String, at location: SourceLocation, help: String? = nil
    ) -> Diagnostic {
        let shown = parameter.isSecret ? Mask.text : "`\(text)`"
        return Diagnostic(
            .wrongArgument,
            message: "`\(parameter.name)` of `\(callee)` takes \(parameter.kindName), not \(shown)", at: location,
            label: "not \(parameter.kindName)", help: help ?? parameter.advice)
    }

    static func wrongArgument(
        kind: String, _ parameter: Parameter, of callee: String, at location: SourceLocation
    ) -> Diagnostic {
        Diagnostic(
            .wrongArgument, message: "`\(parameter.name)` of `\(callee)` takes \(parameter.kindName), not \(kind)",
            at: location, label: "this is \(kind)", help: parameter.advice)
    }

    static func argumentOutOfBounds(
        _ value: Int64, _ bounds: ClosedRange<Int64>, _ name: String, of callee: String, at location: SourceLocation
    ) -> Diagnostic {
        Diagnostic(
            .wrongArgument,
            message: "`\(name)` of `\(callee)` runs from \(bounds.lowerBound) to \(bounds.upperBound)",
            at: location, label: "\(value) is out of bounds",
            help: "for example `\(name)=\(bounds.contains(5_432) ? 5_432 : bounds.lowerBound)`")
    }

    static func malformedTags(_ problem: String, at location: SourceLocation) -> Diagnostic {
        Diagnostic(
            .malformedTags, message: "tags are `key=value` pairs joined by commas: \(problem)", at: location,
            label: "in these tags", help: "for example `tags=\"application=sales,environment=production\"`")
    }

    static func malformedPath(_ problem: PathSyntax.Problem, at location: SourceLocation) -> Diagnostic {
        Diagnostic(
            .malformedPath, message: problem.message, at: location, label: "cannot be sent", help: problem.help)
    }

    static func spreadIntoFunction(_ name: String, at location: SourceLocation) -> Diagnostic {
        Diagnostic(
            .misplacedSpread, message: "`\(name)(…)` takes no `...`", at: location,
            label: "only commands and defs do", help: "pass each value separately: `\(name)($map.name)`")
    }

    static func spreadInto(_ statement: String, at location: SourceLocation) -> Diagnostic {
        Diagnostic(
            .misplacedSpread, message: "`\(statement)` takes no `...`", at: location,
            label: "only commands and defs do", help: "name each value: `name=$map.name`")
    }

    /// - Parameter value: the secret's text.
    static func literalSecret(_ name: String, _ value: String, at location: SourceLocation) -> Diagnostic {
        let isShort = !value.isEmpty && value.utf8.count < SecretForms.shortest
        return Diagnostic(
            .literalSecret, severity: .warning, message: "`\(name)` is in the script as plain text",
            at: location, label: "a secret",
            notes: isShort ? [.init("it is too short to be hidden inside other texts")] : [],
            help: "read it when the script runs: `secret \(name) = env(\"PG_PASSWORD\")`")
    }

    static func shortSecret(_ name: String?, at location: SourceLocation) -> Diagnostic {
        Diagnostic(
            .shortSecret, severity: .warning,
            message: "\(name.map { "`\($0)`" } ?? "this secret") is too short to be hidden in other texts",
            at: location, label: "fewer than 4 bytes",
            help: "its own value is never shown; use a secret of 8 bytes or more, which is hidden everywhere")
    }

    static func revealsSecret(at location: SourceLocation) -> Diagnostic {
        Diagnostic(
            .revealsSecret, severity: .warning, message: "`reveal` lets a secret be shown", at: location,
            label: "shown from here on", help: "remove it before you share the script")
    }

    static func wrongAmount(_ amount: Amount, _ cell: Cell, label: String, at location: SourceLocation) -> Diagnostic {
        guard !amount.isOutOfBounds(cell) else {
            return Diagnostic(
                .valueOutOfRange, message: amount.message, at: location, label: label, help: amount.example)
        }
        return Diagnostic(
            .typeMismatch, message: "\(amount.message), not \(cell.typeNameWithArticle)", at: location, label: label,
            help: amount.help)
    }

    static func badRegex(_ pattern: String, _ error: RegexError, at location: SourceLocation) -> Diagnostic {
        Diagnostic(
            .badRegex, message: "`\(pattern)` is not a regular expression: \(error.message) at offset \(error.offset)",
            at: location, label: "in this pattern",
            help: "write `\\` before a character to match it literally: `\\(`, in single quotes")
    }
}
