import Foundation
import Testing

/// The reports that the program writes.
@Suite(.timeLimit(.minutes(5))) struct ReportTests {
    private struct Written: Decodable {
        struct File: Decodable { var cases: [Case] }
        struct Case: Decodable { var failures: [Failure]? }
        struct Failure: Decodable {
            var expected: String?
            var actual: String?
            var differences: [Difference]?
            var notes: [Note]?
        }
        struct Difference: Decodable, Equatable {
            var path: String
            var expected: String?
            var actual: String?
        }
        struct Note: Decodable { var message: String }
        var files: [File]
    }

    /// JSON, HTML, JUnit and TAP have the paths and sides of a difference as they are, whatever stands in them.
    @Test func aDifferenceKeepsItsPathAndItsSides() throws {
        let workshop = try Workshop()
        try workshop.write(
            """
            test t {
                check {name: "x: - y"} == {name: "z: + a"} because "actual:   nothing"
                check {": •••": 1, "": {"a.b": 1}} == {": •••": 2, "": {"a.b": 2}}
            }
            """, to: "a.picket")
        let run = try workshop.run(
            "\"$PICKET\" test a.picket --report-json j --report-html h --report-junit x --report-tap t")
        #expect(run.status == 1, "\(run.errors)")
        let report = try JSONDecoder().decode(Written.self, from: Data(try workshop.text("j").utf8))
        let failures = report.files.flatMap(\.cases).flatMap { $0.failures ?? [] }
        #expect(
            failures.map(\.differences) == [
                [.init(path: "name", expected: "\"z: + a\"", actual: "\"x: - y\"")],
                [
                    .init(path: "[\": •••\"]", expected: "2", actual: "1"),
                    .init(path: "[\"\"][\"a.b\"]", expected: "2", actual: "1"),
                ],
            ])
        #expect(failures.first?.expected == "{name: \"z: + a\"} (map)")
        #expect(failures.first?.actual == "{name: \"x: - y\"} (map)")
        #expect(failures.first?.notes?.map(\.message) == ["because actual:   nothing"])
        let page = try workshop.text("h")
        #expect(
            page.contains(
                "<td>name</td><td class=\"expected\">&quot;z: + a&quot;</td><td class=\"actual\">&quot;x: - y&quot;</td>"
            ))
        #expect(page.contains("<td>[&quot;&quot;][&quot;a.b&quot;]</td>"))
        #expect(page.contains("<p class=\"because\">because actual:   nothing</p>"))
        #expect(try workshop.text("x").contains("note:   name: - &quot;z: + a&quot;"))
        #expect(try workshop.text("t").contains("  actual: \"{name: \\\"x: - y\\\"} (map)\""))
    }

    // MARK: What was done

    /// Each change by its connection, with its fields and its step.
    @Test(arguments: ["run", "test"])
    func theJSONReportHasEachChangeByName(_ command: String) throws {
        let workshop = try Workshop()
        let lines = """
            step "make" { ensure a host=h port=1 user=u password=pw }
            ensure a host=h port=2 user=u password=pw
            ensure a host=h port=2 user=u password=pw
            remove a
            try { update b port=1 } catch { }
            """
        let text = command == "test" ? "test t {\n\(lines)\n}\n" : lines
        try workshop.write(text, to: "a.picket")
        let run = try workshop.run("\"$PICKET\" \(command) a.picket --platform local --report-json j")
        #expect(run.status == 0, "\(run.errors)")
        struct Report: Decodable {
            struct Change: Decodable, Equatable {
                var name: String
                var change: String
                var fields: [String]?
                var step: String?
            }

            var changes: [Change]
        }
        let report = try JSONDecoder().decode(Report.self, from: Data(try workshop.text("j").utf8))
        #expect(
            report.changes == [
                .init(name: "a", change: "created", step: "make"),
                .init(name: "a", change: "updated", fields: ["port"]), .init(name: "a", change: "unchanged"),
                .init(name: "a", change: "deleted"), .init(name: "b", change: "failed"),
            ])
    }

    // MARK: What was lost (R3)

    @Test(arguments: ["> /dev/full", "--report-json /dev/full", "--report-json - > /dev/full"])
    func nothingPassedWhoseOutputWasLost(_ rest: String) throws {
        let workshop = try Workshop()
        try workshop.write("print x\ntest t { print y }\n", to: "a.picket")
        let run = try workshop.run("\"$PICKET\" test a.picket \(rest)")
        #expect(run.status == 1)
        let last = run.errors.split(separator: "\n").last ?? ""
        #expect(last.hasPrefix("output was lost: 1 test in "), "\(run.errors)")
    }

    @Test(arguments: ["run", "plan"], ["> /dev/full", "--report-json /dev/full", "--report-json - > /dev/full"])
    func nothingIsOkWhoseOutputWasLost(_ command: String, _ rest: String) throws {
        let workshop = try Workshop()
        try workshop.write("show a\nexpect status 404\nprint x\n", to: "a.picket")
        let run = try workshop.run("\"$PICKET\" \(command) a.picket --platform local \(rest)")
        #expect(run.status == 1)
        #expect(run.errors.contains("picket: failed: 1 script, "), "\(run.errors)")
        #expect(!run.errors.contains("picket: ok"), "\(run.errors)")
    }

    // MARK: Missing answers

    @Test(arguments: [
        ("ping\nexpect not error", 3), ("ping\ncheck not error", 3), ("ping\nexpect error == null", 3),
        ("for n in 1..2 parallel 2 { ping\nexpect not error }", 3), ("try { ping } catch { expect status 200 }", 3),
        ("ping\ncheck not error\ncheck 1 == 2", 1), ("ping\nexpect error contains \"no such reason\"", 1),
        ("try { ping } catch { expect 1 == 2 }", 1),
    ])
    func anExpectationThatLacksAnAnswerIsNoFailureOfItsOwn(_ script: String, _ status: Int32) throws {
        let workshop = try Workshop()
        try workshop.write(script + "\n", to: "a.picket")
        let run = try workshop.run("\"$PICKET\" run a.picket --platform http://127.0.0.1:1")
        #expect(run.status == status, "\(run.errors)")
    }

    @Test(arguments: [
        ("test a { ping\nexpect not error }\ntest b { ping }", 3), ("test a { ping }\ntest b { expect 1 == 2 }", 1),
        ("test a { expect 1 == 2 }\ntest b { ping }", 1), ("test a { ping\ncheck not error\ncheck 1 == 2 }", 1),
    ])
    func testsThatOnlyLackAnswersEndWithThree(_ script: String, _ status: Int32) throws {
        let workshop = try Workshop()
        try workshop.write(script + "\n", to: "a.picket")
        let run = try workshop.run("\"$PICKET\" test a.picket --platform http://127.0.0.1:1")
        #expect(run.status == status, "\(run.errors)")
    }

    // MARK: Causes

    /// A deferred command that the journal does not allow either is told below the trouble that it comes from.
    @Test func journalTroubleThatFollowsIsToldBelowItsCause() throws {
        let workshop = try Workshop()
        try workshop.write(
            """
            defer show a
            secret pw = env("PW")
            add a host=h port=1 user=u password=$pw
            fail "stopped"
            """, to: "a.picket")
        let options = "a.picket --platform local --store s"
        let first = try workshop.run("PW=first-password \"$PICKET\" run \(options) --journal j")
        #expect(first.status == 1, "\(first.errors)")
        let run = try workshop.run("PW=other-password \"$PICKET\" run \(options) --resume j")
        let messages = run.errors.split(separator: "\n").filter { $0.hasPrefix("error[") }
        #expect(messages.count == 2, "\(run.errors)")
        #expect(messages.first?.contains("the secret `pw` has another value") == true, "\(run.errors)")
        #expect(messages.last?.contains("nothing more is sent") == true, "\(run.errors)")
    }
}
