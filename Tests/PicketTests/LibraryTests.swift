import Picket
import Testing

/// What a host registers, what its commands answer, and what the result of a run tells it.
@Suite struct LibraryTests {
    // MARK: Registration

    private static let refused: [(Command, RegistrationError.Reason)] = [
        (Command("two words"), .invalidName), (Command(""), .invalidName), (Command("9lives"), .invalidName),
        (Command("ok", aliases: ["not$ok"]), .invalidName), (Command("print"), .taken), (Command("len"), .taken),
        (Command("true"), .taken), (Command("known"), .taken), (Command("fresh", aliases: ["other"]), .taken),
        (Command("twice", parameters: [Parameter("a"), Parameter("a")]), .repeatedParameter),
        (Command("spelt", parameters: [Parameter("a b")]), .invalidName),
        (Command("late", parameters: [.word("a", isRequired: false), .word("b")]), .misplacedParameter),
    ]

    @Test(arguments: refused.indices)
    func aCommandThatNobodyCouldCallIsNotRegistered(_ index: Int) throws {
        let (command, reason) = LibraryTests.refused[index]
        var library = Library()
        try library.add(Command("known", aliases: ["other"])) { _ in .null }
        let error = #expect(throws: RegistrationError.self) { try library.add(command) { _ in .null } }
        #expect(error?.reason == reason, "\(command.name): \(error?.message ?? "")")
        #expect(library.commands.commands.map(\.name) == ["known"])
    }

    // MARK: Answers

    @Test func aBodyAnswersWithAWholeResponse() async throws {
        var library = Library()
        try library.add(Command("fetch", success: .exactly(200))) { _ in
            var response = Response(status: 404, body: .value(["code": "gone"]))
            response.headers = [Response.Header("X-Trace", "7")]
            return response
        }
        try library.add(Command("fetch-later", success: .exactly(200)), async: { _ in Response(status: 200) })
        let result = await library.run(
            """
            fetch
            expect status 404
            print $last.status, $last.body.code, $last.headers["x-trace"]
            fetch-later
            fetch
            """)
        #expect(result.output == ["404 gone 7"], "\(result.rendered())")
        #expect(result.failure?.diagnostic.code == .unexpectedStatus)
    }

    @Test(arguments: [true, false]) func aScriptErrorHasACodeAndFieldsForCatch(isAsynchronous: Bool) async throws {
        var library = Library()
        let error = ScriptError("quota-exceeded", "no connection is left", fields: ["limit": 10], help: "delete one")
        if isAsynchronous {
            try library.add(Command("grow"), async: { _ -> Value in throw error })
        } else {
            try library.add(Command("grow")) { _ -> Value in throw error }
        }
        let text = "try { grow } catch e { print $e.code, $e.fields.limit, $e.message }\ngrow"
        let result = await library.run(text)
        #expect(result.output == ["quota-exceeded 10 `grow`: no connection is left"], "\(result.rendered())")
        #expect(result.failure?.diagnostic.code == "quota-exceeded")
        #expect(result.failure?.diagnostic.help == "delete one")
        #expect(result.failure?.fields == ["limit": 10])
        #expect(result.failure?.underlying is ScriptError)
    }

    @Test func anyOtherErrorIsKeptAndShownAsTheHostSays() async throws {
        struct Refusal: Error { var number: Int }
        var library = Library()
        try library.add(Command("refuse")) { _ -> Value in throw Refusal(number: 7) }
        library.failureText = { "refused (\(($0 as? Refusal)?.number ?? 0))" }
        let result = await library.run("refuse")
        #expect(result.failure?.diagnostic.message == "`refuse`: refused (7)")
        #expect((result.failure?.underlying as? Refusal)?.number == 7)
    }

    // MARK: Programs

    @Test func aProgramTellsWhatItNeeds() throws {
        var library = Library()
        try library.add(Command("ping")) { _ in .null }
        try library.add(Command("pong")) { _ in .null }
        let program = try library.compile(
            "param name # who\nparam count = 3\ntest smoke tags=[fast] { ping }\nlet unused = $name\nprint $count")
        #expect(program.parameters.map(\.name) == ["name", "count"])
        #expect(program.parameters.map(\.isRequired) == [true, false])
        #expect(program.tests.map(\.name) == ["smoke"])
        #expect(program.commands.map(\.name) == ["ping"])
        #expect(program.warnings.map(\.code) == [.unusedName])
    }

