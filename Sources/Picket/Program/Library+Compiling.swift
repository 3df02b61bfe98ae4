internal import PicketRuntime
internal import PicketSyntax

extension Library {
    /// The result of checking a script after its preludes.
    struct CompiledTexts {
        var compiled: Compilation
        /// The code of the preludes, in order.
        var preludes: [CompiledScript] = []
        /// The texts of the preludes and of the script, each followed by those that it includes.
        var sources: [SourceFile] = []
        /// The name of the script.
        var name = ""
        /// The problems of the script, or of the first prelude that has any.
        var diagnostics: [Diagnostic] { compiled.diagnostics }
    }

    /// Checks the preludes, then the script, which sees their names.
    func compilation(_ script: ScriptText, _ options: CompileOptions) -> CompiledTexts {
        let compiler = compiler(options)
        var preludes: [CompiledScript] = []
        var sources: [SourceFile] = []
        for prelude in self.preludes {
            let compilation = compiler.compilePrelude(SourceFile(name: prelude.name, text: prelude.text))
            guard let program = compilation.program else { return CompiledTexts(compiled: compilation) }
            preludes.append(program)
            sources += compiler.sources
        }
        let compiled = compiler.compile(SourceFile(name: script.name, text: script.text))
        return CompiledTexts(
            compiled: compiled, preludes: preludes, sources: sources + compiler.sources, name: script.name)
    }

    /// A compiler that stops at the deadline of the options, counted from now.
    ///
    /// - Parameter session: the names of earlier texts.
    func compiler(_ options: CompileOptions, after session: SessionNames = SessionNames()) -> Compiler {
        let stop = options.stop(since: options.clock.nanoseconds)
        return Compiler(
            commands: commands, functions: functions, loader: sourceLoader,
            checkingLimits: CheckingLimits(bytes: max(0, options.sourceBytes)) { stop }, session: session)
    }
}

extension Failure {
    static let interruptedByHost = interrupted("the host ended the run")

    static func interrupted(_ message: String) -> Failure {
        Failure(.interrupted, Diagnostic(.interrupted, message: message, at: nil))
    }

    static func deadline(_ deadline: Duration) -> Failure {
        var failure = Failure(
            .deadline, Diagnostic(.deadline, message: "the run took longer than \(deadline)", at: nil))
        failure.evidence.limit = Failure.Limit(.deadline, .duration(deadline.nanoseconds))
        return failure
    }
}

extension Duration {
    /// The duration in nanoseconds, at most about 292 years. `components` would trap at a longer one.
    var nanoseconds: Int64 { Int64(clamping: attoseconds / 1_000_000_000) }
}
