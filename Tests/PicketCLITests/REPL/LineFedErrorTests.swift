import Foundation
import Testing

/// The errors of a session without a terminal that are not those of a line alone.
@Suite struct LineFedErrorTests {
    @Test(arguments: [
        (":watch 1ms 2 check 1 == 2", 1), (":job sohw", 2), (":output /dev/full\nprint lost", 1),
    ])
    func theyEndWithStopOnError(_ line: String, _ status: Int) throws {
        let run = try PicketProcess.run(
            ["repl", "--stop-on-error"], input: "print before\n\(line)\nprint after\n")
        #expect(run.output.hasPrefix("before\n") && !run.output.contains("after"), "\(run.output)")
        #expect(Int(run.status) == status, "\(run.output) \(run.errors)")
    }

    @Test(arguments: [(":job fail 'no'", 1), (":job exit 3", 3), (":job check 1 == 2", 1)])
    func theErrorOfAJobIsTheStatus(_ line: String, _ status: Int) throws {
        let run = try PicketProcess.run(["repl", "--stop-on-error"], input: line + "\n")
        #expect(Int(run.status) == status, "\(run.output) \(run.errors)")
    }

    /// The names of parameters are no secrets, wherever they stand; what stands beside them may be one.
    @Test(arguments: ["repl", "run -"]) func aMisplacedNameIsReadable(_ command: String) throws {
        let run = try PicketProcess.run(
            command.split(separator: " ").map(String.init), input: "add sales host pg-one password pg-two\n")
        let text = run.output + run.errors
        #expect(text.contains("`add` needs `host`, `port`, `user` and `password`"), "\(text)")
        #expect(text.contains("add sales host ••• password •••") && !text.contains("pg-"), "\(text)")
    }

    @Test func aHandledErrorOfAJobIsNone() throws {
        let job = ":job try { fail 'no' } catch { print handled }\n"
        let run = try PicketProcess.run(["repl", "--stop-on-error"], input: job)
        #expect(run.status == 0 && run.output.contains("handled"), "\(run.output) \(run.errors)")
    }

    @Test func outputThatAFileHasLostIsTheStatus() throws {
        let run = try PicketProcess.run(["repl"], input: ":output /dev/full\nprint lost\nprint after\n")
        #expect(run.status == 1 && run.output.hasSuffix("lost\nafter\n"), "\(run.output)\(run.errors)")
        let kept = try PicketProcess.run(["repl"], input: ":output /dev/null\nprint lost\n")
        #expect(kept.status == 0, "\(kept.output)\(kept.errors)")
    }

    @Test func outputThatADeletedFileHasLostIsTheStatus() throws {
        let shop = try Workshop()
        let run = try PicketProcess.run(
            ["repl"], in: shop.folder, input: ":output o.txt\nprint one\n:!rm o.txt\nprint two\nprint three\n")
        let message = "`o.txt` was deleted, and what was written to it is lost. Output goes to the screen again."
        #expect(run.status == 1 && run.output.hasSuffix("\(message)\ntwo\nthree\n"), "\(run.output)\(run.errors)")
    }

    /// A curl script that cannot be written is told at the first request, once, and again at the end.
    @Test func aCurlScriptThatCannotBeWrittenIsToldAtOnce() throws {
        let run = try PicketProcess.run(
            ["repl", "--platform", "local", "--curl", "/dev/full"], input: "ping\nping\nprint 2\n")
        let reason = "no space left on device"
        let lines = run.errors.split(separator: "\n").map(String.init)
        #expect(lines.first == "picket: warning: cannot write `/dev/full`: \(reason), so it will not be complete")
        #expect(lines.last == "picket: `/dev/full` is not complete: \(reason)", "\(run.errors)")
        #expect(run.status == 1 && lines.count { $0.contains("/dev/full") } == 2, "\(run.errors)")
    }

    @Test func anExistingJournalLeavesTheCurlScript() throws {
        let shop = try Workshop()
        try shop.write("kept\n", to: "c.sh")
        try shop.write("{}\n", to: "j")
        let run = try PicketProcess.run(
            ["repl", "--curl", "c.sh", "--journal", "j"], in: shop.folder, input: "print 1\n")
        #expect(run.status == 2 && run.errors.contains("`j` already exists"), "\(run.errors)")
        #expect(try shop.text("c.sh") == "kept\n")
    }

    /// U+212A is another letter than K, which Swift takes for the same.
    @Test func theNameOfAParameterIsItsBytes() throws {
        let shop = try Workshop()
        try shop.write("param K = 1\nprint $K\n", to: "s.picket")
        let run = try PicketProcess.run(
            ["repl"], in: shop.folder, input: ":source s.picket \u{212A}=2\n:source s.picket K=3\n")
        #expect(run.output.hasSuffix("3\n") && !run.output.contains("2\n"), "\(run.output)\(run.errors)")
        #expect(run.output.hasPrefix("error: "), "\(run.output)")
    }
}
