package import PicketSyntax

/// Loads the text of included files for the compiler.
package struct SourceLoader: Sendable {
    /// Reads the file that `path` names in an `include` of `includer`.
    ///
    /// A file runs once. A host with files sets `SourceFile.file`, so that all paths to a file are recognised as the
    /// same.
    package var load: @Sendable (_ path: String, _ includer: SourceFile) throws(SourceProblem) -> SourceFile

    package init(
        load: @escaping @Sendable (_ path: String, _ includer: SourceFile) throws(SourceProblem) -> SourceFile
    ) {
        self.load = load
    }

    /// A loader for hosts without files.
    package static let none = SourceLoader { (_, _) throws(SourceProblem) in
        throw SourceProblem("this host does not let scripts include files")
    }
}

/// The reason why a file could not be read: one phrase in lower case.
package struct SourceProblem: Error, Sendable {
    package var message: String

    package init(_ message: String) {
        self.message = message
    }
}

/// The limits of checking a text.
package struct CheckingLimits {
    /// The maximum bytes of a script with its included files.
    package var bytes: Int
    /// Called when checking begins. It returns a function that is called at intervals and returns the reason to stop,
    /// or nil.
    package var interruption: (() -> () -> Failure?)?

    package init(bytes: Int = .max, interruption: (() -> () -> Failure?)? = nil) {
        self.bytes = bytes
        self.interruption = interruption
    }
}

/// The relation of a text to earlier texts.
enum TextKind {
    /// A whole script, without earlier texts.
    case script
    /// A whole script whose deferred blocks run later, when its host says so.
    case setUp
    /// A line of a session. It sees the names of earlier lines and may declare them again.
    case entry
    /// A text that runs beside its session, with copies of the session's names.
    case job

    /// Whether it belongs to a session.
    var isOfSession: Bool { self == .entry || self == .job }
}

/// Options of the compiler.
struct CompilationOptions {
    var loader = SourceLoader.none
    /// The number of top-level statements per chunk of a script that is long enough to be compiled while it runs.
    var chunkSize = 512
    var limits = CheckingLimits()
    /// Whether to warn of secret literals that are too short to be hidden.
    var warnsOfShortSecrets = false
    /// The program of a command line, which advice names; nil in other hosts.
    var program: String?
    /// The code of the warning about random or time-dependent arguments of a write; nil for no warning.
    var chanceWarning: DiagnosticCode?
    /// Whether each text runs the files that it includes, also those that an earlier text has run.
    var includesAgain = false
}

/// Watches the check of a text, and may stop it.
final class CheckingWatch {
    /// Counts the parts of the work; nil if nothing can stop it.
    private(set) var parts: WorkWatch?
    /// The reason why the check stopped early.
    private(set) var interruption: Failure?

    /// - Parameter begin: called now. It returns the function that is called at intervals.
    init(_ begin: (() -> () -> Failure?)? = nil) {
        guard let reason = begin?() else { return }
        parts = WorkWatch { [unowned self] in
            interruption = reason()
            return interruption != nil
        }
    }

    var isOver: Bool { parts?.isOver ?? false }
}

/// Compiled code that a machine can load, or the errors that prevented it.
package struct Compilation: Sendable {
    /// Nil if there are errors.
    package let program: CompiledScript?
    /// Errors and warnings, in source order.
    package let diagnostics: [Diagnostic]
    package let parameters: [ScriptParameter]
    package let tests: [DeclaredTest]
    /// The reason why the check stopped early: a deadline or an interruption. The result is then incomplete.
    package let interruption: Failure?

    package var hasErrors: Bool { program == nil }
}

/// A `test` block of a file.
package struct DeclaredTest: Sendable {
    /// The name as written, unless it is computed at run time.
    package var name: String
    package var tags: [String]
    package var location: SourceLocation
}
