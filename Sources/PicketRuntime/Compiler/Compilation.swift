package import PicketSyntax

/// Gives the compiler the text of included files.
package struct SourceLoader: Sendable {
    /// Reads the file that `path` names in an `include` of `includer`.
    ///
    /// A file runs once: a host with files says in `SourceFile.file` which one it is, so that all paths to it are the same.
    package var load: @Sendable (_ path: String, _ includer: SourceFile) throws(SourceProblem) -> SourceFile

    package init(
        load: @escaping @Sendable (_ path: String, _ includer: SourceFile) throws(SourceProblem) -> SourceFile
    ) {
        self.load = load
    }

    /// For hosts without files.
    package static let none = SourceLoader { (_, _) throws(SourceProblem) in
        throw SourceProblem("this host gives scripts no files to include")
    }
}

/// Why a file could not be read: one phrase in lower case.
package struct SourceProblem: Error, Sendable {
    package var message: String

    package init(_ message: String) {
        self.message = message
    }
}

/// How much a text may cost before it runs.
package struct CheckingLimits {
    /// The bytes of a script and of all that it includes.
    package var bytes: Int
    /// Is called when checking begins, and gives what is then asked every so often: why checking is to end now, or nil.
    package var interruption: (() -> () -> Failure?)?

    package init(bytes: Int = .max, interruption: (() -> () -> Failure?)? = nil) {
        self.bytes = bytes
        self.interruption = interruption
    }
}

/// Compiled code that a machine can load, or the reasons why there is none.
package struct Compilation: Sendable {
    /// Nil if there are errors.
    package let program: Program?
    /// Errors and warnings, in source order.
    package let diagnostics: [Diagnostic]
    package let parameters: [ScriptParameter]
    package let tests: [DeclaredTest]
    /// Why checking ended before its end: a deadline or an interruption. Nothing else is known of the text then.
    package let interruption: Failure?

    package var hasErrors: Bool { program == nil }
}

/// A `test` block of a file.
package struct DeclaredTest: Sendable {
    /// As written, unless it is computed when the script runs.
    package var name: String
    package var tags: [String]
    package var location: SourceLocation
}

/// The functions of one compilation; they follow those that the session had before.
package final class Program: Sendable {
    let functions: [Function]
    /// The index that the first of them has in the session.
    let firstFunction: Int
    /// The index of the top-level code in the session.
    let main: Int
    /// Of a script whose top-level code is made while it runs: `functions` are only its defs.
    let seed: CodeSeed?
    /// The commands that such a script names, by index.
    let usedCommands: Set<Int>
    /// The registers from here on hold no name of an earlier program.
    let firstRegister: Int

    init(functions: [Function], firstFunction: Int, main: Int, firstRegister: Int) {
        self.functions = functions
        self.firstFunction = firstFunction
        self.main = main
        self.firstRegister = firstRegister
        seed = nil
        usedCommands = []
    }

    init(functions: [Function], seed: CodeSeed, usedCommands: Set<Int>) {
        self.functions = functions
        firstFunction = 0
        main = seed.signatures.count
        self.seed = seed
        self.usedCommands = usedCommands
        firstRegister = 0
    }
}
