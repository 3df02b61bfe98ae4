import Foundation
import TerminalHarness
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What waits for a pipe without a writer ends with a signal.
@Suite struct PipeWaitTests {
    private static let texts = [
        ":source PIPE", "print lines(\"PIPE\")", "let x = csv(\"PIPE\")", ":job print lines(\"PIPE\")",
    ]

    /// A prompt in whose folder is a pipe, and the pipe's path.
    private func withPipe() throws -> (prompt: PromptTerminal, pipe: String) {
        let prompt = try PromptTerminal()
        let pipe = prompt.folder.appending(path: "pipe").path()
        try #require(mkfifo(pipe, 0o600) == 0)
        try prompt.ready()
        return (prompt, pipe)
    }

    /// Enters a text, and waits until it reads the pipe.
    private func enter(_ text: String, _ prompt: PromptTerminal, _ pipe: String) throws {
        prompt.terminal.type(text.replacing("PIPE", with: pipe) + "\r")
        try prompt.wait("a reader of the pipe") { _ in
            let writer = open(pipe, O_WRONLY | O_NONBLOCK | O_CLOEXEC)
            if writer >= 0 { kept.append(writer) }
            return writer >= 0
        }
    }

    private final class Kept {
        var descriptors: [Int32] = []
        func append(_ descriptor: Int32) { descriptors.append(descriptor) }
        deinit { for descriptor in descriptors { close(descriptor) } }
    }

    private let kept = Kept()

    @Test(arguments: texts.dropLast()) func controlCGivesThePromptBack(_ text: String) throws {
        let (prompt, pipe) = try withPipe()
        try enter(text, prompt, pipe)
        prompt.terminal.type(PromptTerminal.controlC)
        try prompt.ready()
        try prompt.run("print alive")
        try prompt.see("alive")
    }

    @Test(arguments: texts, [SIGTERM, SIGHUP]) func aSignalEndsTheSession(_ text: String, _ signal: Int32) throws {
        let (prompt, pipe) = try withPipe()
        try enter(text, prompt, pipe)
        prompt.terminal.signal(signal)
        #expect(try prompt.terminal.end() == 128 + signal)
    }

    @Test func aStoppedJobLetsGo() throws {
        let (prompt, pipe) = try withPipe()
        try enter(Self.texts.last ?? "", prompt, pipe)
        try prompt.ready()
        prompt.terminal.type(":stop 1\r")
        try prompt.wait("the end of the job") {
            PromptTerminal.jobRows($0).contains { $0.hasPrefix("[1] ") && !$0.hasPrefix("[1] started") }
        }
        try prompt.run("print alive")
    }

    /// A pipe with a writer is read as before.
    @Test func whatAPipeBringsIsRead() throws {
        let (prompt, pipe) = try withPipe()
        try enter(":source PIPE", prompt, pipe)
        let text = Array("print brought\n".utf8)
        #expect(write(kept.descriptors[0], text, text.count) == text.count)
        close(kept.descriptors.removeFirst())
        try prompt.see("brought")
    }
}
