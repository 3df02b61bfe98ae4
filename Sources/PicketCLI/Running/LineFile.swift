#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A file that is written line by line while something goes on.
final class LineFile {
    private let path: String
    private let descriptor: Int32
    /// Why the file is not complete; nil while it is.
    private var problem: FileProblem?

    /// Makes the file, or empties it.
    init(_ path: String) throws {
        self.path = path
        descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Ending.usage("cannot write `\(path)`: \(FileProblem.latest.message)") }
    }

    func write(_ bytes: [UInt8]) {
        var start = 0
        while start < bytes.count {
            let count = bytes[start...].withUnsafeBytes { piece in
                #if canImport(Glibc)
                    Glibc.write(descriptor, piece.baseAddress, piece.count)
                #else
                    Darwin.write(descriptor, piece.baseAddress, piece.count)
                #endif
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else {
                problem = problem ?? .latest
                return
            }
            start += count
        }
    }

    func write(_ line: String) { write(Array((line + "\n").utf8)) }

    /// - Throws: if not everything could be written.
    func close() throws {
        #if canImport(Glibc)
            _ = Glibc.close(descriptor)
        #else
            _ = Darwin.close(descriptor)
        #endif
        if let problem { throw Ending(ExitStatus.failed, "`\(path)` is not complete: \(problem.message)") }
    }
}
