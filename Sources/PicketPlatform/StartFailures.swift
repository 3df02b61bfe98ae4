import Glibc
import NIOCore

/// Explains an error at the start to a person.
func reason(of error: any Error) -> String {
    switch error {
    case let error as IOError where error.errnoCode == EADDRINUSE: "another program listens there already"
    case let error as IOError where error.errnoCode == EACCES: "ports below 1024 are for the administrator"
    case let error as IOError where error.errnoCode == EADDRNOTAVAIL: "the address is not one of this machine"
    case is SocketAddressError, is SocketAddressError.UnknownHost: "the host is unknown"
    default: "\(error)"
    }
}
