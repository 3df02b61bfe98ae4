import Glibc
package import SystemPackage

/// Gives a file new contents: all of them or none where that is possible.
///
/// A file that is absent, or that is a regular file of this user with one name, gets its contents by a new file that takes
/// its place; owner and mode stay. Everything else is written through: a device, a pipe, a file with several names, of
/// another owner, or with a file system mounted on it must stay what it is. Symbolic links are followed.
package enum FileReplacement {
    /// - Parameter permissions: of a file that is made, less what the process's mask takes away.
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

    /// Whether a new file would take the place of this one: not of a link, of a file with other names or of another owner.
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
            // Whoever read the pipe had enough of it.
            if !error.isReaderGone { throw error }
            return
        }
        // Pipes and devices have no disk to wait for.
        guard fsync(descriptor.rawValue) == 0 || [EINVAL, ENOTSUP, EROFS].contains(errno) else { throw .latest }
    }

    /// Writes a new file beside the place and puts it there.
    ///
    /// - Returns: false if the folder, or what is mounted on the file, allows no such thing: the file itself may be written.
    private static func swap(
        _ place: FilePlace, for bytes: [UInt8], _ permissions: FilePermissions, like earlier: Stat?
    ) throws(FileProblem) -> Bool {
        guard let (path, descriptor) = makeTemporary(in: place.folder, earlier == nil ? permissions : .ownerReadWrite)
        else {
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
        _ descriptor: FileDescriptor, with bytes: [UInt8], like earlier: Stat?
    ) throws(FileProblem) -> Bool {
        defer { close(descriptor.rawValue) }
        if let earlier, !take(ownerOf: earlier, descriptor) { return false }
        try descriptor.writeWaiting(bytes)
        guard fsync(descriptor.rawValue) == 0 else { throw .latest }
        return true
    }

    /// The owner first: a change of it takes bits of the mode away.
    private static func take(ownerOf earlier: Stat, _ descriptor: FileDescriptor) -> Bool {
        guard let status = try? Stat(descriptor) else { return false }
        if status.userID != earlier.userID || status.groupID != earlier.groupID {
            guard fchown(descriptor.rawValue, earlier.userID.rawValue, earlier.groupID.rawValue) == 0 else {
                return false
            }
        }
        return fchmod(descriptor.rawValue, earlier.permissions.rawValue) == 0
    }

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
