import Picket
import PicketRuntime
import Testing

/// Checking a text costs time in proportion to its size whatever stands in it, and ends when the host wants it to.
@Suite struct CheckingCostTests {
    private static let count = 2_000

    private static func lines(_ line: (Int) -> String) -> String {
        (0..<count).map(line).joined(separator: "\n") + "\n"
    }

    /// Each took minutes in this build when what was meant was looked for at every fault.
    static let misspelt: [(name: String, text: String, code: String)] = [
        (
            "variables", lines { "let connection_number_\($0) = 1" } + lines { "print $conection_number_\($0)x" },
            "undefined-variable"
        ),
        (
            "variables between", lines { "let connection_number_\($0) = 1\nprint $conection_number_\($0)x" },
            "undefined-variable"
        ),
        ("targets", lines { "let connection_number_\($0) = 1\nset conection_number_\($0)x = 2" }, "undefined-variable"),
        (
            "commands", lines { "def connection-number-\($0)() { }" } + lines { "conection-number-\($0)x a" },
            "unknown-command"
        ),
        (
            "functions", lines { "def connection-number-\($0)() { }" } + lines { "print conection-number-\($0)x()" },
            "unknown-function"
        ),
        (
            "arguments",
            "def f(" + lines { "connection_number_\($0) = 1," } + ") { }\n" + lines { "f conection_number_\($0)x=1" },
            "unknown-argument"
        ),
    ]

    @Test(.timeLimit(.minutes(10)), arguments: misspelt.indices)
    func manyMisspeltNamesAreCheckedSoon(_ index: Int) {
        let (name, text, code) = CheckingCostTests.misspelt[index]
        let diagnostics = Library().check(text)
        #expect(diagnostics.count { $0.code.rawValue == code } == 100, "\(name)")
        #expect(diagnostics.first { $0.code.rawValue == code }?.help?.hasPrefix("did you mean `con") == true, "\(name)")
        #expect(diagnostics.contains { $0.message == "1900 more errors are not shown" }, "\(name)")
        #expect(!diagnostics.contains { $0.code == "unused-name" }, "\(name)")
    }

    /// The calls of defs are walked once for all parallel loops, not once for each.
    @Test(.timeLimit(.minutes(10))) func manyParallelLoopsOverManyDefsAreCheckedSoon() {
        let defs = Self.lines { "def f\($0)() { f\($0 + 1) }" } + "def f\(Self.count)() { set n = 1 }\n"
        let loops = Self.lines { _ in "for _ in [1] parallel 1 { f0 }" }
        let diagnostics = Library().check("let n = 0\nprint $n\n" + defs + loops)
        #expect(diagnostics.map(\.code) == ["parallel-change"])
    }

    /// Each took many seconds: nothing is computed for what is not shown, and nothing is searched for anew.
    @Test(.timeLimit(.minutes(10))) func manyLiteralSecretsAreCheckedSoon() {
        let text = (0..<20_000).map { "secret s\($0) = \"hunter-number-\($0)\"\nprint $s\($0)" }.joined(separator: "\n")
        let diagnostics = Library().check(text)
        #expect(diagnostics.count { $0.code == "literal-secret" } == 100)
        #expect(diagnostics.contains { $0.message == "19900 more warnings are not shown" })
    }

    /// With a search among all arguments for each, this would take about half an hour.
    @Test(.timeLimit(.minutes(10)), arguments: ["word", "a=1", "$x"])
    func oneCommandWithManyArgumentsIsCheckedSoon(_ argument: String) {
        let text = "let x = 1\nping" + String(repeating: " " + argument, count: 300_000) + "\n"
        let compiler = Compiler(commands: ToyCommands.table)
        #expect(compiler.compile(SourceFile(name: "long", text: text)).diagnostics.count >= 1)
    }

    @Test(.timeLimit(.minutes(10))) func manyBareWordsAreCheckedSoon() {
        let text = "let name_of_one = 1\nprint $name_of_one\n" + Self.lines { _ in "print name_of_one" }
        #expect(Library().check(text).count { $0.code == "word-as-name" } == 100)
    }

    // MARK: Ending

