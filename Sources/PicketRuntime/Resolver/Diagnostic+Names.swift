import PicketSyntax

/// Diagnostics about scripts that parse. Codes are listed in grammar.md.
extension Diagnostic {
    static func didYouMean(_ name: String, _ known: some Sequence<String>) -> String? {
        nearest(name, in: known).map { "did you mean `\($0)`?" }
    }

    // MARK: Names

    static func undefinedVariable(_ name: String, at location: SourceLocation, near: String?) -> Diagnostic {
        Diagnostic(
            .undefinedVariable, message: "there is no variable `\(name)`", at: location, label: "not defined here",
            help: near.map { "did you mean `\($0)`?" } ?? helpForUnknown(name))
    }

    /// A name in capitals may be meant as a variable of the environment.
    private static func helpForUnknown(_ name: String) -> String {
        let isInCapitals = name.utf8.allSatisfy { !($0 >= UInt8(ascii: "a") && $0 <= UInt8(ascii: "z")) }
        return "define it first: `let \(name) = …`"
            + (isInCapitals ? "; `env(\"\(name)\")` reads a variable of the environment" : "")
    }

    /// Adds a note about a declaration of the name that is out of scope.
    mutating func pointOut(_ other: SourceLocation, of name: String) {
        let isLater = other.span.start > location?.span.start ?? 0
        let text = isLater ? "it is declared here, further down" : "it is declared here, in another block"
        notes.insert(.init(text, at: other), at: 0)
        help =
            isLater
            ? "move its declaration up"
            : "declare it before the block, and change it there with `set \(name) = …`"
    }

    static func redeclared(_ name: String, at location: SourceLocation, first: SourceLocation) -> Diagnostic {
        Diagnostic(
            .redeclared, message: "`\(name)` is declared twice in this block", at: location,
            label: "declared again", notes: [.init("first declared here", at: first)],
            help: "change its value with `set \(name) = …`, or choose another name")
    }

    static func redefined(_ name: String, at location: SourceLocation, first: SourceLocation) -> Diagnostic {
        Diagnostic(
            .redeclared, message: "`\(name)` is defined twice", at: location, label: "defined again",
            notes: [.init("first defined here", at: first)], help: "choose another name for one of them")
    }

    static func reservedName(_ name: String, at location: SourceLocation) -> Diagnostic {
        Diagnostic(
            .reservedName, message: "`$\(name)` is the latest response and cannot be declared or changed",
            at: location, label: "reserved", help: "choose another name, or keep a response with `as NAME`")
    }

    static func redefinesBuiltin(_ name: String, at location: SourceLocation) -> Diagnostic {
        Diagnostic(
            .redefinesBuiltin, message: "`\(name)` is a command or function already", at: location,
            label: "taken", help: "choose another name for the `def`")
    }

    static func redefinesStatement(_ name: String, at location: SourceLocation) -> Diagnostic {
        Diagnostic(
            .redefinesBuiltin, message: "`\(name)` begins a statement, so this `def` could never be called",
            at: location, label: "taken", help: "choose another name for the `def`")
    }

    static func unusedName(_ name: String, isChanged: Bool, at location: SourceLocation) -> Diagnostic {
        Diagnostic(
            .unusedName, severity: .warning, message: "nothing reads `\(name)`", at: location,
            label: isChanged ? "changed, but never read" : "never read", help: "remove it, or begin its name with `_`"
        )
    }

    /// Reports the number of hidden diagnostics. It has no location, so it is listed last.
    static func hidden(_ count: Int, _ severity: Severity) -> Diagnostic {
        let kind = severity == .error ? "error" : "warning"
        return Diagnostic(
            .tooManyErrors, severity: severity,
            message: "\(count) more \(kind)\(count == 1 ? " is" : "s are") not shown", at: nil)
    }

    static func tooManyNames(_ source: SourceFile) -> Diagnostic {
        Diagnostic(
            .tooManyNames, message: "one function or expression of `\(source.name)` has too many names",
            at: nil, help: "split it into several defs")
    }

    // MARK: Flow

    static func unreachable(at location: SourceLocation, after: SourceLocation) -> Diagnostic {
        Diagnostic(
            .unreachable, severity: .warning, message: "this statement never runs", at: location,
            label: "never reached", notes: [.init("the block ends here", at: after)],
            help: "remove it, or move it up")
    }

