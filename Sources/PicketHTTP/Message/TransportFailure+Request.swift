extension TransportFailure {
    static let clientClosed = TransportFailure(.clientClosed, "the client was closed")

    // MARK: The request timed out

    package static func requestTimeout(
        _ peer: String, _ bound: RequestBound = .timeout, _ voice: Voice = .commandLine
    ) -> TransportFailure {
        TransportFailure(
            .requestTimeout, "no complete answer of \(peer) within the time allowed (\(bound.name(voice)))")
    }

    /// Its time was over before it was sent.
    static func tooLate(
        _ peer: String, _ bound: RequestBound = .timeout, _ voice: Voice = .commandLine
    ) -> TransportFailure {
        TransportFailure(
            .requestTimeout, "nothing was sent to \(peer): the time allowed (\(bound.name(voice))) is over")
    }

    static func noConnection(
        _ peer: String, _ bound: RequestBound = .timeout, _ voice: Voice = .commandLine
    ) -> TransportFailure {
        TransportFailure(.requestTimeout, "no connection to \(peer) within the time allowed (\(bound.name(voice)))")
    }

    static func noFreeConnection(
        _ peer: String, of count: Int, _ bound: RequestBound = .timeout, _ voice: Voice = .commandLine
    ) -> TransportFailure {
        let all = count == 1 ? "the one that is open was" : "all \(count) that are open were"
        return TransportFailure(
            .requestTimeout,
            "no connection to \(peer) became free within the time allowed (\(bound.name(voice))): \(all) in use")
    }

    // MARK: The connection ended, or the answer cannot be read

    static func closed(_ peer: String) -> TransportFailure {
        TransportFailure(.closed, "\(peer) closed the connection before its answer was complete")
    }

    /// Returns the failure for a plain connection that ended at its first request without an answer.
    static func closedSilently(_ peer: String) -> TransportFailure {
        TransportFailure(.closed, "\(peer) closed the connection without an answer: is its address `https://…`?")
    }

    static func speaksTLS(_ peer: String) -> TransportFailure {
        TransportFailure(
            .protocolViolation, "\(peer) speaks TLS and not plain HTTP: its address is `https://…`", isFinal: true)
    }

    static func unasked(_ peer: String) -> TransportFailure {
        TransportFailure(.protocolViolation, "\(peer) sent an answer that nobody asked for")
    }

    static func headTooLarge(_ peer: String) -> TransportFailure {
        TransportFailure(.headTooLarge, "the head of the answer of \(peer) is too large")
    }

    static func notHTTP(_ peer: String, _ reason: String) -> TransportFailure {
        TransportFailure(.protocolViolation, "the answer of \(peer) is not HTTP/1: \(reason)")
    }
}
