import PicketRuntime
import PicketSyntax
import Testing

/// Values cross the door between host and script: what comes is known to the redactor, what leaves is charged.
@Suite struct DoorTests {
    private static let secret: Value = .secret("hunter2-hunter2")

    private static func host(answering value: Value) -> FunctionHost {
        var host = FunctionHost()
        host.add(Command("get")) { _ in value }
        host.add(Command("take", parameters: [Parameter("x", .integer(1...9), isPositional: true)])) { _ in .null }
        host.add(Command("echo", parameters: [Parameter("x", .value, isPositional: true)])) { $0.value("x") ?? .null }
        return host
    }

    @Test(
        arguments: [
            .secret("hunter2-hunter2"), .secret(.list(["hunter2-hunter2"])), .list([.secret("hunter2-hunter2")]),
            .secret(.map(["k": "hunter2-hunter2"])), .map(["k": .secret(.list([.list(["hunter2-hunter2"])]))]),
            .secret(.map(["hunter2-hunter2": 1])),
        ] as [Value])
    func aSecretIsHiddenFromWhereverItComes(_ value: Value) throws {
        var host = Self.host(answering: value)
        host.parameters = ["p": value]
        host.environment = ["E": value]
        let scripts = ["get as r\nlet v = $r.body", "param p\nlet v = $p", "let v = env(\"E\")", "let v = made()"]
        try host.functions.add(HostFunction("made") { () -> Value in value }, beside: host.commands)
        for script in scripts {
            let result = host.run(script + "\nprint $v\nprint \"hunter2-\" + \"hunter2\"\nexpect $v == 5")
            #expect(result.output.count == 2, "\(script): \(result.diagnostics)")
            let shown = result.output + [result.failure.map { "\($0.diagnostic)" } ?? ""]
            for text in shown { #expect(!text.contains("hunter2-hunter2"), "\(script): \(text)") }
            #expect(result.output.last == "•••", "\(script)")
        }
    }

    @Test(arguments: [
        "take $n", "sleep $n * 1s", "for _i in [1] parallel $n { }", "let xs = [1]\nprint $xs[$n]", "exit $n",
    ])
    func aSecretIntegerOutOfBoundsIsNotQuoted(_ statement: String) throws {
        var host = Self.host(answering: .null)
        host.parameters = ["n": .secret(-4711)]
        let failure = try #require(host.run("param n\n" + statement).failure)
        let text = "\(failure.diagnostic.message) \(failure.diagnostic.label) \(failure.diagnostic.help ?? "")"
        #expect(!text.contains("4711"), "\(text)")
        #expect(!failure.diagnostic.notes.contains { $0.message.contains("4711") })
    }

    @Test(arguments: ["[$x, $x]", "{a: $x, b: $x}"])
    func anArgumentIsChargedAsWhatItBecomes(_ pair: String) {
        var host = Self.host(answering: .null)
        host.limits.memory = 256 << 20
        let result = host.run("let x = [1]\nfor _i in 1..22 { set x = \(pair) }\necho $x\nprint done")
        #expect(result.failure?.diagnostic.code == "memory-limit")
        #expect(result.output.isEmpty)
    }

    @Test func anAnswerIsCharged() {
        let large = Value.list((0..<64).map { _ in .string(String(repeating: "x", count: 1 << 20)) })
        #expect(Self.host(answering: large).run("get").failure?.diagnostic.code == "memory-limit")
    }

    /// A part that the host's value shares becomes many.
    @Test func anAnswerThatSharesItsPartsIsCharged() {
        let pairs = (0..<24).reduce(Value.list([1])) { value, _ in .list([value, value]) }
        #expect(Self.host(answering: pairs).run("get").failure?.diagnostic.code == "memory-limit")
    }

    @Test func anAnswerThatIsNestedTooDeeplyIsAFailure() {
        let deep = (0..<600).reduce(Value.null) { value, _ in .list([value]) }
        #expect(Self.host(answering: deep).run("get").failure?.diagnostic.code == "nesting-too-deep")
    }

    /// Many commands in progress hold many copies.
    @Test func copiesOfCommandsInProgressCount() throws {
        let command = Command("later", parameters: [Parameter("x", .value, isPositional: true)])
        let limits = Limits(memory: 16 << 20)
        let compilation = Compiler(commands: CommandTable([command])).compile(
            SourceFile(
                name: "many.picket",
                text: "let x = [1]\nfor _i in 1..14 { set x = [$x, $x] }\nfor _j in 1..100 parallel 100 { later $x }"))
        let machine = Machine(
            configuration: MachineConfiguration(commands: CommandTable([command]), limits: limits))
        machine.load(try #require(compilation.program))
        let scheduler = Scheduler(machine) { _ in }
        var open: [Strand] = []
        while let request = scheduler.next() {
            if request.signal == .command { open.append(request.strand) }
        }
        #expect(open.count < 30, "each holds a megabyte")
        for strand in open {
            strand.machine.resume(response: .value(.null))
            scheduler.resume(strand)
            while scheduler.next() != nil {}
        }
        var code: DiagnosticCode?
        if case .failure(let failure)? = scheduler.outcome { code = failure.diagnostic.code }
        #expect(code == .memoryLimit)
    }

    /// The copy of a session for a job shares what the session's values share.
    @Test func aCopyOfASessionSharesItsParts() throws {
        let compiler = Compiler(commands: CommandTable(), isInteractive: true)
        let machine = Machine(
            configuration: MachineConfiguration(commands: CommandTable(), limits: Limits(memory: 8 << 20)))
        let first = try #require(
            compiler.compile(
                SourceFile(
                    name: "a", text: "let x = [secret(\"hunter2-hunter2\")]\nfor _i in 1..22 { set x = [$x, $x] }")
            ).program)
        machine.load(first)
        let scheduler = Scheduler(machine) { _ in }
        while scheduler.next() != nil {}
        let job = try #require(
            compiler.compileAside(
                SourceFile(
                    name: "b", text: "let y = $x\nset y[0] = 1\nprint len($y),  len($x), $x[1][0][0] == $x[1][1][0]")
            ).program)
        let register = try #require(compiler.register(ofGlobal: "x"))
        var output: [String] = []
        let copy = machine.copy(for: job, globals: [register])
        let second = Scheduler(copy) { if case .printed(let line) = $0 { output.append(line) } }
        while second.next() != nil {}
        #expect(output == ["2 2 true"])
    }

    /// Advice about a command line does not reach the users of another host.
    @Test func adviceIsTheHosts() throws {
        var host = Self.host(answering: .null)
        let failure = try #require(host.run("param p").failure)
        #expect(failure.diagnostic.help == "give a value for `p` when the script is run")
        host.advice.parameter = { "fill in \($0)" }
        #expect(host.run("param p").failure?.diagnostic.help == "fill in p")
        for reason in Response.FailureReason.allCases { #expect(!(reason.help ?? "").contains("--")) }
    }
}
