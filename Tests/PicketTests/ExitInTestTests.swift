import PicketRuntime
import PicketSyntax
import Testing

/// A def of an earlier text is not looked into again when a test calls it: there `exit` fails the test when it happens.
@Suite struct ExitInTestTests {
    private func run(_ texts: [String], continuesOnError: Bool = false) -> (Outcome, [String]) {
        let compiler = Compiler(commands: CommandTable(), isInteractive: true)
        let machine = Machine(configuration: MachineConfiguration(commands: CommandTable()))
        var seen: [String] = []
        var outcome = Outcome.success
        for text in texts {
            guard let program = compiler.compile(SourceFile(name: "<line>", text: text)).program else {
                Issue.record("\(text) does not compile")
                break
            }
            machine.load(program)
            let scheduler = Scheduler(machine, continuesOnError: continuesOnError) { event in
                switch event {
                case .printed(let line): seen.append(line)
                case .testEnded(let name, .failed(let failure)): seen.append("\(name) \(failure.diagnostic.code)")
                case .testEnded(let name, _): seen.append("\(name) passed")
                default: break
                }
            }
            while let request = scheduler.next() {
                switch request.signal {
                case .test: machine.resume(value: .boolean(true))
                case .monotonicClock: request.strand.machine.resume(value: .integer(0))
                default: break
                }
                scheduler.resume(request.strand)
            }
            outcome = scheduler.outcome ?? outcome
        }
        return (outcome, seen)
    }

    @Test(arguments: [
        "quit", "try { quit } catch { print caught }", "within 1s { quit }", "for _ in [1, 2] parallel 2 { quit }",
        "step s { if true { quit } }", "print [quit()]", "defer quit",
    ])
    func exitFailsTheTestAndTheRestGoesOn(_ statement: String) {
        for continuesOnError in [false, true] {
            let (outcome, seen) = run(
                [
                    "def quit() { exit 0 }",
                    "test a {\n\(statement)\n}\ntest b { print b }\nprint end",
                ], continuesOnError: continuesOnError)
            #expect(seen == ["a exit-in-test", "b", "b passed", "end"], "\(statement)")
            guard case .success = outcome else {
                Issue.record("\(outcome)")
                continue
            }
        }
    }

    @Test func outsideOfATestItEndsTheRun() {
        let (outcome, seen) = run(["def quit() { exit 3 }", "test a { print a }\nquit\nprint never"])
        guard case .exit(3) = outcome else {
            Issue.record("\(outcome)")
            return
        }
        #expect(seen == ["a", "a passed"])
    }
}
