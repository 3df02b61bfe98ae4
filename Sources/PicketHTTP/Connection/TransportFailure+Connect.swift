import NIOCore
import NIOHTTP1
import NIOPosix
import SystemPackage

extension TransportFailure {
    /// What an error before the first request means; `peer` is the endpoint's or the proxy's `host:port`.
    static func connecting(_ error: any Error, to peer: String) -> TransportFailure {
        switch error {
        case let failure as TransportFailure: failure
        case let error as NIOConnectionError: resolving(error, to: peer)
        case ChannelError.connectTimeout: connectTimeout(peer)
        case let error as IOError: system(error, peer: peer)
        default: TransportFailure(.unreachable, "\(peer) can not be reached (\(error))")
        }
    }

    static func connectTimeout(_ peer: String) -> TransportFailure {
        TransportFailure(.connectTimeout, "no connection to \(peer) within the connect time-out (`--connect-timeout`)")
    }

    /// What an error after the connection was made means.
    static func exchanging(_ error: any Error, with peer: String) -> TransportFailure {
        switch error {
        case let failure as TransportFailure: failure
        case HTTPParserError.headerOverflow:
            TransportFailure(.headTooLarge, "the head of the answer of \(peer) is too large")
        case HTTPParserError.invalidEOFState: closed(peer)
        case is HTTPParserError, is NIOHTTPDecoderError:
            TransportFailure(.protocolViolation, "the answer of \(peer) is not HTTP/1 (\(error))")
        default: closed(peer)
        }
    }

    static func closed(_ peer: String) -> TransportFailure {
        TransportFailure(.closed, "\(peer) closed the connection before its answer was complete")
    }

    private static func resolving(_ error: NIOConnectionError, to peer: String) -> TransportFailure {
        // Either family's address is enough: what became of the attempts says more than what one lookup lacked.
        let failures = error.connectionErrors.map { connecting($0.error, to: peer) }
        if let refused = failures.first(where: { $0.kind == .refused }) { return refused }
        if let first = failures.first { return first }
        return TransportFailure(.nameResolution, "the name `\(error.host)` has no address")
    }

    private static func system(_ error: IOError, peer: String) -> TransportFailure {
        switch Errno(rawValue: error.errnoCode) {
        case .connectionRefused: TransportFailure(.refused, "\(peer) refused the connection: nothing listens there")
        case .timedOut: connectTimeout(peer)
        case .connectionReset: TransportFailure(.refused, "\(peer) reset the connection")
        default: TransportFailure(.unreachable, "\(peer) can not be reached (\(error))")
        }
    }
}
