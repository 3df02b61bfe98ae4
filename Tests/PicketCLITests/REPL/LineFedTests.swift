import Foundation
import Testing

/// `picket repl` without a terminal: a pipe or a file feeds it line by line.
@Suite struct LineFedTests {
    @Test func aDefOverSeveralLinesIsOnlyDefined() throws {
        let run = try PicketProcess.run(
            ["repl"],
            input: """
                def wipe(name,
                  other = [1,
                    2],
                ) {
                  print "executed $name"
                }
                def \\
                  sweep(
                ) { print "swept" }
                let map = {a: 1,
                  # a note
                  b: len([
                  1,
                  2])
                }
                print "$(len([1,
                2]))", $map.b
                """)
        #expect(run.output == "2 2\n", "\(run.errors)")
        #expect(run.status == 0)
    }

    @Test(arguments: [
        "def wipe(name) {\n  let = 1\nEXECUTED\n}", "if false {\n  print (1 1)\nEXECUTED\n}",
        "iff false {\nEXECUTED\n}",
        "if false\n{\nEXECUTED\n}", "for i on [] {\nEXECUTED\n}", "def wipe(name other) {\nEXECUTED\n}",
        "let text = \"\"\"\n \\q\nEXECUTED\n\"\"\"", "print \"a text\nEXECUTED\n\"", "if false {\n}}\nEXECUTED\n}",
        "if \"abc {\nEXECUTED\n}", "def wipe(name,", ":job for i on [] {\nEXECUTED\n}",
    ])
    func nothingRunsAfterABlockThatCannotBeRead(_ text: String) throws {
        let run = try PicketProcess.run(
            ["repl"], input: "print before\n" + text.replacing("EXECUTED", with: "print executed") + "\nprint after\n")
        #expect(run.output.hasPrefix("before\n") && !run.output.contains("executed"), "\(run.output)")
        #expect(!run.output.contains("after\n") && run.output.contains("the session ends here"), "\(run.output)")
        #expect(run.errors.contains("error["), "\(run.errors)")
        #expect(run.status == 2)
    }

