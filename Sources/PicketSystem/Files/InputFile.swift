import Glibc
import SystemPackage

/// A file that is open to be read, and is closed where it goes out of use.
package struct InputFile: ~Copyable {
    private let descriptor: FileDescriptor
    private let isOwned: Bool

    /// Which kinds of files are opened.
    package enum Kind {
        /// A pipe waits for its writer.
        case any
        /// Not a pipe and not a device, which could keep the program waiting for ever.
        case regular
        /// A regular file or a pipe: what waits for the pipe's writer hears a signal that asks the program to end.
        case orPipe
    }

    package init(_ path: String, _ kind: Kind = .any) throws(FileProblem) {
        self.init(owning: try InputFile.open(path, kind, followsLink: true))
    }

    /// The standard input, which stays open.
    package static var standard: InputFile { InputFile(descriptor: .standardInput, isOwned: false) }

    init(owning descriptor: FileDescriptor) {
        self.init(descriptor: descriptor, isOwned: true)
    }

    private init(descriptor: FileDescriptor, isOwned: Bool) {
        self.descriptor = descriptor
        self.isOwned = isOwned
    }

    deinit {
        if isOwned { _ = close(descriptor.rawValue) }
    }

    /// Opens without waiting where only regular files are opened: the opening of a pipe waits for its writer.
    static func open(_ path: String, _ kind: Kind, followsLink: Bool) throws(FileProblem) -> FileDescriptor {
        let flags = O_RDONLY | O_CLOEXEC | (kind == .any ? 0 : O_NONBLOCK) | (followsLink ? 0 : O_NOFOLLOW)
        let number = Glibc.open(path, flags)
        guard number >= 0 else { throw .latestOfReading }
        guard kind != .any else { return FileDescriptor(rawValue: number) }
        do throws(FileProblem) {
            var status = stat()
            guard fstat(number, &status) == 0 else { throw .latest }
            if status.st_mode & S_IFMT == S_IFDIR { throw .folder }
            let isPipe = status.st_mode & S_IFMT == S_IFIFO
            guard status.st_mode & S_IFMT == S_IFREG || kind == .orPipe && isPipe else { throw .notRegular }
            return FileDescriptor(rawValue: number)
        } catch {
            close(number)
            throw error
        }
    }

    /// Asked of the open file, not of its path, which may lead elsewhere by now.
    package var number: (device: UInt64, inode: UInt64)? {
        var status = stat()
        guard fstat(descriptor.rawValue, &status) == 0 else { return nil }
        return (UInt64(truncatingIfNeeded: status.st_dev), UInt64(truncatingIfNeeded: status.st_ino))
    }

    /// About how many bytes there are: nobody knows of a pipe.
    package func expectedSize() throws(FileProblem) -> Int {
        var status = stat()
        guard fstat(descriptor.rawValue, &status) == 0 else { return 0 }
        if status.st_mode & S_IFMT == S_IFDIR { throw .folder }
        return Int(max(0, status.st_size))
    }

    /// Some bytes; none at the end. A descriptor that would block is waited for.
    package func read(into buffer: UnsafeMutableRawBufferPointer) throws(FileProblem) -> Int {
        try descriptor.readWaiting(into: buffer)
    }

    /// All of it.
    ///
    /// - Parameter limit: a file of more bytes is not read; nil for none.
    package func bytes(limit: Int? = nil) throws(FileProblem) -> [UInt8] {
        let expected = try expectedSize()
        if let limit, expected > limit { throw .tooLarge(limit: limit) }
        return try descriptor.readToEnd(expecting: expected, limit: limit)
    }

    /// All that comes, also from a pipe: a signal that asks the program to end ends the wait.
    package func bytesUntilEnd(limit: Int) throws(FileProblem) -> [UInt8] {
        let expected = try expectedSize()
        if expected > limit { throw .tooLarge(limit: limit) }
        return try descriptor.readToEndHearingSignals(limit: limit)
    }

    /// All of a file, a pipe or a device.
    package static func bytes(of path: String) throws(FileProblem) -> [UInt8] {
        let file = try InputFile(path)
        return try file.bytes()
    }
}
