import Glibc
package import SystemPackage

/// Opening files to be written.
extension FileDescriptor {
    /// How often a pipe without a reader is tried again, 20 ms apart.
    private static let openingTries = 500

    /// Opens a file to be written from its beginning.
    ///
    /// A pipe waits for its reader for ten seconds at the most, and less if a signal asks the program to end: such an
    /// opening would hang otherwise, and hear nothing.
    ///
    /// - Parameter permissions: of a file that is made; nil if it must be there.
    package static func openForWriting(
        _ path: String, permissions: FilePermissions? = nil
    ) throws(FileProblem) -> FileDescriptor {
        let flags = O_WRONLY | O_TRUNC | O_CLOEXEC | O_NOCTTY | O_NONBLOCK | (permissions == nil ? 0 : O_CREAT)
        for _ in 0..<openingTries {
            let number = Glibc.open(path, flags, permissions?.rawValue ?? 0)
            if number >= 0 {
                _ = fcntl(number, F_SETFL, fcntl(number, F_GETFL) & ~O_NONBLOCK)
                return FileDescriptor(rawValue: number)
            }
            if errno == EINTR { continue }
            guard errno == ENXIO else { throw .latest }
            if Signals.isAskedToEnd { break }
            _ = poll(nil, 0, 20)
        }
        throw .noReader
    }

    /// How a file of lines is opened that is only appended to.
    package enum Appending {
        /// A new file that only its owner may read; an error if there is one.
        case new
        /// The file that is there.
        case existing
        /// The same, or the file that a link leads to without there being one. What is no regular file is not waited for.
        case existingOrLinked
    }

    package static func openForAppending(_ path: String, _ appending: Appending) throws(FileProblem) -> FileDescriptor {
        let flags = O_RDWR | O_APPEND | O_CLOEXEC
        let number =
            switch appending {
            case .new: Glibc.open(path, flags | O_CREAT | O_EXCL, 0o600)
            case .existing: Glibc.open(path, flags)
            case .existingOrLinked: Glibc.open(path, flags | O_CREAT | O_NONBLOCK | O_NOCTTY, 0o600)
            }
        guard number >= 0 else { throw .latest }
        if case .new = appending { fchmod(number, 0o600) }
        return FileDescriptor(rawValue: number)
    }

    // MARK: Taking turns

    /// Takes the file for this program (flock); false if another one has it.
    package func tryLock() throws(FileProblem) -> Bool {
        while flock(rawValue, LOCK_EX | LOCK_NB) != 0 {
            if errno == EWOULDBLOCK { return false }
            guard errno == EINTR else { throw .latest }
        }
        return true
    }

    /// The same, for turns that are short: waits for two seconds.
    package func lock() throws(FileProblem) -> Bool {
        for _ in 0..<2_000 {
            if try tryLock() { return true }
            usleep(1_000)
        }
        return false
    }

    /// Waits until what was written is on the disk; 0, or -1 with the reason in `errno`.
    package static func settle(_ number: Int32) -> Int32 { fdatasync(number) }

    /// Makes a file as long as said; 0, or -1 with the reason in `errno`.
    package static func cut(_ number: Int32, _ length: Int64) -> Int32 { ftruncate(number, off_t(length)) }

    /// Takes the name of the file away, if the name still leads to it.
    package static func removeName(_ path: String, of number: Int32) {
        var (own, named) = (Glibc.stat(), Glibc.stat())
        guard fstat(number, &own) == 0, lstat(path, &named) == 0, own.st_dev == named.st_dev,
            own.st_ino == named.st_ino
        else { return }
        unlink(path)
    }

    /// What `write` does; -1 with the reason in `errno`.
    package static func write(_ number: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
        Glibc.write(number, bytes.baseAddress, bytes.count)
    }
}
