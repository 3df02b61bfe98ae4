import Foundation
import TerminalHarness
import Testing

/// What each signal does in each state is what the table of docs/ARCHITECTURE.md says, word for word.
@Suite struct SignalTableTests {
    /// The rows of the table.
    enum State: String, CaseIterable {
        case prompt, question
        case hiddenQuestion = "hidden question"
        case line, job, watch, editor, pager
        case lineFed = "line-fed session"
        case run, test

        /// Whether a program that the user chose has the terminal.
        var isOfAnotherProgram: Bool { self == .editor || self == .pager }
        /// Whether a prompt is there to come back to.
        var hasPrompt: Bool { ![.lineFed, .run, .test].contains(self) }
    }

    /// The columns of the table.
    enum Column: String, CaseIterable {
        case interrupt = "INT"
        case secondInterrupt = "second INT"
        case hangup = "HUP"
        case terminate = "TERM"
        case quit = "QUIT"
        case stop = "TSTP, CONT"
    }

    /// The cells of the page by state and column.
    private static let page: [[String]] = {
        let text =
            (try? String(contentsOf: Project.root.appending(path: "docs/ARCHITECTURE.md"), encoding: .utf8)) ?? ""
        let rows = text.split(separator: "\n").map { row in
            row.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
        }
        let head = ["state"] + Column.allCases.map(\.rawValue)
        guard let start = rows.firstIndex(of: head) else { return [] }
        return Array(rows[(start + 2)...].prefix { $0.count == head.count })
    }()

