#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Gives a file new contents: all of them or none where that is possible.
///
/// A file that is absent, or that is a regular file of this user with one name, gets its contents by a new file that takes
/// its place; owner and mode stay. Everything else is written through: a device, a pipe, a file with several names, of
/// another owner, or with a file system mounted on it must stay what it is. Symbolic links are followed.
package enum FileReplacement {
    /// - Parameter mode: of a file that is made, less what the process's mask takes away.
    package static func replace(_ path: String, with bytes: [UInt8], mode: UInt32 = 0o644) throws(FileProblem) {
        var status = stat()
        guard stat(path, &status) == 0 else {
            guard errno == ENOENT else { throw .latest }
            let place = try FilePlace(ofAbsent: path)
            _ = try swap(place, for: bytes, mode: mode, like: nil)
            return
        }
        if status.st_mode & S_IFMT == S_IFDIR { throw .folder }
        if let place = FilePlace(replaceable: path, status), try swap(place, for: bytes, mode: mode, like: status) {
            return
        }
        try writeThrough(path, bytes)
    }

    private static func writeThrough(_ path: String, _ bytes: [UInt8]) throws(FileProblem) {
        let descriptor = try Descriptor.openForWriting(path)
        defer { close(descriptor) }
        do {
            try Descriptor.write(bytes, to: descriptor)
        } catch {
            // Whoever read the pipe had enough of it.
            if !error.isReaderGone { throw error }
            return
        }
        // Pipes and devices have no disk to wait for.
        guard fsync(descriptor) == 0 || errno == EINVAL || errno == ENOTSUP || errno == EROFS else { throw .latest }
    }

    /// Writes a new file beside the place and puts it there.
    ///
    /// - Returns: false if the folder, or what is mounted on the file, allows no such thing: the file itself may be written.
    private static func swap(
        _ place: FilePlace, for bytes: [UInt8], mode: UInt32, like earlier: stat?
    ) throws(FileProblem) -> Bool {
        guard let (path, descriptor) = makeTemporary(in: place.folder, mode: earlier == nil ? mode : 0o600) else {
            if earlier != nil, [EACCES, EPERM, EROFS].contains(errno) { return false }
            throw .latest
        }
        var isDone = false
        // What the caller hears of is the failure, not how the cleaning up went.
        defer {
            let problem = errno
            if !isDone { unlink(path) }
            errno = problem
        }
        guard try fill(descriptor, with: bytes, like: earlier) else { return false }
        guard rename(path, place.path) == 0 else {
            if earlier != nil, [EBUSY, EXDEV, EPERM, EACCES].contains(errno) { return false }
            throw .latest
        }
        isDone = true
        return true
    }

    /// Writes the new file and closes it; false if it cannot have the owner of the earlier one.
    private static func fill(
        _ descriptor: Int32, with bytes: [UInt8], like earlier: stat?
    ) throws(FileProblem) -> Bool {
        defer { close(descriptor) }
        if let earlier, !take(ownerOf: earlier, descriptor) { return false }
        try Descriptor.write(bytes, to: descriptor)
        guard fsync(descriptor) == 0 else { throw .latest }
        return true
    }

    /// The owner first: a change of it takes bits of the mode away.
    private static func take(ownerOf earlier: stat, _ descriptor: Int32) -> Bool {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { return false }
        if status.st_uid != earlier.st_uid || status.st_gid != earlier.st_gid {
            guard fchown(descriptor, earlier.st_uid, earlier.st_gid) == 0 else { return false }
        }
        return fchmod(descriptor, earlier.st_mode & 0o7777) == 0
    }

    private static func makeTemporary(in folder: String, mode: UInt32) -> (path: String, descriptor: Int32)? {
        for number in 0..<100 {
            let path = "\(folder == "/" ? "" : folder)/.picket-\(getpid())-\(number)"
            let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode_t(mode))
            if descriptor >= 0 { return (path, descriptor) }
            if errno != EEXIST { return nil }
        }
        return nil
    }
}