    static let long: [(name: String, text: String)] = [
        ("statements", lines { "let n\($0) = \($0)" }), ("faults", lines { "let n\($0) = $m\($0)" }),
        ("syntax errors", lines { "let \($0)" }), ("defs", lines { "def f\($0)() { let _x = 1 }" }),
        ("one list", "let x = [" + lines { "\($0)," } + "]"),
        ("one map", "let x = {" + lines { "k\($0): \($0)," } + "}"),
        ("one call", "let x = len(" + lines { "\($0)," } + ")"),
        ("one sum", "let x = [" + lines { "1 + \($0)," } + "]"),
        ("one string", "let x = \"" + (0..<count).map { "$(\($0))" }.joined() + "\""),
        ("one block", "if true {\n" + lines { "print \($0)" } + "}"),
        ("one test", "test a {\n" + lines { "print \($0)" } + "}"),
        ("parallel loops", lines { "for x\($0) in [1] parallel 2 { print $x\($0) }" }),
        ("words", "f" + (0..<count).map { " $(\($0))" }.joined()),
    ]

    /// Whenever the host says so, and whatever is being checked then.
    @Test(arguments: long.indices) func anInterruptionEndsTheChecking(_ index: Int) {
        let (name, text) = CheckingCostTests.long[index]
        for chunkSize in [512, 4] {
            var allQuestions = 0
            _ = compile(text, chunkSize) {
                allQuestions += 1
                return nil
            }
            #expect(allQuestions >= Self.count / 512, "\(name)")
            for last in Set([1, allQuestions / 2 + 1, allQuestions]) {
                var questions = 0
                let compilation = compile(text, chunkSize) {
                    questions += 1
                    return questions == last ? Self.interruption : nil
                }
                #expect(questions == last, "\(name)")
                #expect(compilation.program == nil)
                #expect(compilation.interruption?.kind == .interrupted)
                #expect(compilation.diagnostics.map(\.message) == ["enough"], "\(name)")
            }
        }
    }

    private static let interruption = Failure(
        .interrupted, Diagnostic(code: "interrupted", message: "enough", at: nil))

    private func compile(_ text: String, _ chunkSize: Int, _ reason: @escaping () -> Failure?) -> Compilation {
        let limits = CheckingLimits { reason }
        return Compiler(commands: CommandTable(), chunkSize: chunkSize, checkingLimits: limits)
            .compile(SourceFile(name: "long", text: text))
    }

    @Test func theDeadlineOfAHostBoundsTheChecking() async {
        var options = RunOptions()
        options.deadline = .zero
        let result = await Library().run(Self.long[0].text, options: options)
        #expect(result.failure?.diagnostic.code == "deadline")
        #expect(result.exitStatus == 4)
        let diagnostics = Library().check(Self.long[0].text, options: CompileOptions(deadline: .zero))
        #expect(diagnostics.map(\.code) == ["deadline"])
    }

    @Test func aCancelledTaskChecksNothing() async {
        let task = Task {
            while !Task.isCancelled { await Task.yield() }
            return (await Library().run(Self.long[0].text), Library().check(Self.long[0].text))
        }
        task.cancel()
        let (result, diagnostics) = await task.value
        #expect(result.failure?.kind == .interrupted)
        #expect(result.output == [])
        #expect(diagnostics.map(\.code) == ["interrupted"])
    }

    // MARK: Size

    @Test func aScriptLargerThanItsHostAllowsIsRefused() async {
        var options = RunOptions()
        options.limits.source = 10
        #expect(await Library().run("print 1234", options: options).isSuccess)
        let result = await Library().run("print 12345", options: options)
        #expect(result.diagnostics.map(\.code) == ["source-too-large"])
        #expect(result.diagnostics.first?.help != nil)
        #expect(result.exitStatus == 2)
        #expect(result.output == [])
    }

    @Test func whatIsIncludedCountsToo() {
        let loader = SourceLoader { (path, _) throws(SourceProblem) in SourceFile(name: path, text: "print 1\n") }
        func codes(_ bytes: Int) -> [DiagnosticCode] {
            let text = "include \"a\"\ninclude \"b\"\ninclude \"a\"\n"
            let limits = CheckingLimits(bytes: bytes)
            return Compiler(commands: CommandTable(), loader: loader, checkingLimits: limits)
                .compile(SourceFile(name: "main", text: text)).diagnostics.map(\.code)
        }
        #expect(codes(36 + 16) == [])
        #expect(codes(36 + 15) == ["source-too-large"])
    }
}
