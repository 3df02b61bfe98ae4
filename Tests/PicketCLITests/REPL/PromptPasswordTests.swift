import Foundation
import TerminalHarness
import Testing

/// A password that only a person knows is asked for where a command needs it, and nowhere else.
@Suite struct PromptPasswordTests {
    private static let question = "Password for ops on p:"
    private static let listening = "ops@p>"

    private func answer(_ prompt: PromptTerminal, _ question: String, _ password: String) throws {
        try prompt.wait("the question `\(question)`") { $0.screen.lines.last == question }
        prompt.terminal.type(password + "\r")
    }

    /// A script's own `login`, wherever it stands.
    @Test(arguments: [
        "login bob; show a", "let r = 1; login bob; show a", "if true { login bob; show a }",
        "step \"in\" { login bob; show a }", "def enter(name) { login $name; show a }; enter bob",
    ])
    func aLoginAsksWhereverItStands(_ text: String) throws {
        let server = try LoginServer(password: "right-password")
        let prompt = try PromptTerminal(["--platform", server.url], environment: ["PICKET_PASSWORD": ""])
        try prompt.ready("127.0.0.1:\(server.port)>")
        prompt.terminal.type(text + "\r")
        try answer(prompt, "Password for bob:", "right-password")
        try prompt.seePart("200 OK")
        try prompt.ready("bob@127.0.0.1:\(server.port)>")
        #expect(server.requests == ["bob:right-password", "token made"], "\(server.requests)")
        #expect(!prompt.terminal.screen.transcript.contains { $0.contains("right-password") })
    }

    /// The user of a profile, whatever leads there.
    @Test(arguments: ["use p; show a", "if true { use p; show a }", "let n = p; use $n; show a", ":source FILE"])
    func aProfileAsksWhenACommandNeedsIt(_ text: String) throws {
        let server = try LoginServer(password: "right-password")
        let prompt = try PromptTerminal(configuration: "[profile.p]\nurl = \"\(server.url)\"\nuser = \"ops\"\n")
        let file = prompt.folder.appending(path: "f.picket").path()
        try "use p\nshow a\n".write(toFile: file, atomically: true, encoding: .utf8)
        try prompt.ready()
        prompt.terminal.type(text.replacing("FILE", with: file) + "\r")
        try answer(prompt, Self.question, "right-password")
        try prompt.seePart("200 OK")
        try prompt.ready(Self.listening)
        // It is known from now on.
        try prompt.run("show a", then: Self.listening)
        #expect(server.requests.filter { $0.hasPrefix("ops:") }.count == 1, "\(server.requests)")
    }

    /// However many commands need it at once, it is asked for once, and one login is sent.
    @Test func aParallelLoopAsksOnce() throws {
        let server = try LoginServer(password: "right-password")
        let prompt = try PromptTerminal(configuration: "[profile.p]\nurl = \"\(server.url)\"\nuser = \"ops\"\n")
        try prompt.ready()
        prompt.terminal.type("use p; for n in [\"a\", \"b\", \"c\"] parallel 3 { show $n }; print done\r")
        try answer(prompt, Self.question, "right-password")
        try prompt.see("done")
        try prompt.ready(Self.listening)
        #expect(prompt.terminal.screen.transcript.count { $0.hasPrefix("Password for") } == 1)
        #expect(server.requests.sorted() == ["ops:right-password"] + Array(repeating: "token made", count: 3))
    }

    @Test func choosingAPlatformAsksNothing() throws {
        let server = try LoginServer(password: "right-password")
        let prompt = try PromptTerminal(configuration: "[profile.p]\nurl = \"\(server.url)\"\nuser = \"ops\"\n")
        try prompt.ready()
        prompt.terminal.type("use p\r")
        try prompt.ready(Self.listening)
        try prompt.run("print 1", then: Self.listening)
        #expect(server.requests.isEmpty)
    }

