import NIOCore
import NIOHTTP1
import SystemPackage

extension TransportFailure {
    /// Returns the failure for an error after the connection was made.
    static func exchanging(_ error: any Error, with peer: String) -> TransportFailure {
        switch error {
        case let failure as TransportFailure: failure
        case let error as HTTPParserError: parsing(error, peer)
        case is NIOHTTPDecoderError: unasked(peer)
        case let error as IOError: system(Errno(rawValue: error.errnoCode), peer)
        default: closed(peer)
        }
    }

    private static func parsing(_ error: HTTPParserError, _ peer: String) -> TransportFailure {
        switch error {
        case .invalidEOFState: closed(peer)
        case .headerOverflow: headTooLarge(peer)
        case .closedConnection, .trailingGarbage: unasked(peer)
        case .invalidConstant: notHTTP(peer, "it does not begin with `HTTP/1.1`")
        case .invalidVersion: notHTTP(peer, "it is of another version of HTTP")
        case .invalidStatus: notHTTP(peer, "its status is not a number of three digits")
        case .invalidHeaderToken, .invalidCharactersUsed, .lfExpected:
            notHTTP(peer, "its head contains a character that is not allowed there")
        case .invalidContentLength: notHTTP(peer, "its `Content-Length` is not a number")
        case .unexpectedContentLength: notHTTP(peer, "it has two lengths")
        case .invalidChunkSize: notHTTP(peer, "the size of a chunk is not a number")
        default: notHTTP(peer, "its head or its chunks break the rules")
        }
    }

    private static func system(_ error: Errno, _ peer: String) -> TransportFailure {
        switch error {
        case .connectionReset:
            TransportFailure(.closed, "\(peer) closed the connection by a reset before its answer was complete")
        case .timedOut, .noRouteToHost, .networkUnreachable, .networkDown, .hostIsDown:
            TransportFailure(.closed, "the connection to \(peer) was lost before its answer was complete")
        default: closed(peer)
        }
    }
}
