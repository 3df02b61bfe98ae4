internal import CProcess
import Glibc

/// Signals by their numbers: the ones that this program knows, and what its parent has decided about them.
package enum Signals {
    package static let hangup = SIGHUP
    package static let interrupt = SIGINT
    package static let terminate = SIGTERM
    package static let keyboardStop = SIGTSTP
    package static let carryOn = SIGCONT
    package static let windowChange = SIGWINCH

    /// Whether a signal is ignored: nohup does so with SIGHUP, a shell with SIGINT and SIGQUIT of what it runs behind itself.
    ///
    /// Ask before the program takes the signal.
    package static func ignores(_ signal: Int32) -> Bool { process_ignores(signal) }

    /// Lets signals do nothing from now on.
    package static func ignore(_ numbers: [Int32]) { for number in numbers { signal(number, SIG_IGN) } }

    /// A reader that goes away, as `head` does, becomes an error of the writing and does not end the program.
    package static func ignoreBrokenPipes() { signal(SIGPIPE, SIG_IGN) }

    /// For a program that takes this one's place.
    package static func restoreBrokenPipes() { signal(SIGPIPE, SIG_DFL) }

    /// Whether a signal that ends the program in order waits to be taken.
    static var isAskedToEnd: Bool { SignalSet([hangup, interrupt, terminate]).isPending }
}

/// Signals that one thread takes, and that do nothing by themselves.
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

    /// Keeps them from this thread and from those that it starts.
    package func block() {
        var set = self.set
        pthread_sigmask(SIG_BLOCK, &set, nil)
    }

    /// Whether one of them has come and waits.
    package var isPending: Bool {
        var pending = sigset_t()
        guard sigpending(&pending) == 0 else { return false }
        return numbers.contains { sigismember(&pending, $0) == 1 }
    }

    /// Waits for one; nil if that is impossible.
    package func next() -> Int32? {
        var set = self.set
        var number: Int32 = 0
        return sigwait(&set, &number) == 0 ? number : nil
    }
}
