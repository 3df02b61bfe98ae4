internal import PicketRuntime
internal import PicketSyntax

/// The compiler and the machine of a session.
///
/// `@unchecked Sendable`: its session calls it for one text at a time and waits for the end of it.
final class SessionCore: @unchecked Sendable {
    private let library: Library
    private let options: RunOptions
    private let compiler: Compiler
    private let machine: Machine
    /// The empty text. Others share what does not depend on them.
    private let first: Program
    /// The preludes, until they have run.
    private var preludes: [ScriptText]

    init(_ library: Library, _ options: RunOptions) {
        self.library = library
        self.options = options
        preludes = library.preludes
        compiler = Compiler(
            commands: library.commands, functions: library.functions, isInteractive: true,
            loader: library.sourceLoader,
            checkingLimits: CheckingLimits(bytes: options.limits.source))
        let compilation = compiler.compile(SourceFile(name: "input", text: ""))
        guard let script = compilation.program else { preconditionFailure("an empty text has no errors") }
        first = Program(library, script, Library.CompiledTexts(compiled: compilation))
        machine = first.machine(options)
        // The functions of later texts follow those of the empty one.
        machine.load(script)
    }

    /// Runs the preludes before the first text, then the text.
    func run(_ text: ScriptText, _ parameters: [String: Value], _ interruption: Interruption) async -> RunResult {
        while !preludes.isEmpty {
            let result = await runAlone(preludes[0], [:], interruption)
            guard result.isSuccess else { return result }
            preludes.removeFirst()
        }
        return await runAlone(text, parameters, interruption)
    }

    private func runAlone(
        _ text: ScriptText, _ parameters: [String: Value], _ interruption: Interruption
    ) async -> RunResult {
        let earlier = compiler.session
        let compilation = compiler.compile(SourceFile(name: text.name, text: text.text))
        guard let script = compilation.program else {
            return RunResult(ScriptRefused(compilation.diagnostics, interruption: compilation.interruption))
        }
        let result = await run(Program(first, script, compilation), parameters, interruption)
        if case .refused = result.outcome {
            compiler.forgetNames(since: earlier)
        } else if !result.isSuccess {
            compiler.giveUpNames(since: earlier) { machine.hasValue(global: $0) }
        }
        return result
    }

    private func run(
        _ program: Program, _ parameters: [String: Value], _ interruption: Interruption
    ) async -> RunResult {
        var options = options
        options.parameters = parameters
        options.interruption = interruption
        machine.setParameters(parameters)
        return await Execution(program, options, since: nil, machine: machine).complete()
    }

    /// Calls a def by a text of its own, whose names are forgotten.
    func call(
        _ name: String, _ values: [Value], _ named: [String: Value], _ interruption: Interruption
    ) async -> (value: Value?, result: RunResult) {
        let earlier = compiler.session
        defer { compiler.forgetNames(since: earlier) }
        guard compiler.names.functions.contains(where: { $0.utf8.elementsEqual(name.utf8) }) else {
            let problem = Diagnostic(
                .unknownFunction, message: "the session has no def `\(name)`", at: nil,
                help: nearest(name, in: compiler.names.functions).map { "did you mean `\($0)`?" })
            return (nil, RunResult(ScriptRefused([problem])))
        }
        var parameters: [String: Value] = [:]
        var arguments: [String] = []
        for value in values {
            parameters["_argument\(arguments.count)"] = value
            arguments.append("$_argument\(arguments.count)")
        }
        for (parameter, value) in named.sorted(by: { $0.key < $1.key }) {
            parameters["_argument\(arguments.count)"] = value
            arguments.append("\(parameter) = $_argument\(arguments.count)")
        }
        let declarations = arguments.indices.map { "param _argument\($0) = null\n" }.joined()
        let text = "\(declarations)let _answer = \(name)(\(arguments.joined(separator: ", ")))\n"
        let result = await run(ScriptText("call of \(name)", text), parameters, interruption)
        return (result.isSuccess ? value(of: "_answer") : nil, result)
    }

    func value(of name: String) -> Value? {
        let names = GlobalNames(compiler.session)
        let values = machine.values(
            of: names, where: { $0.utf8.elementsEqual(name.utf8) }, bytes: options.limits.memory)
        return values.first?.value
    }

    /// Runs the deferred blocks, the latest first.
    func runDeferred(_ interruption: Interruption) async -> [Failure] {
        var failures: [Failure] = []
        while machine.beginDeferred(beyond: 0) {
            var options = options
            options.interruption = interruption
            let result = await Execution(first, options, since: nil, loaded: machine).complete()
            failures += result.recorded + (result.failure.map { [$0] } ?? [])
        }
        return failures
    }
}
