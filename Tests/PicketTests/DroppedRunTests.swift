import PicketRuntime
import Testing

@testable import Picket

/// A host may drop a run at any time. Nothing of it stays.
@Suite struct DroppedRunTests {
    /// Steps a run of a script, answers its commands but the last one, and drops it. Returns whether something still keeps
    /// its machine.
    private func isKept(_ script: String, steps: Int) throws -> Bool {
        var library = Library()
        try library.add(Command("ask"))
        let program = try library.compile(script)
        weak var machine: Machine?
        do {
            let execution = Execution(program)
            machine = execution.machine
            for step in 1...steps {
                if case .command(let call) = execution.next(), step < steps { execution.resume(call.ticket, with: 1) }
            }
        }
        return machine != nil
    }

    @Test(
        arguments: [
            "print 1", "ask", "ask\nask", "sleep 1h", "for i in 1..3 parallel 3 { ask }", "within 1h { ask }",
            "try { ask } catch e { print 1 }\nask", "defer { ask }\nask",
        ], [1, 2, 3])
    func aDroppedRunIsFreed(_ script: String, _ steps: Int) throws { #expect(try !isKept(script, steps: steps)) }

    /// A run whose deferred blocks took too long.
    @Test(arguments: [
        "ask", "for i in 1..3 parallel 3 { ask }", "for i in 1..2 parallel 2 { for j in 1..2 parallel 2 { ask } }",
    ])
    func aRunThatIsCutIsFreed(_ script: String) throws {
        var library = Library()
        try library.add(Command("ask"))
        let program = try library.compile(script)
        weak var machine: Machine?
        do {
            let execution = Execution(program)
            machine = execution.machine
            while case .command = execution.next() {}
            execution.interruption.cut()
            guard case .done(let result) = execution.next() else {
                Issue.record("it is over")
                return
            }
            #expect(!result.abandoned.isEmpty)
        }
        #expect(machine == nil)
    }
}
