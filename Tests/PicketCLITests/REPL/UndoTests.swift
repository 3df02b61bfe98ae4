import Foundation
import TerminalHarness
import Testing

/// The inverse of the latest write: what it is, what it leaves out, and that it runs once, after a question.
@Suite struct UndoTests {
    private static let add = "add web host=pg-web port=5432 user=monitor password=hunter22 tags=\"team=web\""
    private static let ensure = "ensure web host=pg-web port=7 user=monitor password=hunter22 tags=\"team=web\""
    private static let nobody = "error: `:undo` asks before it writes, and there is nobody to ask"

    /// What `:undo` says after these lines, without a person.
    private func said(_ lines: [String], _ arguments: [String] = []) throws -> [String] {
        let run = try PicketProcess.run(
            ["repl", "--platform", "local"] + arguments, input: lines.joined(separator: "\n") + "\nprint mark\n:undo\n")
        let rows = run.output.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        return Array(rows.drop { $0 != "mark" }.dropFirst().dropLast()).map {
            $0.replacing(#/127\.0\.0\.1:[0-9]+/#, with: "HERE")
        }
    }

    private static let base = "https://HERE/ds-api/pool/pg-instances/"

    private static func offer(_ write: String, _ inverse: String, _ notes: [String] = []) -> [String] {
        ["the latest write: \(write)", "its inverse: \(inverse)"] + notes + [nobody]
    }

    @Test(arguments: [
        ([add], offer("POST \(base)web", "delete web")),
        (
            [add, "show web", "update web port=1 tags=\"a=b\""],
            offer("PUT \(base)web", "update web port=5432 tags=\"team=web\"")
        ),
        // What an `add` of the session wrote is known without a read.
        ([add, "update web host=other"], offer("PUT \(base)web", "update web host=pg-web")),
        ([add, "update web host=pg-web port=1"], offer("PUT \(base)web", "update web port=5432")),
        (
            [add, "update web port=1 password=secret99"],
            offer("PUT \(base)web", "update web port=5432", ["its earlier `password` is secret, so it is not restored"])
        ),
        ([add, "disable web"], offer("PATCH \(base)web/disable", "enable web")),
        ([add, "disable web", "enable web"], offer("PATCH \(base)web/enable", "disable web")),
        ([add, ensure], offer("PUT \(base)web", "update web port=5432")),
        (
            [add, "\(ensure) enabled=false"],
            offer("PUT \(base)web, PATCH \(base)web/disable", "update web port=5432; enable web")
        ),
        (["ensure web host=h port=1 user=u password=hunter22"], offer("POST \(base)web", "delete web")),
        (
            [add, "delete web"],
            offer(
                "DELETE \(base)web", "add web host=pg-web port=5432 user=monitor tags=\"team=web\"",
                ["its password is not known and must be given; other settings are the platform's defaults"])
        ),
        (
            [add, "request PUT /ds-api/pool/pg-instances/web body={port: 9}"],
            offer("PUT \(base)web", "update web port=5432")
        ),
        // What had no effect, and what only reads, changes nothing about it.
        (
            [add, "update web port=1", "delete nosuch", "show web", "ping"],
            offer("PUT \(base)web", "update web port=5432")
        ),
    ])
    func theInverseIsShown(_ lines: [String], _ wanted: [String]) throws {
        #expect(try said(lines) == wanted)
    }

    @Test(arguments: [
        ([], ["nothing was written in this session"]),
        (
            ["request POST /local-platform/faults body={fault: reset-after, operation: update}"],
            ["error: POST https://HERE/local-platform/faults: it has no inverse: only writes of connections have one"]
        ),
        (
            [add, "update web password=secret99"],
            ["error: PUT \(base)web: it has no inverse: its earlier `password` is secret, so it is not restored"]
        ),
        (
            [add, "enable web"],
            ["error: PATCH \(base)web/enable: it has no inverse: it changed nothing: the connection was already so"]
        ),
        (
            ["secret n = \"hidden-web\"", "add $n host=h port=1 user=u password=hunter22"],
            ["error: POST \(base)•••: it has no inverse: the name of the connection is a secret"]
        ),
        (
            [add, "use https://127.0.0.1:1"],
            ["error: POST \(base)web: that was on another platform; `use local` before `:undo`"]
        ),
    ])
    func whatHasNoInverseSaysWhy(_ lines: [String], _ wanted: [String]) throws {
        #expect(try said(lines) == wanted)
    }

    @Test func aWriteInDoubtHasNoInverseUntilItIsSettled() throws {
        let fault = "request POST /local-platform/faults body={fault: delay, milliseconds: 600000, operation: update}"
        let arguments = ["--timeout", "300ms", "--retries", "0", "--settle-timeout", "100ms"]
        let rows = try said([Self.add, fault, "update web port=1"], arguments)
        #expect(
            rows == [
                "error: PUT \(Self.base)web: whether it took effect is not known, so it has no inverse yet; "
                    + "look at it with `show web` first"
            ])
    }

