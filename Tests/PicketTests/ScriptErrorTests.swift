import Picket
import Testing

/// An error that a body throws is data for the script, and the host gets it back as it was thrown.
@Suite struct ScriptErrorTests {
    private struct Refusal: Error, Equatable, CustomStringConvertible {
        var reason: String
        var description: String { "not \(reason)" }
    }

    private static func host(throwing error: any Error) throws -> Library {
        var library = Library()
        try library.add(Command("order")) { _ in throw error }
        return library
    }

    private static let noStock = ScriptError(
        "no-stock", "only 3 are left", fields: ["left": 3, "of": .list([.string("nuts")])], help: "order fewer")

    @Test func aScriptSeesCodeMessageAndFields() async throws {
        let result = try await Self.host(throwing: Self.noStock).run(
            """
            try { order } catch e {
                print $e.code, $e.kind, $e.fields.left + 1, $e.fields.of[0]
                print $e.message
            }
            """)
        #expect(result.output == ["no-stock command 4 nuts", "`order`: only 3 are left"])
        #expect(result.isSuccess)
    }

    @Test func aHostSeesTheErrorOfAFailedRun() async throws {
        let result = try await Self.host(throwing: Self.noStock).run("print a\norder", name: "shop.picket")
        let failure = try #require(result.failure)
        #expect(failure.underlying as? ScriptError == Self.noStock)
        #expect(failure.fields == Self.noStock.fields)
        #expect(failure.diagnostic.code == "no-stock")
        #expect(failure.diagnostic.help == "order fewer")
        #expect(failure.diagnostic.location?.position.line == 2)
        #expect(failure.exitStatus == 1)
    }

    @Test func anyOtherErrorIsKept() async throws {
        let failure = try await Self.host(throwing: Refusal(reason: "today")).run("order").failure
        #expect(failure?.underlying as? Refusal == Refusal(reason: "today"))
        #expect(failure?.diagnostic.message == "`order`: not today")
        #expect(failure?.diagnostic.code == .commandFailed)
        #expect(failure?.fields == [:])
    }

    /// A code has no meaning for the machine: these names end a test or a run when the machine itself uses them.
    @Test(arguments: ["test-timeout", "exit-in-test", "skipped", "deadline", "step-limit"])
    func anyCodeMayBeCaught(_ code: String) async throws {
        let error = ScriptError(DiagnosticCode(rawValue: code), "x")
        let result = try await Self.host(throwing: error).run("try { order } catch e { print $e.code, $e.fields }")
        #expect(result.output == ["\(code) {}"])
    }

    @Test func anAttemptIsRepeatedAfterIt() async throws {
        let result = try await Self.host(throwing: Self.noStock).run(
            "let n = 0\ntry { retry 3 every 0s { set n = $n + 1\n order } } catch e { print $n, $e.fields.left }")
        #expect(result.output == ["3 3"])
    }

    /// A failure without an error of a body has neither.
    @Test func otherFailuresHaveNone() async throws {
        let result = await Library().run("try { fail x } catch e { print $e.fields ?? none }\nfail y")
        #expect(result.output == ["none"])
        #expect(result.failure?.underlying == nil)
    }
}
