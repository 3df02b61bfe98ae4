import Picket
import Testing

/// A hostile script ends with its limit's diagnostic, never with the host.
@Suite struct HostileScriptTests {
    static let scripts: [(name: String, text: String, code: String)] = [
        ("endless loop", "while true { }", "step-limit"),
        ("deep recursion", "def f(n) { return f($n + 1) }\nf 0", "depth-limit"),
        ("growing list", "let xs = []\nwhile true { append xs 1 }", "memory-limit"),
        ("growing string", "let s = x\nwhile true { set s = \"$s$s\" }", "memory-limit"),
        ("deep nesting", "let x = []\nwhile true { set x = [$x] }", "nesting-too-deep"),
        ("shared parts", "let x = [1]\nfor i in 1..60 { set x = [$x, $x] }\nprint $x", "memory-limit"),
        ("huge list", "let xs = [" + String(repeating: "[1], ", count: 60_000) + "]\nprint len($xs)", "memory-limit"),
        (
            "huge string", "let s = \"" + String(repeating: "x", count: 1 << 20) + "\"\nprint \"$s$s$s$s\"",
            "memory-limit"
        ),
        ("many values", "print " + String(repeating: "1, ", count: 70_000) + "1", "too-many-names"),
        ("deep text", "let x = " + String(repeating: "[", count: 100_000), "too-deep"),
        ("recursion in parallel", "def f() { for x in [1] parallel 1 { f } }\nf", "depth-limit"),
    ]

    @Test(arguments: scripts.indices)
    func endsWithTheLimit(_ index: Int) async {
        let (name, text, code) = HostileScriptTests.scripts[index]
        var options = RunOptions()
        options.limits = Limits(steps: 200_000, depth: 500, memory: 3 << 20)
        let result = await Library().run(text, options: options)
        let codes = result.failure.map { [$0.diagnostic.code] } ?? result.diagnostics.map(\.code)
        #expect(codes.map(\.rawValue).contains(code), "\(name): \(codes)")
        #expect(!result.isSuccess)
    }

    @Test func aHostWithoutFilesSaysSo() async {
        let result = await Library().run("print csv(\"x.csv\")")
        #expect(result.failure?.diagnostic.code == "no-files")
    }

    @Test func aBodyThatThrowsFailsTheCommand() async throws {
        struct Refusal: Error, CustomStringConvertible { var description: String { "not today" } }
        var library = Library()
        try library.add(Command("refuse")) { _ in throw Refusal() }
        let result = await library.run("try { refuse } catch problem { print $problem.message }")
        #expect(result.output == ["`refuse`: not today"])
    }

    /// The command waits for ever; only the deadline ends it.
    @Test func theDeadlineEndsAWaitingCommand() async throws {
        let library = try HostileScriptTests.waiting()
        var options = RunOptions()
        options.deadline = .milliseconds(1)
        let result = await library.run("wait", options: options)
        #expect(result.failure?.diagnostic.code == "deadline")
        #expect(result.exitStatus == 4)
    }

    /// What was deferred runs all the same.
    @Test func aCancelledTaskInterruptsTheScript() async throws {
        let (began, signal) = AsyncStream<Void>.makeStream()
        let library = try HostileScriptTests.waiting { signal.finish() }
        let task = Task { await library.run("defer print tidied\nwait") }
        for await _ in began {}
        task.cancel()
        let result = await task.value
        #expect(result.failure?.diagnostic.code == "interrupted")
        #expect(result.output == ["tidied"])
        #expect(result.exitStatus == 130)
    }

    private static func waiting(_ began: @escaping @Sendable () -> Void = {}) throws -> Library {
        var library = Library()
        try library.add(
            Command("wait"),
            async: { _ in
                began()
                try await Task.sleep(for: .seconds(86_400))
                return .null
            })
        return library
    }
}
