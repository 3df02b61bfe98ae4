import Glibc
package import SystemPackage

/// Replaces the contents of a file, as a whole if possible.
///
/// A missing file, or a regular file of this user with one name, is replaced by a new file with the same owner and
/// mode. Any other file is written in place: a device, a pipe, a file with several names or another owner, or one with
/// a file system mounted on it. Symbolic links are followed.
package enum FileReplacement {
    /// - Parameter permissions: The permissions of a new file, before the process's mask is applied.
    package static func replace(
        _ path: String, with bytes: [UInt8], permissions: FilePermissions = [.ownerReadWrite, .groupRead, .otherRead]
    ) throws(FileProblem) {
        let status: Stat
        do throws(Errno) {
            status = try Stat(path)
        } catch {
            guard error == .noSuchFileOrDirectory else { throw .system(error) }
            let place = try FilePlace(ofAbsent: path)
            _ = try swap(place, for: bytes, permissions, like: nil)
            return
        }
        if status.type == .directory { throw .folder }
        if let place = FilePlace(replaceable: path, status), try swap(place, for: bytes, permissions, like: status) {
            return
        }
        try writeThrough(path, bytes)
    }

    /// Whether a new file would replace this one. It does not replace a link or a file with other names or another
    /// owner.
    package static func takesPlace(of path: String) -> Bool {
        guard let status = try? Stat(path, followTargetSymlink: false) else { return false }
        return status.type == .regular && status.linkCount == 1 && status.userID.rawValue == geteuid()
    }

    private static func writeThrough(_ path: String, _ bytes: [UInt8]) throws(FileProblem) {
        let descriptor = try FileDescriptor.openForWriting(path)
        defer { close(descriptor.rawValue) }
        do throws(FileProblem) {
            try descriptor.writeWaiting(bytes)
        } catch {
            // The reader of the pipe went away by intention.
            if !error.isReaderGone { throw error }
            return
        }
        // Pipes and devices have no disk to wait for.
        guard fsync(descriptor.rawValue) == 0 || [EINVAL, ENOTSUP, EROFS].contains(errno) else { throw .latest }
    }

    /// Writes a new file beside the old one and moves it into place.
    ///
    /// - Returns: false if the folder, or a mount on the file, does not allow it. Then the file itself may still be
    ///   writable.
    private static func swap(
        _ place: FilePlace, for bytes: [UInt8], _ permissions: FilePermissions, like earlier: Stat?
    ) throws(FileProblem) -> Bool {
        guard let (path, descriptor) = makeTemporary(in: place.folder, earlier == nil ? permissions : .ownerReadWrite)
        else {
            if earlier != nil, [EACCES, EPERM, EROFS].contains(errno) { return false }
            throw .latest
        }
        var isDone = false
        // The caller gets the first error, not an error of the cleanup.
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

    /// Writes the new file and closes it. Returns false if it cannot get the owner of the earlier file.
    private static func fill(
        _ descriptor: FileDescriptor, with bytes: [UInt8], like earlier: Stat?
    ) throws(FileProblem) -> Bool {
        defer { close(descriptor.rawValue) }
        if let earlier, !take(ownerOf: earlier, descriptor) { return false }
        try descriptor.writeWaiting(bytes)
        guard fsync(descriptor.rawValue) == 0 else { throw .latest }
        return true
    }

    /// Sets the owner before the mode, because changing the owner clears bits of the mode.
    private static func take(ownerOf earlier: Stat, _ descriptor: FileDescriptor) -> Bool {
        guard let status = try? Stat(descriptor) else { return false }
        if status.userID != earlier.userID || status.groupID != earlier.groupID {
            guard fchown(descriptor.rawValue, earlier.userID.rawValue, earlier.groupID.rawValue) == 0 else {
                return false
            }
        }
        return fchmod(descriptor.rawValue, earlier.permissions.rawValue) == 0
    }

    /// Removes a file whose content must not be used any more, if that is possible.
    package static func remove(_ path: String) { _ = unlink(path) }

    private static func makeTemporary(
        in folder: String, _ permissions: FilePermissions
    ) -> (path: String, descriptor: FileDescriptor)? {
        for number in 0..<100 {
            let path = "\(folder == "/" ? "" : folder)/.picket-\(getpid())-\(number)"
            let number = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, permissions.rawValue)
            if number >= 0 { return (path, FileDescriptor(rawValue: number)) }
            if errno != EEXIST { return nil }
        }
        return nil
    }
}