    @Test func aReadSettlesADoubt() throws {
        let fault = "request POST /local-platform/faults body={fault: delay, milliseconds: 600000, operation: update}"
        let arguments = ["--timeout", "300ms", "--retries", "0", "--settle-timeout", "100ms", "--resend-after", "1ms"]
        #expect(
            try said([Self.add, fault, "update web port=1", "show web"], arguments)
                == ["PUT \(Self.base)web: it took no effect, so there is nothing to undo"])
        // The delivery reads it back by itself: what that shows is the state after the write.
        let reset = "request POST /local-platform/faults body={fault: reset-after, operation: update}"
        #expect(
            try said([Self.add, reset, "update web port=1"])
                == Self.offer("PUT \(Self.base)web", "update web port=5432"))
    }

    // MARK: With a person

    private func stored(_ store: URL) throws -> PromptTerminal {
        try PromptTerminal(["--platform", "local", "--store", store.path()])
    }

    private static func say(_ answer: String, _ prompt: PromptTerminal) throws {
        try prompt.wait("the question") { $0.isRaw && $0.screen.lines.last?.hasSuffix("[y/N]") == true }
        prompt.terminal.type(answer + "\r")
    }

    /// In another session nothing was read: this is told, and nothing is guessed.
    @Test func whatWasNotReadIsNotGuessed() throws {
        let folder = try PromptTerminal.makeFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let store = folder.appending(path: "pool.sqlite").path()
        let first = try PicketProcess.run(["repl", "--platform", "local", "--store", store], input: Self.add + "\n")
        #expect(first.output.contains("201 Created"), "\(first.output)\(first.errors)")
        let arguments = ["--store", store]
        let unread = "the state before it was not read, so nobody can tell the earlier values"
        #expect(
            try said(["update web port=1"], arguments) == ["error: PUT \(Self.base)web: it has no inverse: \(unread)"])
        #expect(
            try said(["disable web"], arguments)
                == Self.offer(
                    "PATCH \(Self.base)web/disable", "enable web", ["whether it was enabled before was not read"]))
        #expect(
            try said(["delete web"], arguments) == [
                "error: DELETE \(Self.base)web: it has no inverse: "
                    + "the connection was not read before, so nothing is known to add it again"
            ])
    }

    @Test func anUndoRunsOnceAfterTheQuestion() throws {
        let prompt = try PromptTerminal()
        try prompt.run(Self.add)
        try prompt.run("update web port=1")
        try prompt.ready()
        prompt.terminal.type(":undo\r")
        try prompt.see("its inverse: update web port=5432")
        try Self.say("n", prompt)
        try prompt.see("nothing sent")
        try prompt.ready()
        prompt.terminal.type(":undo\r")
        try Self.say("y", prompt)
        try prompt.ready()
        try prompt.run("print \"the port is $(len([1]))\"")
        try prompt.run("show web as r; expect $r.body.port == 5432")
        try prompt.run(":undo")
        try prompt.seePart(": this is undone, or was an undo itself")
        #expect(prompt.terminal.screen.transcript.count { $0.hasPrefix("its inverse") } == 2)
        // A new write has an inverse again.
        try prompt.ready()
        prompt.terminal.type("disable web\r")
        try prompt.ready()
        prompt.terminal.type(":undo\r")
        try prompt.see("its inverse: enable web")
        try Self.say("", prompt)
        try prompt.ready()
    }

    @Test func aDeletionIsUndoneWithAPasswordThatIsAskedFor() throws {
        let prompt = try PromptTerminal()
        try prompt.run(Self.add)
        try prompt.run("disable web")
        try prompt.run("delete web")
        try prompt.ready()
        prompt.terminal.type(":undo\r")
        try prompt.see("its inverse: add web host=pg-web port=5432 user=monitor tags=\"team=web\"; disable web")
        try Self.say("y", prompt)
        try prompt.see("Password of `web`:")
        prompt.terminal.type("another9\r")
        try prompt.seePart("201 Created")
        try prompt.ready()
        try prompt.run("show web as r; expect $r.body.enabled == false and $r.body.tags == \"team=web\"")
        #expect(!prompt.terminal.screen.transcript.contains { $0.contains("another9") || $0.contains("error") })
    }

    @Test func aProtectedPlatformAsksForTheUndoToo() async throws {
        let platform = try await LocalPlatform.start()
        defer { platform.stop() }
        try Self.undoProtected(platform)
        #expect(try platform.log.filter { $0.contains("DELETE") }.count == 1)
    }

    private static func undoProtected(_ platform: LocalPlatform) throws {
        let prompt = try PromptTerminal(["--platform", "live"], configuration: platform.protectedProfile)
        let live = "\(platform.user)@live (protected)>"
        try prompt.ready(live)
        prompt.terminal.type(add + "\r")
        try say("y", prompt)
        try prompt.ready(live)
        for answer in ["n", "y"] {
            prompt.terminal.type(":undo\r")
            try prompt.wait("the question") { $0.screen.lines.last == "live is protected. Go on with `delete`? [y/N]" }
            try say(answer, prompt)
            try prompt.ready(live)
        }
        try prompt.run(":undo", then: live)
        try prompt.seePart(": this is undone, or was an undo itself")
    }
}
