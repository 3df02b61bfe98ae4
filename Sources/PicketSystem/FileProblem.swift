#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A problem of the file system in the system's words.
package enum FileProblem: Error, Hashable {
    case folder
    /// A pipe whose other end nobody reads.
    case noReader
    /// A pipe or a device where only a regular file will do.
    case notRegular
    /// A standard stream that was closed before the program began.
    case closedStream
    case system(errno: Int32)

    /// For the error that the last call left behind.
    package static var latest: FileProblem { .system(errno: errno) }

    /// The reader of a pipe has gone away, as `head` does: this is its choice, and nobody needs to hear of it.
    package var isReaderGone: Bool { self == .system(errno: EPIPE) }

    package var message: String {
        switch self {
        case .folder: "it is a folder"
        case .noReader: "nobody reads the pipe"
        case .notRegular: "it is not a regular file"
        case .closedStream: "it is closed"
        case .system(let errno): String(cString: strerror(errno)).lowercasedFirst
        }
    }
}

extension String {
    fileprivate var lowercasedFirst: String { prefix(1).lowercased() + dropFirst() }
}
