import Glibc
import NIOCore

/// Explains an error at the start to a person.
func reason(of error: any Error) -> String {
    switch error {
    case let error as IOError where error.errnoCode == EADDRINUSE: "another program listens there already"
    case let error as IOError where error.errnoCode == EACCES: "ports below 1024 are for the administrator"
    case let error as IOError where error.errnoCode == EADDRNOTAVAIL: "the address is not one of this machine"
    case let error as IOError where [EMFILE, ENFILE].contains(error.errnoCode): "too many files are open"
    case is SocketAddressError, is SocketAddressError.UnknownHost: "the host is unknown"
    default: "\(error)"
    }
}

extension Platform {
    /// How many files a platform opens before its first connection: three for each event loop, the listener, and the store.
    /// Connections, and what the system opens now and then, need some more.
    package static var leastDescriptors: Int { 3 * NIOSingletons.groupLoopCountSuggestion + 8 }
}
