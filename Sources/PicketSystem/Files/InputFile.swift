import Glibc
import SystemPackage

/// A file opened for reading, which is closed when the value goes out of use.
package struct InputFile: ~Copyable {
    private let descriptor: FileDescriptor
    private let isOwned: Bool

    /// The kinds of files that may be opened.
    package enum Kind {
        /// Any file. Opening a pipe waits for its writer.
        case any
        /// Any file. A signal that asks the program to end interrupts the wait for a pipe's writer or a terminal.
        case anyHearing
        /// Only a regular file, since a pipe or a device could block the program for ever.
        case regular
        /// A regular file or a pipe. A signal that asks the program to end interrupts the wait for the pipe's writer.
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

    /// Opens a file. It does not block if only regular files are allowed, although opening a pipe waits for its writer.
    static func open(_ path: String, _ kind: Kind, followsLink: Bool) throws(FileProblem) -> FileDescriptor {
        let flags = O_RDONLY | O_CLOEXEC | (kind == .any ? 0 : O_NONBLOCK) | (followsLink ? 0 : O_NOFOLLOW)
        let number = Glibc.open(path, flags)
        guard number >= 0 else { throw .latestOfReading }
        guard kind != .any, kind != .anyHearing else { return FileDescriptor(rawValue: number) }
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

    /// The device and inode of the open file. The path may already lead to another file.
    package var number: (device: UInt64, inode: UInt64)? {
        var status = stat()
        guard fstat(descriptor.rawValue, &status) == 0 else { return nil }
        return (UInt64(truncatingIfNeeded: status.st_dev), UInt64(truncatingIfNeeded: status.st_ino))
    }

    /// Whether it is a device, such as a terminal or `/dev/zero`.
    package var isDevice: Bool {
        var status = stat()
        return fstat(descriptor.rawValue, &status) == 0 && status.st_mode & S_IFMT == S_IFCHR
    }

    /// The approximate number of bytes; 0 for a pipe, whose size is unknown.
    package func expectedSize() throws(FileProblem) -> Int {
        var status = stat()
        guard fstat(descriptor.rawValue, &status) == 0 else { return 0 }
        if status.st_mode & S_IFMT == S_IFDIR { throw .folder }
        return Int(max(0, status.st_size))
    }

    /// Reads some bytes; returns 0 at the end. It waits for a descriptor that would block.
    package func read(into buffer: UnsafeMutableRawBufferPointer) throws(FileProblem) -> Int {
        try descriptor.readWaiting(into: buffer)
    }

    /// The same. A signal that asks the program to end interrupts the wait.
    ///
    /// - Parameter wait: The wait of all reads of the file.
    package func read(
        into buffer: UnsafeMutableRawBufferPointer, hearing wait: FileWait
    ) throws(FileProblem) -> Int {
        try descriptor.readHearingSignals(wait, into: buffer)
    }

    /// Reads the whole file.
    ///
    /// - Parameter limit: The maximum size in bytes; nil for no limit.
    package func bytes(limit: Int? = nil) throws(FileProblem) -> [UInt8] {
        let expected = try expectedSize()
        if let limit, expected > limit { throw .tooLarge(limit: limit) }
        return try descriptor.readToEnd(expecting: expected, limit: limit)
    }

    /// Reads the whole file or pipe. A signal that asks the program to end interrupts the wait.
    package func bytesUntilEnd(limit: Int) throws(FileProblem) -> [UInt8] {
        let expected = try expectedSize()
        if expected > limit { throw .tooLarge(limit: limit) }
        return try descriptor.readToEndHearingSignals(limit: limit)
    }

    /// Reads a whole file, pipe or device.
    package static func bytes(of path: String) throws(FileProblem) -> [UInt8] {
        let file = try InputFile(path)
        return try file.bytes()
    }
}