    @Test func aRefusedScriptTellsAllItsProblems() {
        let error = #expect(throws: ScriptRefused.self) { try Library().compile("prin 1\nprint $x") }
        #expect(error?.diagnostics.map(\.code) == [.unknownCommand, .undefinedVariable])
        #expect(error?.rendered().contains("did you mean `print`?") == true)
    }

    @Test func oneProgramRunsInManyTasksAtOnce() async throws {
        var library = Library()
        try library.add(
            Command("later"),
            async: { _ in
                await Task.yield()
                return 1
            })
        let program = try library.compile(
            "param n\nlet xs = []\nfor i in 1..50 { append xs \"a text that is long $i\" }\nlater\nprint $n, len($xs)")
        await withTaskGroup(of: (Int64, [String]).self) { group in
            for number in 0..<64 as Range<Int64> {
                group.addTask {
                    var options = RunOptions()
                    options.parameters = ["n": .integer(number)]
                    return (number, await program.run(options).output)
                }
            }
            for await (number, output) in group { #expect(output == ["\(number) 50"]) }
        }
    }

    @Test func unknownParametersRefuseTheRun() async throws {
        let program = try Library().compile("param name = x\nprint $name")
        var options = RunOptions()
        options.parameters = ["nam": 1, "name": 2]
        let result = await program.run(options)
        guard case .refused(let diagnostics) = result.outcome else {
            Issue.record("it was refused")
            return
        }
        #expect(diagnostics.map(\.code) == [.unknownParameter])
        #expect(diagnostics.first?.help == "did you mean `name`?")
        #expect(result.exitStatus == 2)
        #expect(result.output.isEmpty)
    }

    // MARK: Results

    @Test func theResultHasGlobalsUsageAndFrames() async throws {
        let text = """
            let answer = 42
            let list = [1, {a: b}]
            def inner() { fail deep }
            def outer() { inner }
            outer
            """
        let result = await Library().run(text)
        #expect(result.globals["answer"] == 42)
        #expect(result.globals["list"] == [1, ["a": "b"]])
        #expect(result.usage.steps > 0)
        #expect(result.usage.peakBytes > 0)
        #expect(result.failure?.frames.map(\.function) == ["inner", "outer"])
        #expect(result.failure?.frames.map(\.location.position.line) == [4, 5])
        #expect(result.rendered().contains("error[failed]"))
        #expect(result.rendered(.json).hasPrefix("{"))
    }

    /// A value that shares its parts in the heap would take gigabytes outside of it.
    @Test func aGlobalThatWouldBeTooLargeOutsideIsLeftOut() async {
        let result = await Library().run("let x = [1]\nfor _i in 1..40 { set x = [$x, $x] }\nlet small = 1")
        #expect(result.isSuccess)
        #expect(result.globals == ["small": 1])
    }

    @Test(arguments: [("exit 2", 2), ("exit 0", 0), ("check false", 1), ("print $x", 2)])
    func exitAndRefusalAreNotTheSame(_ text: String, _ status: Int) async {
        let result = await Library().run(text)
        #expect(result.exitStatus == status)
        switch result.outcome {
        case .exit(let exit): #expect(text == "exit \(exit)")
        case .refused: #expect(text == "print $x")
        case .success: #expect(text == "check false")
        case .failure: Issue.record("nothing failed")
        }
    }

    // MARK: Options

    @Test func theEnvironmentMayAnswerSecrets() async {
        var options = RunOptions()
        options.environment = ["TOKEN": .secret("correct-horse-battery"), "PLAIN": "text"]
        options.secrets = ["a-known-secret"]
        let result = await Library().run(
            "print env(\"TOKEN\"), env(\"PLAIN\")\nprint \"it is a-known-secret\"\nfail \"not correct-horse-battery\"",
            options: options)
        #expect(result.output == ["••• text", "it is •••"])
        #expect(!result.rendered().contains("correct-horse"))
    }

    @Test func aSeedMakesARunRepeatable() async {
        var options = RunOptions()
        options.seed = 7
        let first = await Library().run("print uuid()", options: options)
        let second = await Library().run("print uuid()", options: options)
        #expect(first.output == second.output)
        let third = await Library().run("print uuid()")
        #expect(first.output != third.output)
    }

    @Test func eventsAreFilteredAndHaveTimes() async {
        let log = Log()
        let clock = TestClock(jumps: true)
        var options = RunOptions()
        options.clock = clock
        options.events = [.output, .tests]
        options.onEvent = { event in log.add("\(event.time)") }
        _ = await Library().run("print a\nsleep 2s\nexpect true\nprint b\ntest t { }", options: options)
        #expect(log.lines == ["0", "2000000000", "2000000000", "2000000000"])
    }

    @Test func aHostChoosesTheTests() async {
        var options = RunOptions()
        options.selectsTest = { name, tags in name == "b" || tags == ["slow"] }
        let result = await Library().run(
            "test a { print a }\ntest b { print b }\ntest c tags=[slow] { print c }", options: options)
        #expect(result.output == ["b", "c"])
    }

    @Test func aRunMayContinueOnErrors() async {
        var options = RunOptions()
        options.continuesOnError = true
        let result = await Library().run("for i in 1..3 { if $i == 2 { fail two }\nprint $i }", options: options)
        #expect(result.output == ["1", "3"])
        #expect(result.recorded.count == 1)
    }

    // MARK: Other texts

    @Test func preludesModulesAndFilesAreTheHosts() async throws {
        var library = Library()
        library.preludes = [
            ScriptText("base", "let base = 40\ndef double(n) { return $n * 2 }"),
            ScriptText("more", "def quadruple(n) { return double(double($n)) }"),
        ]
        library.modules = [ScriptText("math/add.picket", "def add(a, b) { return $a + $b }")]
        library.loader = { path, _ in path == "other" ? ScriptText(path, "let other = 5") : nil }
        library.files = { request in [["name": .string(request.path)]] }
        let program = try library.compile(
            """
            include "math/add.picket"
            include "other"
            print add($base, 2), quadruple(3), $other, csv("fleet.csv")[0].name
            """)
        for _ in 0..<2 {
            let result = await program.run()
            #expect(result.output == ["42 12 5 fleet.csv"], "\(result.rendered())")
        }
        let missing = #expect(throws: ScriptRefused.self) { try library.compile("include \"nowhere\"") }
        #expect(missing?.diagnostics.map(\.code) == [.cannotInclude])
    }

    /// Two spellings of a letter are two paths. A dictionary of `String`s would take them as one.
    @Test func aModuleIsFoundByTheBytesOfItsPath() async {
        var library = Library()
        library.modules = [
            ScriptText("caf\u{E9}", "print composed"), ScriptText("cafe\u{301}", "print decomposed"),
            ScriptText("twice", "print first"), ScriptText("twice", "print second"),
        ]
        let result = await library.run("include \"caf\u{E9}\"\ninclude \"cafe\u{301}\"\ninclude \"twice\"")
        #expect(result.output == ["composed", "decomposed", "second"], "\(result.rendered())")
    }

    /// The Kelvin sign is equal to `K` for a dictionary, and is no name of a script.
    @Test func aParameterIsFoundByTheBytesOfItsName() async throws {
        let program = try Library().compile("param K = 1\nprint $K")
        var options = RunOptions()
        options.parameters = ["\u{212A}": 2]
        #expect(await program.run(options).exitStatus == 2)
    }

    @Test func aFileThatCannotBeReadFailsWithItsLine() async {
        var library = Library()
        library.files = { _ in throw DataFileProblem("a quote is missing", line: 3) }
        let result = await library.run("print csv(\"x.csv\")")
        #expect(result.failure?.diagnostic.code == .cannotRead)
        #expect(result.failure?.evidence.file == Failure.DataFile(path: "x.csv", line: 3))
    }
}
