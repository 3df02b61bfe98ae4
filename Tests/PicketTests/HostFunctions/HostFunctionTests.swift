import PicketRuntime
import PicketSyntax
import Testing

/// A host's functions stand wherever those of the language do.
@Suite struct HostFunctionTests {
    private static let host = FunctionHost(
        HostFunction("double", ["x"], summary: "twice a number") { (x: Int) in x * 2 },
        HostFunction("greeting", ["name", "polite"]) { (name: String, polite: Bool?) in
            polite == true ? "good day, \(name)" : "hi \(name)"
        },
        HostFunction("shelf") { ["nuts": 3, "bolts": 4] as [String: Int] },
        HostFunction("same", ["x"]) { (x: Value) in x },
        HostFunction("check_stock", ["count"]) { (count: Int) in
            guard count <= 3 else { throw ScriptError("no-stock", "only 3 are left", fields: ["left": 3]) }
            return count
        },
        HostFunction("broken") { () throws -> Int in throw Broken() })

    private struct Broken: Error, CustomStringConvertible { let description = "the shelf fell over" }

    private static let calls: [(String, String)] = [
        ("let x = 20\nprint double($x) + 1", "41"),
        ("print \"twice is $(double(4))\"", "twice is 8"),
        ("print double(x = 3), double( 4 )", "6 8"),
        (
            "print greeting(world), greeting(ann, true), greeting(polite = true, name = bo)",
            "hi world good day, ann good day, bo"
        ),
        ("print double(double(double(1)))", "8"),
        ("print sort(values(shelf()))[0], len(shelf())", "3 2"),
        ("print keys(shelf())", "[bolts, nuts]"),
        ("def twice(x) { return double($x) }\nprint twice(5)", "10"),
        ("let m = {a: double(1), b: [double(2)]}\nprint $m", "{a: 2, b: [4]}"),
        ("let xs = []\nfor i in 1..3 parallel 2 { print double($i) }", "2 4 6"),
        ("if double(2) == 4 { print yes }", "yes"),
        ("expect double(2) == 4\nprint held", "held"),
        ("let m = {}\nprint same([1, {a: 5s}]), exists($m.x)", "[1, {a: 5s}] false"),
        ("print same(null) ?? none", "none"),
    ]

