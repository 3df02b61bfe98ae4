import Foundation
import PicketRuntime
import PicketTerminal
import Synchronization

/// Runs the line editor with the toy language and says what it returned: `<text>`, newlines as `⏎`.
///
/// `PROBE_ORDERS` names a FIFO: each order in it ends with a NUL and is carried out on another thread.
@main
enum Probe {
    static func main() throws {
        let environment = ProcessInfo.processInfo.environment
        var configuration = EditorConfiguration(program: "probe", historyPath: environment["PROBE_HISTORY"])
        configuration.historyLimit = environment["PROBE_LIMIT"].flatMap { Int($0) } ?? 1000
        configuration.fileSuffix = ".toy"
        let editor = try LineEditor(configuration, language: ToyLanguage.editor)
        let go = DispatchSemaphore(value: 0)
        if let path = environment["PROBE_ORDERS"] { follow(path, editor.messages, go) }
        let prompt = Prompt(
            StyledText(environment["PROBE_PROMPT"] ?? "> ", Appearance(.green)), continuation: ". ",
            right: environment["PROBE_RIGHT"].map { StyledText($0, Appearance(nil, .dim)) })
        exit(loop(editor, prompt, go))
    }

    /// Nothing is secret here.
    private static let door = Redactor(SecretStore())

    private static func loop(_ editor: LineEditor, _ prompt: Prompt, _ go: DispatchSemaphore) -> Int32 {
        while true {
            switch editor.readLine(door.show(prompt)) {
            case .line(":secret"): say("secret \(editor.readSecret(door.show("password: ")))")
            case .line(":wait"):
                say("waiting")
                editor.attending { signal in
                    say("signal \(signal)")
                    go.signal()
                } _: {
                    go.wait()
                }
                say("done")
            case .line(let text): say("<\(text.replacing("\n", with: "⏎").replacing("\t", with: "⇥"))>")
            case .interrupted: say("interrupted")
            case .endOfFile:
                say("end")
                editor.close()
                return 0
            case .terminated(let signal):
                say("terminated \(signal)")
                editor.close()
                return 3
            }
        }
    }

    /// A terminal that is gone hears nothing.
    private static func say(_ text: String) {
        try? FileHandle.standardOutput.write(contentsOf: Data((text + "\n").utf8))
    }

    private static func follow(_ path: String, _ messages: MessageBoard, _ go: DispatchSemaphore) {
        // Open for writing as well, so that it never ends between two orders.
        guard let orders = FileHandle(forUpdatingAtPath: path) else { return }
        Thread.detachNewThread {
            while case let data = orders.availableData, !data.isEmpty {
                for order in String(decoding: data, as: UTF8.self).split(separator: "\0") {
                    carryOut(order, messages, go)
                }
            }
        }
    }

    private static func carryOut(_ order: Substring, _ messages: MessageBoard, _ go: DispatchSemaphore) {
        switch order {
        case "go": go.signal()
        case "abort": abort()
        case "exit": exit(7)
        default: messages.post(door.show(String(order)))
        }
    }
}
