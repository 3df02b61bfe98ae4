internal import CProcess
import Glibc

/// The signals that this program handles, and how its parent has set them.
package enum Signals {
    package static let hangup = SIGHUP
    package static let interrupt = SIGINT
    package static let terminate = SIGTERM
    package static let quit = SIGQUIT
    package static let keyboardStop = SIGTSTP
    package static let carryOn = SIGCONT
    package static let windowChange = SIGWINCH

    /// Whether a signal is ignored. nohup ignores SIGHUP, and a shell ignores SIGINT and SIGQUIT for background jobs.
    ///
    /// Call it before the program handles the signal.
    package static func ignores(_ signal: Int32) -> Bool { process_ignores(signal) }

    /// Ignores signals from now on.
    package static func ignore(_ numbers: [Int32]) { for number in numbers { signal(number, SIG_IGN) } }

    /// Turns the signal about a closed pipe into a write error, so that it does not end the program.
    package static func ignoreBrokenPipes() { signal(SIGPIPE, SIG_IGN) }

    /// Restores the default for a program that replaces this one.
    package static func restoreBrokenPipes() { signal(SIGPIPE, SIG_DFL) }
}

/// A wait for a file that may never come, such as a pipe without a writer. It ends if a signal that asks the program to end
/// is pending, or if the program itself says so.
package struct FileWait: Sendable {
    private let known = process_file_waits_ended()

    private let hearsPending: Bool

    /// - Parameter hearsPending: Whether a pending signal ends the wait. Without it only the program does, which then knows
    ///   the signal and ends by it.
    package init(hearsPending: Bool = true) { self.hearsPending = hearsPending }

    /// Ends all waits in progress.
    package static func endAll() { process_end_file_waits() }

    var isGivenUp: Bool {
        known != process_file_waits_ended()
            || hearsPending && SignalSet([Signals.hangup, Signals.interrupt, Signals.terminate]).isPending
    }
}

/// A set of signals that one thread receives and that have no effect by themselves.
package struct SignalSet: Sendable {
    private let numbers: [Int32]

    package init(_ numbers: [Int32]) { self.numbers = numbers }

    package var isEmpty: Bool { numbers.isEmpty }

    private var set: sigset_t {
        var set = sigset_t()
        sigemptyset(&set)
        for number in numbers { sigaddset(&set, number) }
        return set
    }

    /// Blocks the signals in this thread and in the threads that it starts.
    package func block() {
        var set = self.set
        pthread_sigmask(SIG_BLOCK, &set, nil)
    }

    /// Whether one of the signals is pending.
    package var isPending: Bool {
        var pending = sigset_t()
        guard sigpending(&pending) == 0 else { return false }
        return numbers.contains { sigismember(&pending, $0) == 1 }
    }

    /// Waits for one of the signals; nil if that is impossible.
    package func next() -> Int32? {
        var set = self.set
        var number: Int32 = 0
        return sigwait(&set, &number) == 0 ? number : nil
    }
}
