import NIOCore
import PicketRuntime
import PicketSyntax
import Testing

@testable import PicketPool

/// Which reads may be older than what the run itself wrote.
@Suite struct OwnWritesTests {
    private static let now = NIODeadline.uptimeNanoseconds(1_000_000_000_000)
    private let name = ConnectionName("a")

    private func command(_ operation: Endpoint.Operation, _ change: (inout ConnectionFields) -> Void = { _ in })
        throws -> PlatformCommand
    {
        var fields = ConnectionFields()
        change(&fields)
        return try PlatformCommand(operation, name, fields: fields)
    }

    /// Whether a read may be older than a write that has just ended.
    private func isOld(
        _ object: ValueMap?, after command: PlatformCommand, _ proof: Doubts.Proof = .done,
        after time: TimeAmount = .seconds(1)
    ) -> Bool {
        let writes = OwnWrites(RetryPolicy())
        writes.note(command, proof, endedAt: Self.now, now: Self.now)
        let sight = object.map { Judge.Sight.present($0) } ?? .absent
        return writes.mayBeOld(sight, of: name, at: Self.now + time) != nil
    }

    /// Each write is known for its own time, in whatever order others are forgotten.
    @Test func manyWritesAreForgottenOneAfterTheOther() throws {
        let writes = OwnWrites(RetryPolicy())
        func name(_ number: Int) -> ConnectionName { ConnectionName("c\(number)") }
        func end(_ number: Int) -> NIODeadline { Self.now + .milliseconds(Int64(number) * 100) }
        for number in 0..<300 {
            let deletion = try PlatformCommand(.delete, name(number))
            writes.note(deletion, endedAt: end(number), now: end(number))
        }
        let sight = Judge.Sight.present(["host": "h"])
        for number in 0..<300 {
            let known = writes.mayBeOld(sight, of: name(number), at: end(299))
            #expect(known == (number > 199 ? end(number) + .seconds(10) : nil), "\(number)")
        }
    }

    @Test func aPasswordInClearThatIsAnotherIsOlderThanTheRunsOwn() throws {
        let update = try command(.update) { $0.password = "newest" }
        #expect(isOld(["host": "h", "password": "former"], after: update))
        #expect(!isOld(["host": "h", "password": "newest"], after: update))
        for hidden in ["***", "md5a3f0c1", "$2b$10$abc", ""] as [Value] {
            #expect(!isOld(["host": "h", "password": hidden], after: update))
        }
        #expect(!isOld(["host": "h", "password": "former"], after: update, after: .seconds(11)))
    }

    @Test func tagsThatDifferInCaseAreOlder() throws {
        let update = try command(.update) { $0.tags = "env=Prod" }
        #expect(isOld(["host": "h", "tags": "env=prod"], after: update))
        #expect(!isOld(["host": "h", "tags": "env=Prod"], after: update))
    }

    @Test func aNewConnectionIsEnabled() throws {
        let addition = try command(.add) { ($0.host, $0.port, $0.user, $0.password) = ("h", 1, "u", "p") }
        #expect(isOld(["name": "a", "host": "h", "port": 1, "user": "u", "enabled": false], after: addition))
        #expect(!isOld(["name": "a", "host": "h", "port": 1, "user": "u", "enabled": true], after: addition))
        #expect(!isOld(["name": "a", "host": "h", "port": 1, "user": "u"], after: addition))
        #expect(isOld(nil, after: addition))
    }

    /// The answer 404 to a write says that there was none then.
    @Test func aConnectionThatAnAnswerCalledAbsentIsOlderIfItIsShown() throws {
        let update = try command(.update) { $0.port = 2 }
        #expect(isOld(["host": "h", "port": 2], after: update, .absent))
        #expect(!isOld(nil, after: update, .absent))
    }

    /// A run that only adds asks for nothing that it added, so it need not remember it; of other writes it does.
    @Test func additionsThatNothingReadsAreNotRemembered() throws {
        let writes = OwnWrites(RetryPolicy(), remembersAdditions: false)
        writes.note(try command(.add) { $0.host = "h" }, endedAt: Self.now, now: Self.now)
        #expect(writes.mayBeOld(.absent, of: name, at: Self.now) == nil)
        writes.note(try command(.update) { $0.host = "h" }, endedAt: Self.now, now: Self.now)
        #expect(writes.mayBeOld(.absent, of: name, at: Self.now) != nil)
    }

    @Test(arguments: [
        ("login u password=p; ping; add a host=h port=1 user=u password=p", true), ("print 1", true),
        ("def f() { remove a }; ping", false), ("add a host=h port=1 user=u password=p; show a", false),
        ("remove a", false), ("request GET /x", false), ("disable a", false),
    ])
    func onlyAdditionsAreToldFromTheCommandsThatAreNamed(script: String, onlyAdds: Bool) throws {
        let compilation = Compiler(commands: ConnectionAPI.commands)
            .compile(SourceFile(name: "s", text: script.replacing("; ", with: "\n")))
        let program = try #require(compilation.program, "\(compilation.diagnostics.map(\.message))")
        #expect(ConnectionAPI.onlyAdds(program.namedCommands) == onlyAdds)
    }
}