    @Test(arguments: calls.indices)
    func isCalled(_ index: Int) {
        let (script, line) = Self.calls[index]
        let result = Self.host.run(script)
        #expect(
            result.output.joined(separator: " ") == line, "\(result.diagnostics) \(String(describing: result.failure))")
    }

    /// A long script is compiled while it runs.
    @Test func isCalledFromChunks() {
        var host = Self.host
        host.chunkSize = 1
        let result = host.run((1...20).map { "print double(\($0))" }.joined(separator: "\n"))
        #expect(result.output == (1...20).map { "\(2 * $0)" })
    }

    // MARK: Checking

    private static let faults: [(String, String, String?)] = [
        ("print duble(1)", "unknown-function", "did you mean `double`?"),
        ("print double()", "missing-argument", nil), ("print double(1, 2)", "too-many-arguments", nil),
        ("print double(1, x = 2)", "repeated-argument", nil), ("print double(y = 2)", "unknown-argument", nil),
        ("print double(...$last.body)", "misplaced-spread", nil), ("def double(x) { }", "redefines-builtin", nil),
        ("double 3", "unknown-command", nil), ("print greeting(a, $b)", "undefined-variable", nil),
    ]

    @Test(arguments: faults.indices)
    func isChecked(_ index: Int) throws {
        let (script, code, help) = Self.faults[index]
        let diagnostics = Self.host.compile(script).diagnostics
        let diagnostic = try #require(diagnostics.first { $0.code.rawValue == code }, "\(diagnostics)")
        if let help { #expect(diagnostic.help == help) }
    }

    @Test func aMissingPartOfAnExpectationIsNoArgument() {
        let result = Self.host.run("let m = {a: 1}\nexpect double($m.b) == 2")
        #expect(result.failure?.diagnostic.code == "expectation-failed")
    }

    @Test func isListed() {
        let listed = Self.host.functions.listings
        #expect(listed.first?.name == "len")
        #expect(listed.last { $0.name == "greeting" }?.usage == "greeting(name, [polite])")
        #expect(listed.last { $0.name == "double" }?.summary == "twice a number")
    }

    @Test func anEditorKnowsIt() {
        let source = SourceFile(name: "a.picket", text: "print double(1)")
        let compiler = Compiler(commands: CommandTable(), functions: Self.host.functions)
        _ = compiler.compile(source)
        #expect(compiler.resolution.meaning(ofNameAt: 8, in: source) == .hostFunction(0))
        #expect(compiler.resolution.uses(ofNameAt: 8, in: source).count == 1)
    }

    @Test func theListingNamesIt() throws {
        let program = try #require(Self.host.compile("print double(1)").program)
        #expect(CodeListing(program, commands: CommandTable()).text.contains("callHost"))
    }

    // MARK: Failures

    private static let failures: [(String, String, String)] = [
        ("double(word)", "wrong-argument", "`x` of `double` takes an integer, not a string"),
        ("greeting(world, 5)", "wrong-argument", "`polite` of `greeting` takes a boolean, not an integer"),
        ("check_stock(5)", "no-stock", "`check_stock`: only 3 are left"),
        ("broken()", "function-failed", "`broken`: the shelf fell over"),
    ]

    @Test(arguments: failures.indices)
    func failsWithItsPlace(_ index: Int) throws {
        let (call, code, message) = Self.failures[index]
        let failure = try #require(Self.host.run("print a\nprint b, \(call)").failure)
        #expect(failure.kind == .runtime)
        #expect(failure.diagnostic.code.rawValue == code)
        #expect(failure.diagnostic.message == message)
        #expect(failure.diagnostic.location?.position.line == 2)
        #expect(failure.diagnostic.location?.position.column == 10)
        #expect(failure.underlying != nil)
    }

    @Test func catchSeesTheFields() {
        let result = Self.host.run(
            "try { print check_stock(4) } catch e { print $e.code, $e.kind, $e.fields.left, $e.line }")
        #expect(result.output == ["no-stock runtime 3 1"])
    }

    // MARK: Secrets

    @Test func aResultOfASecretIsSecret() {
        let result = Self.host.run(
            """
            secret s = "hunter2-hunter2"
            let g = greeting($s)
            print $g, same([$s, plain]), same({a: $s}), same(plain)
            print reveal($g)
            """)
        #expect(result.output.first == "••• [•••, •••] {•••: •••} plain")
        #expect(result.output.last?.hasPrefix("hi ") == true)
    }

    @Test func aBodyGetsASecretAsOne() {
        let host = FunctionHost(
            HostFunction("is_secret", ["x"]) { (x: Value) in
                if case .secret = x { true } else { false }
            })
        let result = host.run("secret s = \"hunter2-hunter2\"\nprint is_secret($s), is_secret(plain)")
        #expect(result.output == ["true false"])
    }

    /// A secret that a function makes is hidden wherever it occurs.
    @Test func aSecretResultIsKnownToTheRedactor() {
        let host = FunctionHost(HostFunction("token") { () -> Value in .secret("abcdefgh-token") })
        let result = host.run("let t = token()\nprint $t, \"abcdefgh-token\", x")
        #expect(result.output == ["••• ••• x"])
    }

    @Test func aFailureQuotesNoSecret() throws {
        let host = FunctionHost(
            HostFunction("port", ["x"]) { (x: UInt8) in x },
            HostFunction("leak", ["x"]) { (x: String) throws -> Int in throw ScriptError("bad", "cannot take \(x)") })
        let tooLarge = try #require(host.run("secret n = 4711\nprint port($n)").failure)
        #expect(!tooLarge.diagnostic.message.contains("4711"))
        #expect(tooLarge.diagnostic.message == "`x` of `port` takes an integer from 0 to 255, not this one")
        let leak = try #require(host.run("secret s = \"hunter2-hunter2\"\nprint leak($s)").failure)
        #expect(leak.diagnostic.message == "`leak`: cannot take •••")
    }

    // MARK: Limits

    /// 22 nested pairs are small in a script, and gigabytes as a copy.
    @Test func anArgumentIsChargedAsWhatItBecomes() {
        let result = Self.host.run("let x = [1]\nfor _i in 1..22 { set x = [$x, $x] }\nprint len(same($x))")
        #expect(result.failure?.diagnostic.code == "memory-limit")
    }

    @Test func aResultIsCharged() {
        let host = FunctionHost(
            HostFunction("large") { [String](repeating: String(repeating: "x", count: 1 << 20), count: 64) })
        #expect(host.run("print len(large())").failure?.diagnostic.code == "memory-limit")
        let deep = FunctionHost(
            HostFunction("deep") { () -> Value in (0..<600).reduce(Value.null) { value, _ in .list([value]) } })
        #expect(deep.run("print len(deep())").failure?.diagnostic.code == "nesting-too-deep")
    }

    /// A result that fits only after a collection: the body has run once.
    @Test func aBodyRunsOnceThoughMemoryIsShort() {
        var host = FunctionHost(
            HostFunction("some") { [String](repeating: String(repeating: "x", count: 1 << 20), count: 6) })
        host.limits.steps = .max
        let result = host.run("for _i in 1..20 { let xs = some()\n print len($xs) }")
        #expect(result.output.count == 20)
    }

    // MARK: Registration

    private static let refusals: [(HostFunction, String)] = [
        (HostFunction("len") { 1 }, "`len` is a function of the language"),
        (HostFunction("double") { 1 }, "there is a function `double` already"),
        (HostFunction("order") { 1 }, "there is a command `order` already"),
        (HostFunction("if") { 1 }, "`if` is a word of the language"),
        (HostFunction("not") { 1 }, "`not` is a word of the language"),
        (HostFunction("") { 1 }, "`` is not the name of a function: a letter, then letters, digits and `_`"),
        (HostFunction("a-b") { 1 }, "`a-b` is not the name of a function: a letter, then letters, digits and `_`"),
        (HostFunction("f", ["x", "x"]) { (x: Int, y: Int) in x }, "`f` has two parameters `x`"),
        (HostFunction("f", ["x"]) { (x: Int, y: Int) in x }, "`f` has 1 names for 2 parameters"),
        (HostFunction("f", ["x y"]) { (x: Int) in x }, "`x y` of `f` is not the name of a parameter"),
        (
            HostFunction("f", ["x", "y"]) { (x: Int?, y: Int) in y },
            "`y` of `f` is required, but follows an optional parameter"
        ),
    ]

    @Test(arguments: refusals.indices)
    func isRefused(_ index: Int) {
        let (function, problem) = Self.refusals[index]
        var table = Self.host.functions
        let error = #expect(throws: RegistrationError.self) {
            try table.add(function, beside: CommandTable([Command("order")]))
        }
        #expect(error?.message == problem)
    }
}
