import Foundation
import Testing

/// The report files of a run.
@Suite struct TestReportFileTests {
    private static let script = """
        test "a" { expect 1 == 1 }
        test "b" { check 1 == 2 because "sums \\"hold\\""; check 1 == 3 }

        """

    /// R26: nothing is found out after everything was sent.
    @Test func aReportThatCannotBeWrittenIsRefusedBeforeTheRun() throws {
        let suite = try TestSuiteFolder(["a.picket": "print sent\n", "t.picket": Self.script, "d/x": ""])
        for report in ["junit", "tap", "json", "html", "jsonl"] {
            for path in ["a.picket/x", "d", "/proc/nothing/x", "/dev/null/x"] {
                let run = try suite.picket("run a.picket --report-\(report) \(path)")
                #expect(run.status == 2 && run.output.isEmpty, "\(run.errors)")
                #expect(run.errors.contains("`--report-\(report)`: cannot write `\(path)`"), "\(run.errors)")
            }
        }
        let curl = try suite.picket("run a.picket --curl a.picket/x")
        #expect(curl.status == 2 && curl.errors.contains("`--curl`: cannot write"), "\(curl.errors)")
    }

    @Test func aMissingFolderOfAReportIsMade() throws {
        let suite = try TestSuiteFolder(["t.picket": Self.script])
        let run = try suite.picket("test t.picket --report-junit new/deep/x --report-json new/j --report-jsonl lines/l")
        #expect(run.status == 1 && !run.errors.contains("cannot write"), "\(run.errors)")
        for name in ["new/deep/x", "new/j", "lines/l"] { #expect(!suite.text(name).isEmpty, "\(name)") }
        // A link leads to a file in a folder that is not there yet.
        try FileManager.default.createSymbolicLink(
            atPath: suite.folder.path() + "/link", withDestinationPath: "behind/links/tap")
        let linked = try suite.picket("test t.picket --report-tap link")
        #expect(!linked.errors.contains("cannot write"), "\(linked.errors)")
        #expect(suite.text("behind/links/tap").hasPrefix("TAP"))
        // Two reports of one file, in a folder that is not there yet.
        let twice = try suite.picket("test t.picket --report-junit far/x --report-json ./far/x")
        #expect(twice.status == 2 && twice.errors.contains("write one file"), "\(twice.errors)")
    }

    /// R18
    @Test func tapIsVersion13UnlessTheOtherIsAskedFor() throws {
        let suite = try TestSuiteFolder(["t.picket": Self.script])
        let usual = try suite.picket("test t.picket --report-tap -").output
        #expect(usual.hasPrefix("TAP version 13\n1..2\n"), "\(usual)")
        #expect(usual.contains("  because: \"sums \\\"hold\\\"\"\n  expected: \"2 (integer)\"\n"), "\(usual)")
        #expect(try suite.picket("test t.picket --report-tap - --tap-version 14").output.hasPrefix("TAP version 14\n"))
        let variable = try suite.picket("test t.picket --report-tap -", ["PICKET_TAP_VERSION": "14"])
        #expect(variable.output.hasPrefix("TAP version 14\n"))
        #expect(try suite.picket("test t.picket --report-tap - --tap-version 15").status == 2)
    }

    /// R30
    @Test func aCaseOfJUnitHasOneFailureWithFileAndLine() throws {
        let suite = try TestSuiteFolder(["s/t.picket": Self.script, "s/u.picket": "test \"u\" { sleep 20ms }\n"])
        let run = try suite.picket("test s --report-junit -")
        #expect(run.output.contains("<testcase name=\"b\" classname=\"t\" time="), "\(run.output)")
        #expect(run.output.contains(" file=\"s/t.picket\" line=\"2\">"), "\(run.output)")
        #expect(run.output.matches(of: #/<failure /#).count == 1, "\(run.output)")
        #expect(run.output.contains("(and 1 more)") && run.output.contains("1 == 3"), "\(run.output)")
        // Each suite has the moment at which it began.
        let slow = try suite.picket("test s/u.picket s/t.picket --report-junit -").output
        let times = slow.matches(of: #/timestamp="([^"]*)"/#).map { String($0.1) }
        #expect(times.count == 2 && times[0] < times[1], "\(times)")
    }

    /// R30: also the run of a file, and what stands before its tests, are cases with a file and a line.
    @Test func eachCaseOfJUnitHasFileAndLine() throws {
        let suite = try TestSuiteFolder([
            "s/t.picket": "expect 1 == 2\ntest \"never\" { }\n", "s/u.picket": "print 1\n",
        ])
        for command in ["test s/t.picket", "run s/u.picket"] {
            let run = try suite.picket("\(command) --report-junit -")
            let (cases, places) = (
                run.output.matches(of: #/<testcase /#), run.output.matches(of: #/ file="[^"]+" line="\d+"/#)
            )
            #expect(!cases.isEmpty && cases.count == places.count, "\(run.output)")
        }
    }

    /// R31
    @Test func jsonSaysHowTheRunEnded() throws {
        let suite = try TestSuiteFolder(["t.picket": Self.script, "good.picket": "test \"g\" { expect 1 == 1 }\n"])
        let run = try suite.picket("test . --report-json j --report-jsonl l")
        #expect(run.status == 1)
        #expect(suite.text("j").contains("\"outcome\": \"failure\",\n \"exitStatus\": 1,"), "\(suite.text("j"))")
        let lines = suite.text("l").split(separator: "\n")
        let ends = lines.filter { $0.contains("\"file-ended\"") }
        #expect(ends.count == 2 && ends[0].contains("\"outcome\":\"success\""), "\(ends)")
        #expect(ends.count == 2 && ends[1].contains("\"outcome\":\"failure\""), "\(ends)")
        #expect(lines.last?.contains("\"outcome\":\"failure\",\"exitStatus\":1") == true, "\(lines)")
        _ = try suite.picket("test good.picket --report-json j")
        #expect(suite.text("j").contains("\"outcome\": \"success\",\n \"exitStatus\": 0,"))
    }
}
