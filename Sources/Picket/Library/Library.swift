package import PicketRuntime
public import PicketSyntax

/// What the scripts of a host may use: commands, functions, preludes, modules and files.
///
///     var library = Library()
///     try library.add(Command("greet", parameters: [.word("name")])) { arguments in
///         ["text": .string("hello, \(arguments.text("name") ?? "")")]
///     }
///     let program = try library.compile("greet world as greeting\nprint $greeting.body.text")
///     let result = await program.run()
///     // result.output == ["hello, world"]
///
/// A library is a value: a change does not affect programs that were compiled before. A script can do nothing but compute
/// and use what is registered here; it can neither trap nor outrun its limits.
public struct Library: Sendable {
    /// Texts that are checked and run before each script, which sees their defs and names.
    public var preludes: [ScriptText] = []
    /// The texts that `include` finds by their name, which is the path that a script writes. Of two texts with the same
    /// name, the later one is found.
    public var modules: [ScriptText] = []
    /// Loads the text of an `include` that is not among the modules; nil for none.
    public var loader: ModuleLoader?
    /// Reads the data files for `csv`, `json`, `yaml` and `lines`; nil for a host without files.
    public var files: DataFileReader?
    /// The sentence that a script sees for an error that a body threw and that is no `ScriptError`.
    public var failureText: @Sendable (any Error) -> String = { "\($0)" }
    /// The declared commands.
    package internal(set) var commands = CommandTable()
    var functions = FunctionTable()
    var bodies: [String: Body] = [:]
    var host: Host?

    /// How a command is executed.
    enum Body: Sendable {
        case immediate(CommandBody)
        case asynchronous(AsynchronousBody)
        /// The host answers it in `Execution`.
        case stepped
        /// The library's `ProgramHost` executes it.
        case hosted
    }

    typealias AsynchronousBody = @Sendable (ValueMap) async throws -> BodyAnswer

    /// Creates a library without commands.
    public init() {}

    /// Returns all problems of a script without running it.
    ///
    /// At the deadline of the options, or if the surrounding task is cancelled, checking stops, and the only diagnostic is
    /// the reason.
    ///
    /// - Parameters:
    ///
    ///   - text: the script.
    ///
    ///   - name: the name of the script in diagnostics.
    ///
    ///   - options: what bounds the check.
    public func check(_ text: String, name: String = "script", options: CompileOptions = CompileOptions())
        -> [Diagnostic]
    {
        compilation(ScriptText(name, text), options).diagnostics
    }

    /// Checks a script and compiles it. The program can run any number of times, also at once.
    ///
    /// - Parameters:
    ///
    ///   - text: the script.
    ///
    ///   - name: the name of the script in diagnostics.
    ///
    ///   - options: what bounds the check.
    ///
    /// - Throws: `ScriptRefused` with all problems.
    public func compile(_ text: String, name: String = "script", options: CompileOptions = CompileOptions())
        throws(ScriptRefused) -> Program
    {
        let compilation = compilation(ScriptText(name, text), options)
        guard let script = compilation.compiled.program else {
            throw ScriptRefused(compilation.diagnostics, interruption: compilation.compiled.interruption)
        }
        return Program(self, script, compilation)
    }

    /// Checks a script, and runs it if there are no errors. The deadline of the options also bounds the check.
    ///
    /// - Parameters:
    ///
    ///   - text: the script.
    ///
    ///   - name: the name of the script in diagnostics.
    ///
    ///   - options: how the script runs.
    public func run(_ text: String, name: String = "script", options: RunOptions = RunOptions()) async -> RunResult {
        let start = options.clock.nanoseconds
        switch prepare(ScriptText(name, text), options) {
        case .success(let program): return await program.run(options, since: start)
        case .failure(let refusal): return RunResult(refusal, HiddenTexts(self, options))
        }
    }

    /// Checks a script, and runs it on this thread if there are no errors; see `Program.runSynchronously`.
    public func runSynchronously(_ text: String, name: String = "script", options: RunOptions = RunOptions())
        -> RunResult
    {
        let start = options.clock.nanoseconds
        switch prepare(ScriptText(name, text), options) {
        case .success(let program): return program.runSynchronously(options, since: start)
        case .failure(let refusal): return RunResult(refusal, HiddenTexts(self, options))
        }
    }

    private func prepare(_ text: ScriptText, _ options: RunOptions) -> Result<Program, ScriptRefused> {
        Result { () throws(ScriptRefused) in
            try compile(text.text, name: text.name, options: CompileOptions(options))
        }
    }
}

/// A text with the name that diagnostics show.
public struct ScriptText: Sendable {
    /// The name in diagnostics.
    public var name: String
    /// The text of the script.
    public var text: String

    /// Creates a text with a name.
    public init(_ name: String, _ text: String) { (self.name, self.text) = (name, text) }
}
