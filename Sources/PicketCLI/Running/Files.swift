import PicketSyntax
import PicketSystem

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

enum FileReading {
    /// All of a file, a pipe or standard input.
    static func bytes(_ path: String) throws(FileProblem) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .latest }
        defer { close(descriptor) }
        return try bytes(descriptor)
    }

    static func bytes(_ descriptor: Int32) throws(FileProblem) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(try size(descriptor) + 1)
        let portion = 1 << 16
        while true {
            let outcome = withUnsafeTemporaryAllocation(byteCount: portion, alignment: 1) { buffer in
                Result { () throws(FileProblem) in
                    let count = try read(descriptor, into: buffer)
                    result.append(contentsOf: buffer[..<count])
                    return count
                }
            }
            if try outcome.get() == 0 { return result }
        }
    }

    /// A script, which stands in memory once.
    static func source(_ path: String, name: String) throws(FileProblem) -> SourceFile {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .latest }
        defer { close(descriptor) }
        return try source(descriptor, name: name)
    }

    /// A script that another one includes: a pipe or a device could keep the program waiting for ever.
    static func included(_ path: String, name: String) throws(FileProblem) -> SourceFile {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw .latest }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw .latest }
        guard status.st_mode & S_IFMT == S_IFREG || status.st_mode & S_IFMT == S_IFDIR else {
            throw .notRegular
        }
        return try source(descriptor, name: name)
    }

    static func source(_ descriptor: Int32, name: String) throws(FileProblem) -> SourceFile {
        let size = try size(descriptor) + 1
        return try SourceFile(name: name, expecting: size, file: identity(descriptor)) { buffer throws(FileProblem) in
            try read(descriptor, into: buffer)
        }
    }

    /// Asked of the open file, not of its path, which may lead elsewhere by now.
    private static func identity(_ descriptor: Int32) -> SourceIdentity? {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { return nil }
        return .file(
            device: UInt64(truncatingIfNeeded: status.st_dev), inode: UInt64(truncatingIfNeeded: status.st_ino))
    }

    private static func size(_ descriptor: Int32) throws(FileProblem) -> Int {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { return 0 }
        if status.st_mode & S_IFMT == S_IFDIR { throw .folder }
        return Int(max(0, status.st_size))
    }

    /// Some bytes; none at the end.
    private static func read(
        _ descriptor: Int32, into buffer: UnsafeMutableRawBufferPointer
    ) throws(FileProblem) -> Int {
        while true {
            let count = readBytes(descriptor, buffer.baseAddress, buffer.count)
            if count >= 0 { return count }
            if errno == EAGAIN {
                var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
                _ = poll(&entry, 1, -1)
            } else if errno != EINTR {
                throw .latest
            }
        }
    }
}

/// The system's `read`, which the name above would hide.
private func readBytes(_ descriptor: Int32, _ buffer: UnsafeMutableRawPointer?, _ count: Int) -> Int {
    read(descriptor, buffer, count)
}
