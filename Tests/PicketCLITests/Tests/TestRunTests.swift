import Foundation
import Testing

/// What a test run says, and what it does with tests that cannot begin.
@Suite(.timeLimit(.minutes(5))) struct TestRunTests {
    private static let nowhere = "--platform http://127.0.0.1:1 --retries 0"

    // MARK: Output

    /// R10
    @Test func quietShowsFailuresAndNothingElse() throws {
        let suite = try TestSuiteFolder([
            "a.picket":
                "test \"good\" { print loud }\ntest \"bad\" { print why; expect 1 == 2 }\ntest \"no\" { skip \"x\" }\n"
        ])
        let run = try suite.picket("test a.picket -q")
        #expect(run.status == 1 && run.output == "loud\n", "\(run.output)")
        #expect(run.errors.hasPrefix("FAILED   a.picket: bad"), "\(run.errors)")
        for text in ["good", "skipped", "passed", "loud", "in 1"] {
            #expect(!run.errors.contains(text), "\(run.errors)")
        }
        #expect(run.errors.contains("error[expectation-failed]") && run.errors.contains("  | why"), "\(run.errors)")
        #expect(try suite.picket("test a.picket -q --name good").errors.isEmpty)
    }

    /// R34
    @Test func whatATestPrintsIsShownWithItsFailure() throws {
        let suite = try TestSuiteFolder([
            "a.picket": """
            print early
            test "good" { print "of good" }
            test "bad" { step "inner" { print "of bad"; print "two\\nlines" }; expect 1 == 2 }

            """
        ])
        let run = try suite.picket("test a.picket")
        #expect(run.output == "early\nof good\n", "\(run.output)")
        #expect(!run.errors.contains("of good") && !run.errors.contains("early"), "\(run.errors)")
        let merged = try suite.merged("test a.picket").components(separatedBy: "\n")
        #expect(
            merged.prefix(2) == ["early", "of good"] && merged[2].hasPrefix("passed   a.picket: good"), "\(merged)")
        #expect(run.errors.contains("printed:\n  | of bad\n  | two\n  | lines\n"), "\(run.errors)")
        let verbose = try suite.picket("test a.picket -v")
        #expect(verbose.output == "early\nof good\nof bad\ntwo\nlines\n", "\(verbose.output)")
        try suite.write("b.picket", "print early\nfail \"no\"\ntest \"b\" { expect 1 == 1 }\n")
        let setUp = try suite.picket("test b.picket")
        #expect(setUp.output.isEmpty && setUp.errors.contains("printed:\n  | early\n"), "\(setUp.errors)")
    }

    /// R14
    @Test func aLineAppearsWhenATestEnds() throws {
        let workshop = try Workshop()
        try workshop.write("test \"first\" { expect 1 == 1 }\ntest \"second\" { sleep 1h }\n", to: "a.picket")
        let run = try workshop.start("exec \"$PICKET\" test a.picket 2>&1")
        #expect(run.waitForText("passed   a.picket: first"))
        run.signal(SIGTERM)
        #expect(run.end() == 143)
    }

    /// U23
    @Test func aFailureNamesItsSteps() throws {
        let script = "step \"load\" { step \"inner\" { expect 1 == 2 } }\n"
        let suite = try TestSuiteFolder([
            "a.picket": script, "t.picket": "test \"x\" {\n\(script)}\n",
            "b.picket": "step \"load\" { }\nfail \"later\"\n",
            "c.picket": "try { step \"lost\" { fail \"x\" } } catch { }\nfail \"later\"\n",
            "d.picket": "step \"checks\" { check 1 == 2 }\n",
        ])
        for words in ["run a.picket", "test t.picket"] {
            let run = try suite.picket(words)
            #expect(run.errors.contains("in step `load` / `inner`"), "\(run.errors)")
        }
        #expect(try !suite.picket("run b.picket").errors.contains("in step"))
        #expect(try !suite.picket("run c.picket").errors.contains("in step"))
        #expect(try suite.picket("run d.picket").errors.contains("in step `checks`"))
        #expect(try suite.picket("run a.picket -v").errors.contains("* step load\n"))
    }

    /// R44: a name cannot look like another line.
    @Test func namesAreShownInOneLine() throws {
        let suite = try TestSuiteFolder(["a\nb.picket": "test \"x\\u{1B}[31m\" { expect 1 == 1 }\n"])
        let run = try suite.picket("test .")
        #expect(run.errors.contains("passed   a\u{240A}b.picket: x\u{241B}[31m"), "\(run.errors)")
    }

    @Test func failuresAreNamedOnceMoreInTheEndAndTheSlowestOnRequest() throws {
        let suite = try TestSuiteFolder([
            "a.picket": "test \"one\" { fail \"x\" }\ntest \"two\" { sleep 30ms }\n",
            "b.picket": "test \"three\" { fail \"y\" }\n",
        ])
        let run = try suite.picket("test . --slowest 1")
        let end = run.errors.components(separatedBy: "slowest:\n").last ?? ""
        #expect(end.hasPrefix("  3") && end.contains("a.picket: two\n"), "\(run.errors)")
        #expect(end.contains("  FAILED  a.picket: one (line 1)\n  FAILED  b.picket: three (line 1)\n"), "\(run.errors)")
    }

    // MARK: Statuses (R13)

    @Test func whatIsNotATestsOwnIsAnError() throws {
        let suite = try TestSuiteFolder([
            "lost.picket": "test \"lost\" { ping }\n", "set-up.picket": "ping\ntest \"waits\" { expect 1 == 1 }\n",
            "own.picket": "test \"own\" { expect 1 == 2 }\n", "late.picket": "test \"late\" timeout=1ms { sleep 1h }\n",
            "expects.picket": "test \"expects\" { ping\nexpect not error }\n",
        ])
        func errors(_ words: String) throws -> (status: Int32, errors: Int, failures: Int) {
            let run = try suite.picket("test \(words) \(Self.nowhere) --report-junit -")
            return (
                run.status, run.output.matches(of: #/<error /#).count, run.output.matches(of: #/<failure /#).count
            )
        }
        #expect(try errors("lost.picket") == (3, 1, 0))
        #expect(try errors("expects.picket") == (3, 1, 0))
        #expect(try errors("set-up.picket") == (3, 2, 0))
        #expect(try errors("own.picket") == (1, 0, 1))
        #expect(try errors("own.picket lost.picket") == (1, 1, 1))
        #expect(try errors("late.picket") == (1, 0, 1))
        let run = try suite.picket("test . \(Self.nowhere) --report-junit -")
        #expect(
            run.output.contains("<testsuites name=\"picket test\" tests=\"6\" failures=\"2\" errors=\"4\""),
            "\(run.output)")
    }

    // MARK: Not run (R15)

    private static let three = [
        "a.picket": "test \"a1\" { expect 1 == 1 }\ntest \"a2\" { fail \"x\" }\ntest \"a3\" { expect 1 == 1 }\n",
        "b.picket": "test \"b1\" { expect 1 == 1 }\ntest \"b2\" { fail \"y\" }\n",
        "c.picket": "test \"c1\" { fail \"z\" }\n",
    ]

    private func skipped(_ run: PicketProcess) -> [String] {
        run.errors.matches(of: #/skipped  \S+: (\S+) \(not run\)/#).map { String($0.1) }
    }

    @Test func allSelectedTestsStandInEveryReport() throws {
        let suite = try TestSuiteFolder(Self.three)
        for (words, names) in [
            ("--fail-fast", ["a3", "b1", "b2", "c1"]), ("--max-fail 1", ["a3", "b1", "b2", "c1"]),
            ("--max-fail 2", ["c1"]), ("--max-fail 9", []), ("--fail-fast --name *1", []),
        ] {
            let reports = ["junit", "tap", "json", "jsonl", "html"].map { "--report-\($0) \($0)" }.joined(
                separator: " ")
            let run = try suite.picket("test . \(words) \(reports)")
            #expect(run.status == 1, "\(run.errors)")
            #expect(skipped(run) == names, "\(words): \(run.errors)")
            for report in ["junit", "tap", "json", "jsonl", "html"] {
                for name in names { #expect(suite.text(report).contains(name), "\(report) \(words) \(name)") }
            }
            #expect(suite.text("junit").matches(of: #/<skipped message="not run"/#).count == names.count)
            #expect(suite.text("jsonl").matches(of: #/"reason":"not run"/#).count == names.count)
        }
    }

    @Test func anInterruptedRunTellsWhatDidNotBegin() throws {
        let workshop = try Workshop()
        try workshop.write(
            "test \"first\" { expect 1 == 1 }\ntest \"second\" { sleep 1h }\ntest \"third\" { expect 1 == 1 }\n",
            to: "a.picket")
        try workshop.write("test \"fourth\" { expect 1 == 1 }\n", to: "b.picket")
        let run = try workshop.start("exec \"$PICKET\" test . --report-junit x --report-tap t --report-json j 2>&1")
        #expect(run.waitForText("a.picket: first"))
        run.signal(SIGINT)
        #expect(run.end() == 130)
        let junit = try workshop.text("x")
        #expect(junit.contains("tests=\"4\" failures=\"0\" errors=\"1\""), "\(junit)")
        #expect(junit.matches(of: #/<skipped message="not run"/#).count == 2, "\(junit)")
        #expect(!junit.contains("set-up failed"), "\(junit)")
        #expect(try workshop.text("t").contains("ok 4 - b.picket: fourth # SKIP not run"))
        #expect(try workshop.text("j").contains("\"exitStatus\": 130"))
    }

    @Test func aRefusedLoginLeavesTheRestNotRun() throws {
        let server = try LoginServer(letsIn: false)
        let home = try SettingsHome()
        let files = ["a", "b"].map { name in
            home.file("\(name).picket", "test \"\(name)1\" { show x }\ntest \"\(name)2\" { show x }\n")
        }
        let run = try home.picket(
            ["test"] + files + [
                "--platform", server.url, "--user", "u", "--password-env", "PW", "--report-junit", "-",
            ],
            ["PW": "wrong-password"])
        #expect(run.status == 3 && server.requests.count == 1, "\(run.errors)")
        #expect(skipped(run) == ["a2", "b1", "b2"], "\(run.errors)")
        #expect(run.output.contains("tests=\"4\" failures=\"0\" errors=\"1\""), "\(run.output)")
        #expect(!run.errors.contains("set-up failed"), "\(run.errors)")
    }

    // MARK: The deadline is the run's (R12)

    @Test func theDeadlineBoundsAllFiles() throws {
        let slow = "defer print tidy\nsleep 300ms\nprint done\n"
        let suite = try TestSuiteFolder([
            "1.picket": slow, "2.picket": slow, "3.picket": slow, "t/1.picket": "test \"t1\" { expect 1 == 1 }\n",
            "t/2.picket": "test \"t2\" { sleep 1h }\n", "t/3.picket": "test \"t3\" { expect 1 == 1 }\n",
        ])
        for more in ["", " --continue-on-error"] {
            let run = try suite.picket("run 1.picket 2.picket 3.picket --deadline 500ms\(more)")
            #expect(run.status == 4, "\(run.errors)")
            #expect(run.output.matches(of: #/done/#).count < 2, "\(run.output)")
            #expect(run.errors.matches(of: #/error\[deadline\]/#).count == 1, "\(run.errors)")
        }
        let test = try suite.picket("test t --deadline 500ms --report-junit x")
        #expect(test.status == 4, "\(test.errors)")
        #expect(skipped(test) == ["t3"], "\(test.errors)")
        #expect(suite.text("x").contains("tests=\"3\" failures=\"0\" errors=\"1\""), "\(suite.text("x"))")
    }

    // MARK: `use` (R20)

    @Test(arguments: ["test", "run"]) func useInATestIsInForceInThatTest(_ command: String) throws {
        let suite = try TestSuiteFolder([
            "a.picket": """
            test "one" { use "http://127.0.0.1:2"; ping; expect error contains "127.0.0.1:2" }
            test "two" { ping; expect error contains "127.0.0.1:1" }
            test "three" { for i in 1..2 parallel 2 { use "http://127.0.0.1:3" } ; ping; expect error contains "127.0.0.1:1" }
            ping
            expect error contains "127.0.0.1:1"
            use "http://127.0.0.1:4"
            test "four" { ping; expect error contains "127.0.0.1:4" }

            """, "b.picket": "test \"last\" { use \"http://127.0.0.1:2\" }\n",
            "c.picket": "ping\nexpect error contains \"127.0.0.1:1\"\n",
        ])
        let run = try suite.picket("\(command) a.picket \(Self.nowhere)")
        #expect(run.status == 0, "\(run.errors)")
        if command == "run" { #expect(try suite.picket("run b.picket c.picket \(Self.nowhere)").status == 0) }
    }
}