    static func outsideLoop(_ keyword: String, at location: SourceLocation) -> Diagnostic {
        Diagnostic(
            .outsideLoop, message: "`\(keyword)` is outside of any loop", at: location,
            label: "no loop to act on",
            help: "let the `finally` block end; what ended the block before it then continues")
    }

    static func breakInParallel(at location: SourceLocation) -> Diagnostic {
        Diagnostic(
            .breakInParallel, message: "`break` cannot leave a parallel loop, whose iterations have no order",
            at: location, label: "in a parallel loop",
            help: "`continue` ends this iteration; `fail` ends the loop")
    }

    static func skipOutsideTest(at location: SourceLocation) -> Diagnostic {
        Diagnostic(
            .outsideTest, message: "`skip` is outside of any test", at: location,
            label: "no test to skip", help: "`exit` ends the script")
    }

    static func exitInTest(at location: SourceLocation) -> Diagnostic {
        Diagnostic(
            .exitInTest, message: "`exit` is in a test, where it would end the run", at: location,
            label: "in a test", help: exitInTestHelp)
    }

    static func exitInTestThroughCall(
        definition: String, at location: SourceLocation, call: SourceLocation
    ) -> Diagnostic {
        Diagnostic(
            .exitInTest, message: "`\(definition)` calls `exit` and is called in a test", at: location,
            label: "would end the run in the middle of the test", notes: [.init("the call in the test", at: call)],
            help: exitInTestHelp)
    }

    static let exitInTestHelp = "`fail` ends the test with a reason, and `skip` skips it"

    static func laterParameter(_ name: String, _ parameter: String, at location: SourceLocation) -> Diagnostic {
        Diagnostic(
            .laterParameter,
            message: name == parameter
                ? "the default of `\(parameter)` reads `\(name)` itself"
                : "the default of `\(parameter)` reads `\(name)`, a parameter after it",
            at: location, label: "has no value yet",
            help: "a default reads only the parameters before its own; choose another order or another name")
    }

    /// - Parameter isInParallel: whether the `return` is in a parallel loop, whose iterations have no caller.
    static func returnOutsideDefinition(at location: SourceLocation, isInParallel: Bool) -> Diagnostic {
        guard isInParallel else {
            return Diagnostic(
                .returnOutsideDef, message: "`return` is outside of any `def`", at: location,
                label: "nothing to return from", help: "`exit` ends the script")
        }
        return Diagnostic(
            .returnOutsideDef, message: "`return` cannot leave a parallel loop", at: location,
            label: "other iterations are still running",
            help: "`continue` ends this iteration, `fail` the loop; return after the loop")
    }

    static func returnFromDeferred(at location: SourceLocation) -> Diagnostic {
        Diagnostic(
            .returnFromDeferred, message: "a `defer` or `finally` block cannot return from its def",
            at: location, label: "the def is already being left",
            help: "return before the block ends, or set a name here that is returned after it")
    }

    static func changesOuterName(_ name: String, at location: SourceLocation) -> Diagnostic {
        Diagnostic(
            .parallelChange,
            message: "iterations of a parallel loop cannot change `\(name)`, which is declared outside",
            at: location, label: "declared outside of the loop",
            help: "collect results in a loop of its own, or leave out `parallel`")
    }

    static func changesOuterNameThroughCall(
        _ name: String, definition: String, at location: SourceLocation, loop: SourceLocation
    ) -> Diagnostic {
        Diagnostic(
            .parallelChange,
            message: "`\(definition)` changes `\(name)` and is called in a parallel loop", at: location,
            label: "changed here", notes: [.init("the parallel loop", at: loop)],
            help: "let `\(definition)` return a value, and change `\(name)` after the loop")
    }

    static func expectWithoutResponse(at location: SourceLocation) -> Diagnostic {
        Diagnostic(
            .noResponseYet, severity: .warning, message: "there is no command before this expectation",
            at: location, label: "there is no response to read",
            help: "write a command before it, such as `show NAME`")
    }

    static func wordAsSubject(
        _ word: String, _ subject: String?, isAlone: Bool, at location: SourceLocation
    ) -> Diagnostic {
        Diagnostic(
            .wordAsSubject, severity: .warning,
            message: isAlone ? "`\(word)` is a string, which always holds" : "`\(word)` is a string here",
            at: location, label: "reads nothing",
            help: subject.map { "did you mean `\($0)`?" }
                ?? "to read a field of the response write `body.\(word)`, to read a variable `$\(word)`")
    }