    @Test func linesMayEndInCarriageReturnAndNewline() throws {
        let run = try PicketProcess.run(
            ["repl"], input: "print 1\r\nif true {\r\n  print \"two\"\r\n}\r\n:format json\r\nprint 3\r")
        #expect(
            run.output == "1\ntwo\nresponses are shown as JSON\n3\n" && run.status == 0, "\(run.output)\(run.errors)")
    }

    @Test func anUnknownWordOfOneLineEndsNothing() throws {
        let run = try PicketProcess.run(["repl"], input: "sohw\nif true { sohw }\nlet = 1\nprint after\n")
        #expect(run.output == "after\n" && run.status == 0, "\(run.errors)")
    }

    @Test(arguments: [
        ("sohw", 2), ("let = 1", 2), ("fail \"no\"", 1), ("expect 1 == 2", 1), ("check 1 == 2", 1), (":nothing", 1),
        ("while true { }", 4), (":help nothing", 1),
    ])
    func stopOnErrorEndsWithTheFirstError(_ line: String, _ status: Int) throws {
        let arguments = ["repl", "--stop-on-error", "--deadline", "200ms"]
        let run = try PicketProcess.run(arguments, input: "print before\n\(line)\nprint after\n")
        #expect(run.output.hasPrefix("before\n") && !run.output.contains("after"), "\(run.output)")
        #expect(Int(run.status) == status, "\(run.output) \(run.errors)")
        let harmless = try PicketProcess.run(
            ["repl", "--stop-on-error"], input: "try { fail \"no\" } catch { }\nprint after\n")
        #expect(harmless.output == "after\n" && harmless.status == 0)
    }

    @Test func helpListsFunctionsAndStatementsAndExplainsEach() throws {
        let run = try PicketProcess.run(["repl"], input: ":help\n:help len\n:help within\n")
        for name in ["json", "ensure", "unique", "retry"] { #expect(run.output.contains(name), "\(name)") }
        #expect(run.output.contains("len(") && run.status == 0)
    }

    // MARK: Signals

    /// A session whose input stays open.
    private final class Fed {
        let process = Process()
        private let input = Pipe()
        private let output = Pipe()
        private let errors = Pipe()

        init(_ arguments: [String]) throws {
            process.executableURL = Project.program("picket")
            process.arguments = ["repl"] + arguments
            process.environment = ["PATH": "/usr/bin:/bin", "HOME": "/nonexistent"]
            process.standardInput = input
            process.standardOutput = output
            process.standardError = errors
            try process.run()
        }

        func feed(_ text: String) throws { try input.fileHandleForWriting.write(contentsOf: Data(text.utf8)) }

        /// Waits until the standard error has shown a text.
        func waitForError(_ text: String) { wait(for: text, errors) }

        func waitForOutput(_ text: String) { wait(for: text, output) }

        private func wait(for text: String, _ pipe: Pipe) {
            var shown = ""
            while !shown.contains(text) {
                let piece = pipe.fileHandleForReading.availableData
                if piece.isEmpty { return }
                shown += String(decoding: piece, as: UTF8.self)
            }
        }

        /// The exit status as a shell shows it, and the rest of the output. The input is still open.
        func end() throws -> (status: Int32, output: String) {
            let rest = try output.fileHandleForReading.readToEnd() ?? Data()
            process.waitUntilExit()
            let status = process.terminationReason == .exit ? 0 : Int32(128)
            return (status + process.terminationStatus, String(decoding: rest, as: UTF8.self))
        }
    }

    @Test(.timeLimit(.minutes(1)), arguments: [SIGTERM, SIGINT, SIGHUP])
    func aSignalEndsASessionThatWaitsForALine(_ signal: Int32) throws {
        let session = try Fed([])
        try session.feed("print ready\n")
        session.waitForOutput("ready\n")
        kill(session.process.processIdentifier, signal)
        #expect(try session.end().status == 128 + signal)
    }

    @Test(.timeLimit(.minutes(1)), arguments: [SIGTERM, SIGINT, SIGHUP])
    func nothingBeginsAfterASignal(_ signal: Int32) throws {
        let session = try Fed(["--platform", "local", "-v"])
        try session.feed("defer { sleep 50ms; print deferred }; ping; sleep 1h\nremove web\nprint second\n")
        session.waitForError("> GET")
        kill(session.process.processIdentifier, signal)
        let (status, output) = try session.end()
        #expect(status == 128 + signal)
        #expect(output.contains("deferred") && !output.contains("second") && !output.contains("DELETE"), "\(output)")
    }

    @Test(.timeLimit(.minutes(1))) func aSignalEndsThePauseOfAWatch() throws {
        let session = try Fed(["--platform", "local", "-v"])
        try session.feed(":watch 1h ping\nprint second\n")
        session.waitForError("< 200")
        kill(session.process.processIdentifier, SIGTERM)
        let (status, output) = try session.end()
        #expect(status == 143 && !output.contains("second"))
    }

    @Test func aScriptFromAClosedInputIsOneSentence() throws {
        let process = Process()
        let errors = Pipe()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", "exec \"$@\" <&-", "sh", Project.program("picket").path(), "run", "-"]
        process.environment = ["PATH": "/usr/bin:/bin", "HOME": "/nonexistent"]
        process.standardError = errors
        try process.run()
        let text = String(decoding: try errors.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        process.waitUntilExit()
        #expect(process.terminationStatus == 2)
        #expect(text == "picket: standard input is closed: there is no script to read\n")
    }

    @Test(arguments: [
        ("<&-", "standard input is closed"), ("0>/dev/null", "standard input cannot be read"),
        ("< /", "standard input is a folder"),
    ])
    func anInputThatHasNoLinesIsOneSentence(_ redirection: String, _ sentence: String) throws {
        let process = Process()
        let errors = Pipe()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", "exec \"$@\" \(redirection)", "sh", Project.program("picket").path(), "repl"]
        process.environment = ["PATH": "/usr/bin:/bin", "HOME": "/nonexistent"]
        process.standardError = errors
        try process.run()
        let text = String(decoding: try errors.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        process.waitUntilExit()
        #expect(process.terminationStatus == 2)
        #expect(text.contains(sentence) && text.split(separator: "\n").count == 1, "\(text)")
    }
}