    @Test func thePageHasARowForEachState() { #expect(Self.page.map(\.first) == State.allCases.map(\.rawValue)) }

    @Test(arguments: State.allCases, Column.allCases)
    func thePageSaysWhatHappens(_ state: State, _ column: Column) throws {
        let scene = try Scene(state, column)
        defer { scene.close() }
        let row = try #require(Self.page.first { $0.first == state.rawValue })
        let place = try #require(Column.allCases.firstIndex(of: column))
        #expect(try scene.observe() == row[place + 1], "\(scene.terminal.dump)")
    }

    // MARK: Nobody is asked

    /// Where nobody listens: what is let through is refused by the system.
    private static let configuration = """
        [profile.production]
        url = "https://127.0.0.1:1"
        protected = true
        [profile.stage]
        url = "https://127.0.0.1:2"
        user = "ops"
        """

    /// A block that a nested scope defers runs in the run of its line, and asks nobody either.
    @Test(arguments: ["", ":watch 1h "], [SIGHUP, SIGTERM])
    func aNestedBlockSendsNoWriteToAProtectedPlatform(_ way: String, _ signal: Int32) throws {
        let rows = try Self.endNested(
            way, "update web host=h", on: "production", "production (protected)>", by: signal)
        #expect(rows.contains { $0.contains("`update`: the session ends, so nobody is asked") }, "\(rows)")
        #expect(!rows.contains { $0.contains("[y/N]") || $0.contains("refused the connection") }, "\(rows)")
    }

    @Test(arguments: ["", ":watch 1h "], [SIGHUP, SIGTERM])
    func aNestedBlockAsksForNoPassword(_ way: String, _ signal: Int32) throws {
        let rows = try Self.endNested(way, "show web", on: "stage", "ops@stage>", by: signal)
        #expect(rows.contains("no password: nothing more is sent"), "\(rows)")
        #expect(!rows.contains { $0.contains("Password for") }, "\(rows)")
    }

    /// Ends a session whose line has deferred a command in a block. Returns what the screen has shown.
    private static func endNested(
        _ way: String, _ command: String, on profile: String, _ mark: String, by signal: Int32
    ) throws -> [String] {
        let prompt = try PromptTerminal(["--platform", profile], configuration: configuration)
        try prompt.ready(mark)
        prompt.terminal.type("\(way)if true { defer { \(command) }; print begun; sleep 1h }\r")
        try prompt.wait("the line") { $0.screen.lines.last?.hasSuffix("begun") == true }
        prompt.terminal.signal(signal)
        #expect(try prompt.terminal.end() == 128 + signal)
        return prompt.terminal.screen.transcript
    }

    /// One state at a terminal, before the signal.
    private struct Scene {
        let state: State
        let column: Column
        let folder: URL
        let terminal: Terminal
        private let prompt: PromptTerminal?

        /// A deferred block that ends at once, or waits for the second INT.
        private static func block(_ column: Column) -> String {
            "defer { print d1; \(column == .secondInterrupt ? "sleep 1h; " : "")print d2 }"
        }

        init(_ state: State, _ column: Column) throws {
            (self.state, self.column) = (state, column)
            folder = try PromptTerminal.makeFolder()
            let wait = folder.appending(path: "wait.sh").path()
            try "trap '' INT QUIT\necho waiting\nread -r text < /dev/tty\n".write(
                toFile: wait, atomically: true, encoding: .utf8)
            try "print 1\n".write(to: folder.appending(path: "s"), atomically: true, encoding: .utf8)
            let body = "\(Self.block(column))\nprint \"begun\"\nsleep 1h\n"
            let script = state == .test ? "test \"one\" {\n\(body)}\n" : body
            try script.write(to: folder.appending(path: "a.picket"), atomically: true, encoding: .utf8)
            let shell = column == .stop ? PromptTerminal.jobControl : "exec \"$@\""
            guard state.hasPrompt else {
                prompt = nil
                terminal = try Self.program(state, folder, shell)
                try terminal.wait("begun") { $0.screen.transcript.contains("begun") }
                return
            }
            let prompt = try PromptTerminal(
                environment: ["VISUAL": "sh \(wait)", "PAGER": ". \(wait)"], in: folder, underShell: shell)
            self.prompt = prompt
            terminal = prompt.terminal
            try begin(prompt)
        }

        func close() { try? FileManager.default.removeItem(at: folder) }

        private static func program(_ state: State, _ folder: URL, _ shell: String) throws -> Terminal {
            let file = folder.appending(path: "a.picket").path()
            let words =
                switch state {
                case .lineFed:
                    [
                        "-c",
                        "mkfifo \"$0\"; exec 3<>\"$0\"; cat \"$1\" >&3; shift; "
                            + shell.replacing("\"$@\"", with: "\"$@\" <&3"),
                    ]
                        + [folder.appending(path: "fifo").path(), file, Project.program("picket").path(), "repl"]
                case .test: ["-c", shell, "sh", Project.program("picket").path(), "test", "-v", file]
                default: ["-c", shell, "sh", Project.program("picket").path(), "run", file]
                }
            return try Terminal(
                "/bin/sh", words, environment: ["TERM": "xterm", "PATH": "/usr/bin:/bin", "HOME": "/nonexistent"],
                columns: 100, rows: 20)
        }

        /// Brings the prompt into the state.
        private func begin(_ prompt: PromptTerminal) throws {
            // What a line defers at its top level waits for the session's end.
            if state != .line, state != .job { try prompt.run(Self.block(column)) } else { try prompt.ready() }
            switch state {
            case .question: try ask(prompt, ":save \(folder.path())/s\r", "[y/N]")
            case .hiddenQuestion: try ask(prompt, "login ops\r", "Password for ops:")
            case .line: try ask(prompt, "\(Self.block(column)); print begun; sleep 1h\r", "begun")
            case .job:
                prompt.terminal.type(":job \(Self.block(column)); print begun; sleep 1h\r")
                try prompt.seeJob("[1] begun")
                try prompt.ready()
            // Two blanks stand between the time of day and the text.
            case .watch: try ask(prompt, ":watch 1h print begun\r", "  begun")
            case .editor: try ask(prompt, "\u{18}\u{5}", "waiting")
            case .pager: try ask(prompt, ":help cookbook\r", "waiting")
            default: break
            }
        }

        private func ask(_ prompt: PromptTerminal, _ text: String, _ last: String) throws {
            prompt.terminal.type(text)
            try prompt.wait("`\(last)`") { $0.screen.lines.last?.hasSuffix(last) == true }
        }

        // MARK: What happens

        func observe() throws -> String {
            switch column {
            case .interrupt: return try interrupt()
            case .secondInterrupt where state.isOfAnotherProgram:
                return try key(PromptTerminal.controlC + PromptTerminal.controlC)
            case .secondInterrupt:
                _ = try interrupt()
                return try interrupt(isSecond: true)
            case .hangup: return try end(SIGHUP)
            case .terminate: return try end(SIGTERM)
            case .quit: return try quit()
            case .stop: return try stop()
            }
        }

        private var hasBegunDeferred: Bool { terminal.screen.transcript.contains { $0.hasSuffix("d1") } }
        private var hasEndedDeferred: Bool { terminal.screen.transcript.contains { $0.hasSuffix("d2") } }

        private func withDeferred(_ text: String) -> String {
            if hasEndedDeferred { return text + "; deferred blocks run" }
            return hasBegunDeferred ? text + "; deferred blocks are cut" : text
        }

        /// Types Ctrl-C, and waits for its effect: an end, a prompt, or the begin of a deferred block that waits.
        private func interrupt(isSecond: Bool = false) throws -> String {
            if state.isOfAnotherProgram { return try key(PromptTerminal.controlC) }
            let before = terminal.screen.transcript.count { $0.hasSuffix("^C") }
            terminal.type(PromptTerminal.controlC)
            if !isSecond, column == .secondInterrupt, [.line, .lineFed, .run, .test].contains(state) {
                try terminal.wait("a deferred block") { _ in hasBegunDeferred }
                return ""
            }
            guard state.hasPrompt else { return withDeferred("ends with \(try terminal.end())") }
            // A hidden question shows no `^C`.
            try terminal.wait("the prompt") {
                $0.isRaw && $0.screen.lines.last == PromptTerminal.local
                    && (state == .hiddenQuestion && !isSecond
                        || $0.screen.transcript.count { $0.hasSuffix("^C") } > before)
            }
            return withDeferred("back at the prompt")
        }

        /// Types a key that only another program gets.
        private func key(_ key: String) throws -> String {
            terminal.type(key)
            // The program has it when it takes a line after it, and then the prompt is back.
            terminal.type("\r")
            try terminal.wait("the prompt") { $0.isRaw && $0.screen.lines.last == PromptTerminal.local }
            return withDeferred("is the program's")
        }

        private func end(_ signal: Int32) throws -> String {
            terminal.signal(signal)
            return withDeferred("ends with \(try terminal.end())")
        }

        private func quit() throws -> String {
            if state.isOfAnotherProgram { return try key("\u{1C}") }
            terminal.type("\u{1C}")
            return withDeferred("ends with \(try terminal.end())")
        }

        private func stop() throws -> String {
            terminal.type(PromptTerminal.controlZ)
            try terminal.wait("the shell") { $0.screen.lines.last?.hasSuffix("stopped") == true && !$0.isRaw }
            terminal.type("\n")
            try terminal.wait("that it goes on") { _ in !ProcessTable.isStopped(below: terminal.process) }
            terminal.signal(SIGKILL)
            return "stops, and `fg` continues it"
        }
    }
}
