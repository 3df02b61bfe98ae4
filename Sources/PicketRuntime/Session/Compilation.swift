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

/// What a text is to those before it.
enum TextKind {
    /// The whole of a script: nothing stands before it.
    case script
    /// A line of a session, which sees the names of those before it and may declare them anew.
    case entry
    /// A text that runs beside its session: it works on copies of the session's names.
    case job
}

/// What a host wants of compiling a text.
struct CompilationOptions {
    var loader = SourceLoader.none
    /// How many top-level statements are compiled at once in a script that is long enough to be compiled while it runs.
    var portionSize = 512
    var limits = CheckingLimits()
    /// Whether to warn of literal secrets that are too short to be hidden.
    var warnsOfShortSecrets = false
    /// The code of a warning of what a write gets that another run would not; nil for none.
    var chanceWarning: DiagnosticCode?
}

/// Whoever waits for the checking of a text, and may end it.
final class CheckingWatch {
    /// Is asked at every part of the work; nil if nobody waits.
    private(set) var parts: WorkWatch?
    /// Why the checking ended before its end.
    private(set) var interruption: Failure?

    /// - Parameter begin: is called now; gives what is asked every so often.
    init(_ begin: (() -> () -> Failure?)? = nil) {
        guard let reason = begin?() else { return }
        parts = WorkWatch { [unowned self] in
            interruption = reason()
            return interruption != nil
        }
    }

    var isOver: Bool { parts?.isOver ?? false }
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

    init(functions: [Function], seed: CodeSeed) {
        self.functions = functions
        firstFunction = 0
        main = seed.session.functionCount
        self.seed = seed
        usedCommands = seed.resolution.usedCommands
        firstRegister = 0
    }
}
