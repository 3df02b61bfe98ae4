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

    /// The name of the script, as diagnostics show it.
    public let name: String
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
    /// The host of the library's commands; nil for none.
    let libraryHost: Library.Host?
    /// The host that runs the program; nil for a program that uses none of its commands.
    let host: (any ProgramHost)?
    package let declaredTests: [DeclaredTest]
    private let sourceFiles: [SourceFile]

    init(_ library: Library, _ script: CompiledScript, _ texts: Library.CompiledTexts) {
        self.script = script
        preludes = texts.preludes
        globals = GlobalNames(script)
        name = texts.name
        parameters = texts.compiled.parameters.map(Parameter.init)
        declaredTests = texts.compiled.tests
        tests = declaredTests.map(Test.init)
        warnings = texts.diagnostics
        bodies = library.commands.commands.map { library.bodies[$0.name] ?? .stepped }
        files = library.files
        sourceFiles = texts.sources
        let immediate = library.bodies.compactMapValues { body in
            if case .immediate(let body) = body { body } else { nil }
        }
        var configuration = MachineConfiguration(
            commands: library.commands, functions: library.functions,
            records: CommandRecords(library.commands, bodies: immediate))
        configuration.failureText = library.failureText
        self.configuration = configuration
        commands = script.commands(of: library.commands, after: texts.preludes)
        libraryHost = library.host
        let isHosted = commands.contains { if case .hosted? = library.bodies[$0.name] { true } else { false } }
        host = isHosted ? library.host?.host : nil
    }

    /// A later text of the same session.
    init(_ first: Program, _ script: CompiledScript, _ compilation: Compilation) {
        self.script = script
        preludes = []
        globals = GlobalNames(script)
        name = ""
        parameters = compilation.parameters.map(Parameter.init)
        declaredTests = compilation.tests
        tests = declaredTests.map(Test.init)
        warnings = compilation.diagnostics
        (configuration, bodies, files) = (first.configuration, first.bodies, first.files)
        commands = []
        sourceFiles = []
        libraryHost = first.libraryHost
        // Its session chooses the host, because it may call a def of an earlier text that uses the host's commands.
        host = nil
    }

    /// The texts that it was compiled from, preludes first, each followed by those that it includes.
    package var sources: [ScriptText] { sourceFiles.map { ScriptText($0.name, $0.text($0.span)) } }

    /// The configuration of a machine that only plans: it executes no command that writes.
    var planning: MachineConfiguration {
        var immediate: [String: CommandBody] = [:]
        for (command, body) in zip(configuration.commands.commands, bodies) where !command.isWrite {
            if case .immediate(let body) = body { immediate[command.name] = body }
        }
        return configuration.replacingBodies(immediate)
    }

    /// Runs the script to its end.
    ///
    /// If the surrounding task is cancelled, the script is interrupted, and its deferred blocks still run. It never runs
    /// longer than the deadline of the options and the grace after it. A program that uses commands of a pool runs on the
    /// pool's loop; see `Pool.run` of `PicketPool`.
    public func run(_ options: RunOptions = RunOptions()) async -> RunResult {
        await run(options, since: nil)
    }

    /// Runs the script to its end on this thread, for hosts without concurrency.
    ///
    /// An asynchronous command fails, and so does one of a pool. `sleep` waits on the clock of the options. Another thread
    /// may end the run by `RunOptions.interruption`.
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
