import Glibc
import SystemPackage

/// A file that a platform keeps beside its store.
enum KeptFile {
    /// Writes the whole file. It gets its mode before its content, and its name when it is complete.
    static func write(_ text: String, to file: String, mode: FilePermissions) throws(PlatformFailure) {
        let temporary = "\(file).\(getpid())"
        unlink(temporary)
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw failure(file) }
        let bytes = Array(text.utf8)
        let isWritten =
            fchmod(descriptor, mode.rawValue) == 0
            && bytes.withUnsafeBytes { writeBytes(descriptor, $0) } == bytes.count && fsync(descriptor) == 0
        close(descriptor)
        guard isWritten, rename(temporary, file) == 0 else {
            let failure = failure(file)
            unlink(temporary)
            throw failure
        }
    }

    /// Creates an empty file that only its owner may read. Returns false if that is impossible.
    static func create(_ file: String) -> Bool {
        let descriptor = open(file, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return false }
        fchmod(descriptor, 0o600)
        close(descriptor)
        return true
    }

    private static func failure(_ file: String) -> PlatformFailure {
        PlatformFailure("the file \(file) cannot be written: \(String(cString: strerror(errno)))")
    }
}

/// Calls the system's function, which the method name above would hide.
private func writeBytes(_ descriptor: Int32, _ buffer: UnsafeRawBufferPointer) -> Int {
    write(descriptor, buffer.baseAddress, buffer.count)
}
