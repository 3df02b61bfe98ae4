import NIOCore
import NIOPosix
import SystemPackage

extension TransportFailure {
    /// Returns the failure for an error before the first request; `peer` is the `host:port` of the endpoint or the
    /// proxy.
    static func connecting(
        _ error: any Error, to peer: String, _ voice: Voice = .commandLine
    ) -> TransportFailure {
        switch error {
        case let failure as TransportFailure: failure
        case let error as NIOConnectionError: resolving(error, to: peer, voice)
        case ChannelError.connectTimeout: connectTimeout(peer, voice)
        case let error as IOError: system(Errno(rawValue: error.errnoCode), peer: peer)
        default: TransportFailure(.unreachable, "the connection to \(peer) ended while it was being made")
        }
    }

    static func connectTimeout(_ peer: String, _ voice: Voice = .commandLine) -> TransportFailure {
        TransportFailure(
            .connectTimeout, "no connection to \(peer) within the connect time-out (\(voice.connectTimeout))")
    }

    /// Returns the failure for a process that may not open another file or socket.
    static func noDescriptors(_ peer: String) -> TransportFailure {
        TransportFailure(
            .unreachable, "no connection to \(peer): too many files are open (`ulimit -n` says how many may be)")
    }

    private static func resolving(
        _ error: NIOConnectionError, to peer: String, _ voice: Voice
    ) -> TransportFailure {
        // One address is enough. The result of a connection attempt says more than a failed lookup for one address
        // family.
        let failures = error.connectionErrors.map { connecting($0.error, to: peer, voice) }
        if let refused = failures.first(where: { $0.kind == .refused }) { return refused }
        if let first = failures.first { return first }
        // A lookup opens files and a socket, and does not report that it could not.
        if Descriptors.areUsedUp { return noDescriptors(peer) }
        return TransportFailure(.nameResolution, "the name `\(error.host)` has no address")
    }

    private static func system(_ error: Errno, peer: String) -> TransportFailure {
        switch error {
        case .connectionRefused: TransportFailure(.refused, "\(peer) refused the connection: nothing listens there")
        case .connectionReset: TransportFailure(.refused, "\(peer) reset the connection")
        case .timedOut: TransportFailure(.connectTimeout, "\(peer) did not answer before the system gave it up")
        case .tooManyOpenFiles, .tooManyOpenFilesInSystem: noDescriptors(peer)
        default: TransportFailure(.unreachable, "\(peer) cannot be reached: \(reason(error))")
        }
    }

    private static func reason(_ error: Errno) -> String {
        switch error {
        case .networkUnreachable, .noRouteToHost: "this machine has no route to its address"
        case .networkDown: "this machine's network is down"
        case .hostIsDown: "its machine is down"
        case .permissionDenied, .notPermitted: "this machine does not allow the connection"
        case .addressNotAvailable: "this machine has no address or port to reach it from"
        case .addressFamilyNotSupported, .protocolNotSupported, .protocolFamilyNotSupported:
            "this machine has no addresses of its kind"
        case .noBufferSpace, .noMemory: "this machine has no memory left for connections"
        case .invalidArgument: "its address is not one to connect to"
        default: "the system refused it (error \(error.rawValue))"
        }
    }
}

/// The files and sockets that the process may open.
enum Descriptors {
    /// Whether no descriptor is left. This is checked only after a failure.
    static var areUsedUp: Bool {
        do {
            try FileDescriptor.open("/dev/null", .readOnly).close()
            return false
        } catch {
            let error = error as? Errno
            return error == .tooManyOpenFiles || error == .tooManyOpenFilesInSystem
        }
    }
}
