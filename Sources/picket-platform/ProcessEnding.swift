@preconcurrency import Dispatch
import Foundation

/// What asks this process to end.
enum ProcessEnding {
    /// Yields when one of the signals arrives. They are caught from this call on, also before anybody waits.
    static func signals(_ signals: [Int32]) -> AsyncStream<Void> {
        AsyncStream { continuation in
            let sources = signals.map { source(for: $0) { continuation.yield() } }
            continuation.onTermination = { _ in
                for source in sources { source.cancel() }
            }
        }
    }

    /// Yields at the end of standard input, or when one of the signals arrives.
    static func endOfInput(orSignals signals: [Int32]) -> AsyncStream<Void> {
        AsyncStream { continuation in
            let sources = signals.map { source(for: $0) { continuation.yield() } }
            continuation.onTermination = { _ in
                for source in sources { source.cancel() }
            }
            Thread.detachNewThread {
                while !FileHandle.standardInput.availableData.isEmpty {}
                continuation.yield()
            }
        }
    }

    static func ignore(_ signal: Int32) { Foundation.signal(signal, SIG_IGN) }

    /// The signal's own effect is switched off, so that the source is all that happens.
    private static func source(
        for signal: Int32, handler: @escaping @Sendable () -> Void
    ) -> any DispatchSourceSignal {
        ignore(signal)
        let source = DispatchSource.makeSignalSource(signal: signal, queue: .global())
        source.setEventHandler(handler: handler)
        source.resume()
        return source
    }
}