    /// A refused password is forgotten: the next command that needs it asks, in a block and in a watch, too.
    @Test(arguments: ["show a", "if true { show a }", ":watch 1h show a"])
    func aRefusedPasswordIsAskedForAnew(_ text: String) throws {
        let server = try LoginServer(password: "right-password")
        let prompt = try PromptTerminal(configuration: "[profile.p]\nurl = \"\(server.url)\"\nuser = \"ops\"\n")
        try prompt.ready()
        prompt.terminal.type("use p; show a\r")
        try answer(prompt, Self.question, "wrong-password")
        try prompt.ready(Self.listening)
        // A mistyped word needs no password.
        try prompt.run("sohw a", then: Self.listening)
        prompt.terminal.type(text + "\r")
        try answer(prompt, Self.question, "right-password")
        try prompt.seePart("200 OK")
        #expect(
            server.requests == ["ops:wrong-password", "ops:right-password", "token made"], "\(server.requests)")
    }

    /// A password that was typed for `login` and is refused later is asked for anew, too.
    @Test func aRefusedLoginAsksAgain() throws {
        let server = try LoginServer(password: "right-password")
        let prompt = try PromptTerminal(["--platform", server.url])
        let listening = "127.0.0.1:\(server.port)>"
        for (password, next) in [("wrong-password", listening), ("right-password", "bob@" + listening)] {
            try prompt.ready(listening)
            prompt.terminal.type("login bob\r")
            try answer(prompt, "Password for bob:", password)
            try prompt.ready(next)
        }
        #expect(server.requests == ["bob:wrong-password", "bob:right-password"], "\(server.requests)")
    }

    @Test func theUsersOwnVariableStaysWhatItIs() throws {
        let prompt = try PromptTerminal(environment: ["PICKET_PASSWORD": "users-own"])
        try prompt.ready()
        prompt.terminal.type("login bob\r")
        try answer(prompt, "Password for bob:", "typed-one")
        try prompt.seePart("401 Unauthorized")
        try prompt.run("print len(env(\"PICKET_PASSWORD\"))")
        try prompt.see("9")
    }

    /// A script has nobody to ask, so what `:save` writes takes each typed password from a variable.
    @Test func aSavedLoginTakesItsPasswordFromAVariable() throws {
        let server = try LoginServer()
        let prompt = try PromptTerminal(["--platform", server.url])
        let path = prompt.folder.appending(path: "saved.picket").path()
        try prompt.ready("127.0.0.1:\(server.port)>")
        prompt.terminal.type("let r = 1; login alice; login bob; if $r == 1 { login carol }; show a\r")
        try answer(prompt, "Password for alice:", "password-one")
        try answer(prompt, "Password for bob:", "password-two")
        try answer(prompt, "Password for carol:", "password-three")
        let listening = "carol@127.0.0.1:\(server.port)>"
        try prompt.ready(listening)
        try prompt.run(":save \(path)", then: listening)
        let saved = try String(contentsOfFile: path, encoding: .utf8)
        let logins = "login alice password=(env(\"ALICE_PASSWORD\"))\nlogin bob password=(env(\"BOB_PASSWORD\"))\n"
        #expect(saved == "let r = 1\n\(logins)if $r == 1 { login carol }\nshow a\n", "\(saved)")
    }

    @Test func withoutAnAnswerNothingIsSent() throws {
        let server = try LoginServer(password: "right-password")
        let prompt = try PromptTerminal(configuration: "[profile.p]\nurl = \"\(server.url)\"\nuser = \"ops\"\n")
        try prompt.ready()
        for keys in [PromptTerminal.controlC, PromptTerminal.controlD, "\r"] {
            prompt.terminal.type("if true { use p; try { show a } catch { print caught }; print after }\r")
            try prompt.wait("the question") { $0.screen.lines.last == Self.question }
            prompt.terminal.type(keys)
            try prompt.see("no password: nothing more is sent")
            try prompt.wait("the prompt") { $0.isRaw && [Self.listening].contains($0.screen.lines.last) }
            prompt.terminal.type("use local\r")
            try prompt.ready()
        }
        #expect(server.requests.isEmpty)
        #expect(!prompt.terminal.screen.transcript.contains { $0 == "after" || $0 == "caught" })
    }

    /// The start asks nothing: not for the user of a profile, and not for that of `--user`.
    @Test(arguments: [
        ["--platform", "p"], ["--platform", "p", "--user", "eve"], ["--platform", "URL", "--user", "eve"],
    ])
    func aPlatformOfTheStartAsksWhenACommandNeedsIt(_ arguments: [String]) throws {
        let server = try LoginServer(password: "right-password")
        let prompt = try PromptTerminal(
            arguments.map { $0.replacing("URL", with: server.url) },
            configuration: "[profile.p]\nurl = \"\(server.url)\"\nuser = \"ops\"\n")
        let user = arguments.last == "eve" ? "eve" : "ops"
        let (place, shown) =
            arguments[1] == "p" ? ("p", "p") : (server.url, "127.0.0.1:\(server.port)")
        let (question, listening) = ("Password for \(user) on \(place):", "\(user)@\(shown)>")
        try prompt.run("print 1", then: listening)
        for keys in [PromptTerminal.controlC, PromptTerminal.controlD, "\r"] {
            try prompt.ready(listening)
            prompt.terminal.type("show a; print after\r")
            try prompt.wait("the question") { $0.screen.lines.last == question }
            prompt.terminal.type(keys)
            try prompt.wait("the end of the line") { $0.isRaw && $0.screen.lines.last == listening }
        }
        #expect(prompt.terminal.screen.transcript.count { $0 == "no password: nothing more is sent" } == 3)
        #expect(server.requests.isEmpty, "\(server.requests)")
        prompt.terminal.type(":job show a\r")
        try answer(prompt, question, "right-password")
        try prompt.seeJob("[1] done  show a")
        #expect(server.requests == ["\(user):right-password", "token made"], "\(server.requests)")
        #expect(!prompt.terminal.screen.transcript.contains("after"))
    }

    @Test(arguments: [SIGTERM, SIGHUP]) func aSignalInTheQuestionEndsTheSession(_ signal: Int32) throws {
        let server = try LoginServer(password: "right-password")
        let prompt = try PromptTerminal(configuration: "[profile.p]\nurl = \"\(server.url)\"\nuser = \"ops\"\n")
        try prompt.run("defer print deferred")
        prompt.terminal.type("use p; show a; print after\r")
        try prompt.wait("the question") { $0.screen.lines.last == Self.question }
        prompt.terminal.signal(signal)
        #expect(try prompt.terminal.end() == 128 + signal)
        #expect(server.requests.isEmpty)
        let rows = prompt.terminal.screen.transcript
        #expect(rows.contains("deferred") && !rows.contains("after"), "\(rows)")
    }

    @Test func aJobAsksBeforeItStartsOrSaysWhatToDo() throws {
        let server = try LoginServer(password: "right-password")
        let prompt = try PromptTerminal(configuration: "[profile.p]\nurl = \"\(server.url)\"\nuser = \"ops\"\n")
        try prompt.run(":job use p; show a")
        try prompt.seePart("a job cannot ask for the password of `ops`: enter `login ops` before it")
        try prompt.ready()
        prompt.terminal.type("use p\r")
        try prompt.ready(Self.listening)
        prompt.terminal.type(":job show a\r")
        try answer(prompt, Self.question, "right-password")
        try prompt.seeJob("[1] done  show a")
        #expect(server.requests == ["ops:right-password", "token made"], "\(server.requests)")
    }

    /// A refused login is no answer to the next job, which has another password.
    @Test func aJobAfterARefusedLoginLogsInAnew() throws {
        let server = try LoginServer(password: "right-password")
        let prompt = try PromptTerminal(configuration: "[profile.p]\nurl = \"\(server.url)\"\nuser = \"ops\"\n")
        try prompt.ready()
        prompt.terminal.type("use p\r")
        try prompt.ready(Self.listening)
        prompt.terminal.type("show a\r")
        try answer(prompt, Self.question, "wrong-password")
        try prompt.seePart("refused to log in")
        try prompt.ready(Self.listening)
        prompt.terminal.type(":job show a\r")
        try answer(prompt, Self.question, "right-password")
        try prompt.seeJob("[1] done  show a")
        #expect(
            server.requests == ["ops:wrong-password", "ops:right-password", "token made"], "\(server.requests)")
    }

    @Test func withoutATerminalTheSentenceSaysWhatToDo() throws {
        let run = try PicketProcess.run(
            ["repl", "--platform", "https://127.0.0.1:1", "--user", "ops"], input: "show a\n")
        #expect(run.status != 0 && (run.output + run.errors).contains("`--password-env NAME`"), "\(run.errors)")
        let login = try PicketProcess.run(["repl", "--platform", "https://127.0.0.1:1"], input: "login bob\n")
        #expect((login.output + login.errors).contains("there is no password for `bob`"), "\(login.errors)")
    }
}
