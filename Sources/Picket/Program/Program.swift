public import PicketRuntime
public import PicketSyntax

/// A script that was checked and compiled. It is immutable: any number of tasks may run it at once.
///
///     let program = try library.compile("param name\nprint \"hello, $name\"")
///     var options = RunOptions()
///     options.parameters = ["name": "world"]
///     let result = await program.run(options)
///
/// `Library.compile` creates it.
public final class Program: Sendable {
    /// A `param` of a script.
    public struct Parameter: Sendable {
        /// The name, without its `$`.
        public let name: String
        /// The comment beside it; nil if there is none.
        public let note: String?
        /// Whether a run must give it a value.
        public let isRequired: Bool
        /// The default as written; nil if there is none.
        public let defaultText: String?
    }

    /// A `test` of a script.
    public struct Test: Sendable {
        /// The name as written.
        public let name: String
        /// The tags, in the order of the script.
        public let tags: [String]
        /// The place of the test in the script.
        public let location: SourceLocation
    }

    /// The script's `param`s, in order.
    public let parameters: [Parameter]
    /// The script's tests, in order.
    public let tests: [Test]
    /// The commands that the script may execute, in the order of the library.
    public let commands: [Command]
    /// The warnings of the check.
    public let warnings: [Diagnostic]

    let script: CompiledScript
    let preludes: [CompiledScript]
    let globals: GlobalNames
    let configuration: MachineConfiguration
    /// By the index of a command.
    let bodies: [Library.Body]
    let files: DataFileReader?

    init(_ library: Library, _ script: CompiledScript, _ texts: Library.CompiledTexts) {
        self.script = script
        preludes = texts.preludes
        globals = GlobalNames(script)
        parameters = texts.compiled.parameters.map(Parameter.init)
        tests = texts.compiled.tests.map(Test.init)
        warnings = texts.diagnostics
        bodies = library.commands.commands.map { library.bodies[$0.name] ?? .stepped }
        files = library.files
        let immediate = library.bodies.compactMapValues { body in
            if case .immediate(let body) = body { body } else { nil }
        }
        var configuration = MachineConfiguration(
            commands: library.commands, functions: library.functions,
            records: CommandRecords(library.commands, bodies: immediate))
        configuration.failureText = library.failureText
        self.configuration = configuration
        commands = script.commands(of: library.commands, after: texts.preludes)
    }

    /// A later text of the same session.
    init(_ first: Program, _ script: CompiledScript, _ compilation: Compilation) {
        self.script = script
        preludes = []
        globals = GlobalNames(script)
        parameters = compilation.parameters.map(Parameter.init)
        tests = compilation.tests.map(Test.init)
        warnings = compilation.diagnostics
        (configuration, bodies, files) = (first.configuration, first.bodies, first.files)
        commands = []
    }

    /// Runs the script to its end.
    ///
    /// If the surrounding task is cancelled, the script is interrupted, and its deferred blocks still run. It never runs
    /// longer than the deadline of the options and the grace after it.
    public func run(_ options: RunOptions = RunOptions()) async -> RunResult {
        await run(options, since: nil)
    }

    /// Runs the script to its end on this thread, for hosts without concurrency.
    ///
    /// An asynchronous command fails. `sleep` waits on the clock of the options. Another thread may end the run by
    /// `RunOptions.interruption`.
    public func runSynchronously(_ options: RunOptions = RunOptions()) -> RunResult {
        runSynchronously(options, since: nil)
    }
}

extension Program.Parameter {
    init(_ parameter: ScriptParameter) {
        name = parameter.name
        note = parameter.note
        isRequired = parameter.isRequired
        defaultText = parameter.defaultText
    }
}

extension Program.Test {
    init(_ test: DeclaredTest) { (name, tags, location) = (test.name, test.tags, test.location) }
}