    static func repeatedKey(_ key: String, at location: SourceLocation) -> Diagnostic {
        Diagnostic(
            .repeatedKey, severity: .warning, message: "the key `\(key)` occurs twice in this map",
            at: location, label: "the later value wins", help: "remove one of them")
    }

    static func computedTestName(at location: SourceLocation) -> Diagnostic {
        Diagnostic(
            .computedTestName, message: "the name of a test must be a literal text", at: location,
            label: "computed when the script runs",
            help: "write a literal name, by which reports name the test; a `step` may have a computed name")
    }

    static func repeatedTest(_ name: String, at location: SourceLocation, first: SourceLocation) -> Diagnostic {
        Diagnostic(
            .repeatedTest, message: "two tests of this file are called `\(name)`", at: location,
            label: "the same name again",
            notes: [.init("the first one", at: first)], help: "choose another name for one of them")
    }

    static func constantCondition(
        _ message: String, label: String, help: String, at location: SourceLocation
    ) -> Diagnostic {
        Diagnostic(
            .constantCondition, severity: .warning, message: message, at: location, label: label, help: help)
    }

    static func wordAsName(_ word: String, _ name: String, at location: SourceLocation) -> Diagnostic {
        Diagnostic(
            .wordAsName, severity: .warning, message: "`\(word)` is a text here; `$\(word)` reads the name",
            at: location,
            label: "a bare word, though `\(name)` is a name",
            help: "write `$\(word)`, or quote the text if it is meant")
    }

    static func foreignConstant(_ word: String, _ value: String, at location: SourceLocation) -> Diagnostic {
        Diagnostic(
            .wordAsName, severity: .warning, message: "`\(word)` is a text here; the value is `\(value)`", at: location,
            label: "a bare word", help: "write `\(value)`, or quote the text if it is meant")
    }

    static func foreignInterpolation(_ text: String, _ name: String, at location: SourceLocation) -> Diagnostic {
        Diagnostic(
            .foreignInterpolation, severity: .warning, message: "`\(text)` does not insert a value into a string",
            at: location,
            label: "in this string", help: "write `$\(name)`, or use single quotes for the text as it is")
    }

    // MARK: Includes

    static func includeMustBeLiteral(at location: SourceLocation) -> Diagnostic {
        Diagnostic(
            .includePath, message: "the file to include must be a literal text", at: location,
            label: "not a plain string", help: "write a literal path: `include \"common.picket\"`")
    }

    static func cannotInclude(_ path: String, _ reason: String, at location: SourceLocation) -> Diagnostic {
        Diagnostic(
            .cannotInclude, message: "cannot include `\(path)`: \(reason)", at: location,
            label: "this file", help: "a path is relative to the folder of the file that includes")
    }

    static func includedOtherwise(
        _ file: String, _ name: String, at location: SourceLocation, first: SourceLocation
    ) -> Diagnostic {
        Diagnostic(
            .includeConflict, message: "`\(file)` was included before, with a different `\(name)`", at: location,
            label: "a file runs once, with its first arguments", notes: [.init("first included here", at: first)],
            help: "give `\(name)` there, or write a `def` that takes it")
    }

    static func includesTooDeep(limit: Int, at location: SourceLocation) -> Diagnostic {
        Diagnostic(
            .tooDeep, message: "more than \(limit) files include each other",
            at: location, label: "one file too many", help: "include the files from one file")
    }

    /// - Parameter location: the `include` of the file that exceeds the limit; nil for the script itself.
    static func sourceTooLarge(_ name: String, limit: Int, at location: SourceLocation?) -> Diagnostic {
        let subject = location == nil ? "`\(name)` has" : "`\(name)` and what was read before it have"
        return Diagnostic(
            .sourceTooLarge,
            message: "\(subject) more than the \(limit) bytes that the host allows", at: location,
            label: location == nil ? "" : "this file", help: "split the script and run its parts one after the other")
    }

    static func includeCycle(_ chain: [String], at location: SourceLocation) -> Diagnostic {
        Diagnostic(
            .includeCycle, message: "the files include each other in a circle", at: location,
            label: "closes the circle", notes: [.init(chain.joined(separator: " → "))],
            help: "move what both need into a file of its own")
    }
}
