import Foundation
import Testing

@Suite struct CommandLineTests {
    @Test func theFleetRunbookRunsTwiceOnAStoreOfItsOwn() throws {
        for _ in 1...2 {
            let run = try PicketProcess.run(
                ["run", "scripts/runbooks/fleet.picket", "--platform", "local"], environment: Rehearsal.environment)
            #expect(run.status == 0, "\(run.errors)")
            #expect(run.output == "15 instances are monitored\n")
            #expect(run.errors.split(separator: "\n").count == 1)
        }
    }

    @Test func checkNamesEveryFaultAndExitsWith2() throws {
        let script = """
            sohw sales
            add a host=h port=abc user=u password=$missing
            print $nothing
            update a prot=5
            let _z = foo(1)
            if 1 = 2 { print x }

            """
        let run = try PicketProcess.run(["check", "-"], input: script)
        #expect(run.status == 2)
        for code in [
            "unknown-command", "wrong-argument", "undefined-variable", "unknown-argument", "unknown-function",
            "assignment-as-comparison",
        ] {
            #expect(run.errors.contains("error[\(code)]"), "\(code)")
        }
    }

    @Test func checkSpeaksJSON() throws {
        let run = try PicketProcess.run(["check", "--format", "json", "-"], input: "sohw x\n")
        let found = try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [[String: Any]]
        #expect(found?.count == 1)
        #expect(found?.first?["code"] as? String == "unknown-command")
        #expect(found?.first?["line"] as? Int == 1)
        #expect(run.status == 2)
    }

    @Test func aFailedExpectationShowsBothSidesTheResponseAndTheCaret() throws {
        let script = """
            add a host=h port=1 user=u password=$(env("NONE", "x"))
            expect body.status == "Something else"

            """
        let run = try PicketProcess.run(["run", "--platform", "local", "-"], input: script)
        #expect(run.status == 1)
        #expect(run.errors.contains("error[expectation-failed]"))
        #expect(run.errors.contains(#"expected: "Something else" (string)"#))
        #expect(run.errors.contains(#"actual:   "Connection created and connected!" (string)"#))
        #expect(run.errors.contains("response: 201"))
        #expect(run.errors.contains("--> <stdin>:2:8"))
        #expect(run.errors.contains("^^^^"))
    }

    @Test func aCommandWithoutAPlatformExitsWith2() throws {
        let run = try PicketProcess.run(["run", "-c", "ping"])
        #expect(run.status == 2, "\(run.errors)")
    }

    @Test func anUnreachablePlatformExitsWith3() throws {
        let run = try PicketProcess.run(["run", "-c", "ping", "--platform", "http://127.0.0.1:1"])
        #expect(run.status == 3, "\(run.errors)")
        #expect(run.errors.contains("error[no-response]"))
    }

    @Test func aDeadlineExitsWith4AndRunsWhatWasDeferred() throws {
        let run = try PicketProcess.run(
            ["run", "-c", "defer print tidy\nsleep 2h", "--deadline", "1ms"])
        #expect(run.status == 4, "\(run.errors)")
        #expect(run.output == "tidy\n")
    }

    @Test func parametersTakeTheirDefaultsType() throws {
        let script = "param port = 5432\nparam name\nprint type($port), $port, $name"
        let good = try PicketProcess.run(["run", "-c", script, "port=99", "name=0123"])
        #expect(good.output == "integer 99 0123\n")
        for arguments in [["port=abc", "name=x"], ["name=x", "prot=1"], []] {
            let bad = try PicketProcess.run(["run", "-c", script] + arguments)
            #expect(bad.status == 2, "\(arguments)")
            #expect(bad.output.isEmpty)
        }
    }

    @Test func scriptHelpShowsTheParameters() throws {
        let run = try PicketProcess.run(["run", "scripts/runbooks/fleet.picket", "--help"])
        #expect(run.status == 0)
        #expect(run.output.contains("fleet"))
        #expect(run.output.contains("(default: 9342)"))
    }

    @Test func verboseShowsRequestsWithoutSecrets() throws {
        let script = "add a host=h port=1 user=u password=$(env(\"PW\"))"
        let run = try PicketProcess.run(
            ["run", "-v", "--platform", "local", "-c", script], environment: ["PW": "hunter2-secret"])
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.errors.contains("> POST https://127.0.0.1"))
        #expect(!run.errors.contains("hunter2-secret"))
    }

    @Test func formattingTwiceChangesNothing() throws {
        let once = try PicketProcess.run(["fmt", "-"], input: "let   x=1\nif $x==1 {\nprint   $x\n}\n")
        #expect(once.status == 0, "\(once.errors)")
        let twice = try PicketProcess.run(["fmt", "-"], input: once.output)
        #expect(twice.output == once.output)
        #expect(once.output.contains("    print $x"))
    }

    @Test func commandsAreListedForPeopleAndPrograms() throws {
        let text = try PicketProcess.run(["commands", "add"])
        #expect(text.output.contains("POST /ds-api/pool/pg-instances/NAME"))
        let json = try PicketProcess.run(["commands", "--format", "json"])
        let found = try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [[String: Any]]
        #expect((found?.count ?? 0) >= 12)
        let unknown = try PicketProcess.run(["commands", "ad"])
        #expect(unknown.status == 2)
    }

    @Test func anUnknownOptionIsAUsageError() throws {
        let run = try PicketProcess.run(["run", "--colour", "x"])
        #expect(run.status == 2)
        #expect(run.output.isEmpty)
    }
}
