import Testing

/// Data comes through standard input where it is not the script, and what fails first is told first.
@Suite struct DataInputTests {
    @Test func standardInputIsData() throws {
        let script = "print csv(\"-\"); print csv(\"/dev/stdin\", types = false); print len(lines(\"-\"))"
        let run = try PicketProcess.run(["run", "-c", script], input: "a,b\n1,2\n\"3\",x\n")
        #expect(
            run.output == "[{a: 1, b: 2}, {a: \"3\", b: x}]\n[{a: \"1\", b: \"2\"}, {a: \"3\", b: x}]\n3\n",
            "\(run.errors)")
        #expect(run.status == 0)
    }

    @Test func aScriptOfStandardInputHasNoDataThere() throws {
        let run = try PicketProcess.run(["run", "-"], input: "print csv(\"-\")\n")
        #expect(run.status == 1)
        #expect(run.errors.contains("cannot read `-`: standard input is the script itself"), "\(run.errors)")
    }

    @Test func theCauseStandsBeforeWhatFailedAfterIt() throws {
        for script in [
            "defer { fail \"second\" }\nfail \"first\"", "try { fail \"first\" } finally { fail \"second\" }",
            "def f() { defer { fail \"second\" }; fail \"first\" }\nf",
        ] {
            let run = try PicketProcess.run(["run", "-c", script])
            let first = try #require(run.errors.firstRange(of: "]: first"), "\(run.errors)")
            let second = try #require(run.errors.firstRange(of: "]: second"), "\(run.errors)")
            #expect(first.lowerBound < second.lowerBound, "\(script)")
            #expect(run.status == 1)
        }
    }

    /// A failure that `catch` has is no cause: what failed after it is told where it happened.
    @Test func whatIsCaughtIsNoCause() throws {
        let script = "try { defer { fail \"second\" }; fail \"first\" } catch p { print $p.message }\nprint end"
        let run = try PicketProcess.run(["run", "-c", script])
        #expect(run.output == "first\nend\n")
        #expect(run.errors.contains("]: second"))
    }

    @Test func theCodeIsListedForDevelopers() throws {
        let run = try PicketProcess.run(["check", "--code", "-"], input: "print 1\n")
        #expect(run.status == 0)
        #expect(run.output.contains("loadInteger"), "\(run.errors)")
        let help = try PicketProcess.run(["check", "--help"])
        #expect(!help.output.contains("--code"))
    }
}
