import Glibc
package import SystemPackage

/// Opening files for writing.
extension FileDescriptor {
    /// How often opening a pipe without a reader is tried, 20 ms apart.
    private static let openingTries = 500

    /// Opens a file for writing from its beginning.
    ///
    /// For a pipe it waits at most ten seconds for a reader, and less if a signal asks the program to end. A plain
    /// `open` would block and ignore signals.
    ///
    /// - Parameter permissions: The permissions of a new file; nil if the file must exist.
    package static func openForWriting(
        _ path: String, permissions: FilePermissions? = nil
    ) throws(FileProblem) -> FileDescriptor {
        let flags = O_WRONLY | O_TRUNC | O_CLOEXEC | O_NOCTTY | O_NONBLOCK | (permissions == nil ? 0 : O_CREAT)
        let wait = FileWait()
        for _ in 0..<openingTries {
            let number = Glibc.open(path, flags, permissions?.rawValue ?? 0)
            if number >= 0 {
                _ = fcntl(number, F_SETFL, fcntl(number, F_GETFL) & ~O_NONBLOCK)
                return FileDescriptor(rawValue: number)
            }
            if errno == EINTR { continue }
            guard errno == ENXIO else { throw .latest }
            if wait.isGivenUp { break }
            _ = poll(nil, 0, 20)
        }
        throw .noReader
    }

    /// How a file of lines that is only appended to is opened.
    package enum Appending {
        /// Creates a file that only its owner may read, and fails if there is one.
        case new
        /// Opens an existing file.
        case existing
        /// Opens an existing file, or creates the missing target of a link. It does not wait for a file that is not
        /// regular.
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

    /// Locks the file for this program (flock). Returns false if another program has locked it.
    package func tryLock() throws(FileProblem) -> Bool {
        while flock(rawValue, LOCK_EX | LOCK_NB) != 0 {
            if errno == EWOULDBLOCK { return false }
            guard errno == EINTR else { throw .latest }
        }
        return true
    }

    /// The same for short locks: waits up to two seconds.
    package func lock() throws(FileProblem) -> Bool {
        for _ in 0..<2_000 {
            if try tryLock() { return true }
            usleep(1_000)
        }
        return false
    }

    /// Waits until the written bytes are on the disk. Returns 0, or -1 with the reason in `errno`.
    package static func settle(_ number: Int32) -> Int32 { fdatasync(number) }

    /// Sets the length of a file. Returns 0, or -1 with the reason in `errno`.
    package static func cut(_ number: Int32, _ length: Int64) -> Int32 { ftruncate(number, off_t(length)) }

    /// Removes the name of the file, if the name still leads to it.
    package static func removeName(_ path: String, of number: Int32) {
        var (own, named) = (Glibc.stat(), Glibc.stat())
        guard fstat(number, &own) == 0, lstat(path, &named) == 0, own.st_dev == named.st_dev,
            own.st_ino == named.st_ino
        else { return }
        unlink(path)
    }

    /// Calls the system's `write`. Returns -1 on failure, with the reason in `errno`.
    package static func write(_ number: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
        Glibc.write(number, bytes.baseAddress, bytes.count)
    }
}
