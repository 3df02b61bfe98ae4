package import PicketRuntime
import PicketSyntax
import PicketSystem
import Synchronization
import SystemPackage

/// Lines from any thread. They appear above the prompt while a line is read, and otherwise at once.
package final class MessageBoard: Sendable {
    private struct State {
        var waiting: [Shown<String>] = []
        var isReading = false
    }

    private let state = Mutex(State())
    private let output: FileDescriptor
    private let wake: WakePipe

    init(output: FileDescriptor, wake: WakePipe) {
        self.output = output
        self.wake = wake
    }

    /// Shows a text on its own rows. It may be called on any thread.
    package func post(_ text: Shown<String>) {
        state.withLock { state in
            if state.isReading {
                state.waiting.append(text)
                wake.wake()
            } else {
                write(text)
            }
        }
    }

    private func write(_ text: Shown<String>) {
        try? output.writeWaiting(Array((TerminalText.safe(text.content) + "\n").utf8))
    }

    /// Keeps a text for the next line that is read.
    func keep(_ text: Shown<String>) { state.withLock { $0.waiting.append(text) } }

    /// Keeps texts from now on, until they are taken.
    func beginReading() { state.withLock { $0.isReading = true } }

    /// Writes texts at once from now on, starting with the ones that were not taken.
    func endReading() {
        state.withLock { state in
            state.isReading = false
            for text in state.waiting { write(text) }
            state.waiting = []
        }
    }

    /// Returns the waiting texts, which are safe for the terminal.
    func take() -> [String] {
        state.withLock { state in
            defer { state.waiting = [] }
            return state.waiting.map { TerminalText.safe($0.content) }
        }
    }
}
