import PicketRuntime
import PicketSystem
import PicketTerminal
import Synchronization
import SystemPackage

/// Where the answers and prints of a session go: to the screen, or to a file. Any thread may use it.
///
/// While the pager shows a text, what follows waits, so that the order stays.
final class SessionOutput: Sendable {
    private enum Piece {
        /// - isAnswer: Whether the pager may show it.
        case text(Shown<String>, isAnswer: Bool)
        case action(@Sendable () -> Void)
    }

    private struct State {
        var file: (path: String, descriptor: FileDescriptor)?
        var usesPager: Bool
        /// The pieces that wait for the end of the pager; nil while no pager runs.
        var waiting: [Piece]?
        /// Whether a file is not complete.
        var hasLost = false
        /// Whether the session has not counted that as an error yet.
        var hasNewLoss = false

        /// Notes that a file is not complete. A pipe's reader that went away has what it wanted.
        mutating func lose(to problem: FileProblem) { if !problem.isReaderGone { lose() } }

        mutating func lose() { (hasLost, hasNewLoss) = (true, true) }

        /// Writes a text to the file, and gives the file up if the text does not reach it. Returns the message for that;
        /// nil if all is well.
        mutating func write(_ text: Shown<String>, to file: (path: String, descriptor: FileDescriptor)) -> String? {
            let message: String
            do throws(FileProblem) {
                try file.descriptor.writeWaiting(Array((text.content + "\n").utf8))
                guard file.descriptor.isDeletedFile else { return nil }
                message = "`\(file.path)` was deleted, and what was written to it is lost"
                lose()
            } catch {
                message = "cannot write `\(file.path)`: \(error.message)"
                lose(to: error)
            }
            try? file.descriptor.close()
            self.file = nil
            return message + ". Output goes to the screen again."
        }
    }

    private let state: Mutex<State>
    /// Writes to the screen.
    private let screen: @Sendable (Shown<String>) -> Void
    /// Returns the present size of the screen.
    private let size: @Sendable () -> ScreenSize?

    /// - Parameter usesPager: Whether there is a terminal that a pager can use.
    init(
        usesPager: Bool, size: @escaping @Sendable () -> ScreenSize? = { ScreenSize.current },
        screen: @escaping @Sendable (Shown<String>) -> Void = { Console.standard.out($0 + "\n") }
    ) {
        state = Mutex(State(usesPager: usesPager))
        self.size = size
        self.screen = screen
    }

    var usesPager: Bool {
        get { state.withLock { $0.usesPager } }
        set { state.withLock { $0.usesPager = newValue } }
    }

    /// Whether the output goes to a file.
    var isFile: Bool { state.withLock { $0.file != nil } }

    /// Whether a text is shown in the pager.
    func isLong(_ text: Shown<String>) -> Bool {
        usesPager && !isFile && !(size()?.holds(text.content) ?? true)
    }

    /// Shows a text.
    ///
    /// - Parameter page: Starts the pager for an answer that is longer than the screen; `release` must follow. nil if
    ///   the text is no answer, or if there is no pager.
    func say(_ text: Shown<String>, page: (@Sendable (Shown<String>) -> Void)?) {
        let isLong = page != nil && isLong(text)
        enum Way {
            case screen, page, elsewhere
            case failed(String)
        }
        let way: Way = state.withLock { state in
            if state.waiting != nil {
                state.waiting?.append(.text(text, isAnswer: page != nil))
                return .elsewhere
            }
            if let file = state.file {
                return state.write(text, to: file).map { .failed($0) } ?? .elsewhere
            }
            if isLong { state.waiting = [] }
            return isLong ? .page : .screen
        }
        switch way {
        case .screen: screen(text)
        case .page: page?(text)
        case .elsewhere: break
        case .failed(let message):
            screen(Door.showMessage(message))
            screen(text)
        }
    }

    /// Does something that shows a text elsewhere, after what waits for the pager.
    func inOrder(_ action: @escaping @Sendable () -> Void) {
        let waits = state.withLock { state in
            state.waiting?.append(.action(action))
            return state.waiting != nil
        }
        if !waits { action() }
    }

    /// Shows what waits for the pager. Returns the next text for the pager; nil if nothing waits any more.
    func release() -> Shown<String>? {
        while true {
            let piece = state.withLock { state -> Piece? in
                guard var waiting = state.waiting, !waiting.isEmpty else {
                    state.waiting = nil
                    return nil
                }
                let first = waiting.removeFirst()
                state.waiting = waiting
                return first
            }
            switch piece {
            case .text(let text, isAnswer: true) where isLong(text): return text
            case .text(let text, _): screen(text)
            case .action(let action): action()
            case nil: return nil
            }
        }
    }

    // MARK: Files

    /// Sends the output to a file, which is emptied. Only its owner may read a new file.
    func open(_ path: String) throws(FileProblem) {
        let descriptor = try FileDescriptor.openForWriting(path, permissions: .ownerReadWrite)
        close()
        state.withLock { $0.file = (path, descriptor) }
    }

    /// Sends the output to the screen.
    func close() {
        let file = state.withLock { state in
            defer { state.file = nil }
            return state.file
        }
        guard let file else { return }
        do {
            try file.descriptor.close()
        } catch {
            let problem = FileProblem.system((error as? Errno) ?? .ioError)
            state.withLock { $0.lose(to: problem) }
            screen(Door.showMessage("cannot write `\(file.path)`: \(problem.message)"))
        }
    }

    /// Whether a file of the session is not complete.
    var hasLost: Bool { state.withLock { $0.hasLost } }

    /// Returns whether a file has lost output since the last call.
    func takeLoss() -> Bool {
        state.withLock { state in
            defer { state.hasNewLoss = false }
            return state.hasNewLoss
        }
    }
}
