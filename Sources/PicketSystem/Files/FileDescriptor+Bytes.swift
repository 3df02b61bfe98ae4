internal import CProcess
import Glibc
package import SystemPackage

/// Reading from and writing to open files.
extension FileDescriptor {
    package var isTerminal: Bool { isatty(rawValue) == 1 }

    /// Whether this was a terminal, which its window or its connection has left.
    package var isHungUp: Bool {
        var modes = termios()
        return tcgetattr(rawValue, &modes) != 0 && Errno.latest == .ioError
    }

    /// The columns of the terminal; nil if this is not a terminal.
    package var columns: Int? {
        var size = winsize()
        guard ioctl(rawValue, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
        return Int(size.ws_col)
    }

    /// Drops input that was typed and not read yet.
    package func dropTypedInput() { tcflush(rawValue, TCIFLUSH) }

    /// Whether the descriptor is open for reading; nil if it is closed.
    package var isReadable: Bool? {
        let flags = fcntl(rawValue, F_GETFL)
        return flags < 0 ? nil : flags & O_ACCMODE != O_WRONLY
    }

    // MARK: Reading

    /// Reads some bytes; returns 0 at the end. It waits for a descriptor that would block.
    func readWaiting(into buffer: UnsafeMutableRawBufferPointer) throws(FileProblem) -> Int {
        while true {
            let count = Glibc.read(rawValue, buffer.baseAddress, buffer.count)
            if count >= 0 { return count }
            if errno == EAGAIN {
                wait(for: POLLIN)
            } else if errno != EINTR {
                throw .latest
            }
        }
    }

    /// Reads everything up to the end.
    package func readToEnd(expecting expected: Int = 0, limit: Int? = nil) throws(FileProblem) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(expected + 1)
        let chunk = 1 << 16
        while true {
            let outcome = withUnsafeTemporaryAllocation(byteCount: chunk, alignment: 1) { buffer in
                Result { () throws(FileProblem) in
                    let count = try readWaiting(into: buffer)
                    result.append(contentsOf: buffer[..<count])
                    return count
                }
            }
            if try outcome.get() == 0 { return result }
            if let limit, result.count > limit { throw .tooLarge(limit: limit) }
        }
    }

    /// Reads some bytes; returns 0 at the end. It stops waiting if a signal asks the program to end.
    func readHearingSignals(
        _ wait: FileWait, into buffer: UnsafeMutableRawBufferPointer
    ) throws(FileProblem) -> Int {
        while true {
            var entry = pollfd(fd: rawValue, events: Int16(POLLIN), revents: 0)
            let ready = poll(&entry, 1, 50)
            if wait.isGivenUp { throw .system(.interrupted) }
            if ready > 0 { return try readWaiting(into: buffer) }
        }
    }

    /// Reads everything up to the end, and stops waiting if a signal asks the program to end.
    func readToEndHearingSignals(limit: Int) throws(FileProblem) -> [UInt8] {
        var result: [UInt8] = []
        let wait = FileWait()
        while true {
            let before = result.count
            result += try withUnsafeTemporaryAllocation(byteCount: 1 << 16, alignment: 1) { buffer in
                Result { () throws(FileProblem) in Array(buffer[..<(try readHearingSignals(wait, into: buffer))]) }
            }.get()
            if result.count == before { return result }
            if result.count > limit { throw .tooLarge(limit: limit) }
        }
    }

    /// Reads everything from the first byte on. Use it on a file that is only appended to, since it moves the position.
    package func readFromStart() throws(FileProblem) -> [UInt8] {
        guard Glibc.lseek(rawValue, 0, SEEK_SET) == 0 else { throw .latest }
        return try readToEnd()
    }

    /// Reads up to `count` bytes at a place without moving the position; empty at the end.
    package func read(at place: Int64, count: Int) throws(FileProblem) -> [UInt8] {
        var got = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            repeat {
                got = Glibc.pread(rawValue, buffer.baseAddress, count, off_t(place))
            } while got < 0 && errno == EINTR
            initialized = max(0, got)
        }
        guard got >= 0 else { throw .latest }
        return bytes
    }

    /// Reads up to 4096 bytes; empty at the end, nil if there are none now.
    package func readAvailable() -> [UInt8]? {
        var count = 0
        // The buffer belongs to the array: `read` writes at most its capacity and returns the number of initialized
        // bytes.
        let bytes = [UInt8](unsafeUninitializedCapacity: 4_096) { buffer, initialized in
            repeat { count = Glibc.read(rawValue, buffer.baseAddress, buffer.count) } while count < 0 && errno == EINTR
            initialized = max(0, count)
        }
        // EIO means that the terminal is gone.
        if count < 0 { return errno == EAGAIN ? nil : [] }
        return bytes
    }

    /// Reads one byte; nil if there is none now.
    package func readByte() -> UInt8? {
        var byte: UInt8 = 0
        return Glibc.read(rawValue, &byte, 1) == 1 ? byte : nil
    }

    // MARK: Writing

    /// Writes all bytes, and waits for a descriptor that would block.
    package func writeWaiting(_ bytes: UnsafeRawBufferPointer) throws(FileProblem) {
        let problem = process_write(rawValue, bytes.baseAddress, bytes.count)
        if problem != 0 { throw .system(Errno(rawValue: problem)) }
    }

    /// Writes all bytes, and waits for a descriptor that would block.
    package func writeWaiting(_ bytes: [UInt8]) throws(FileProblem) {
        let problem = bytes.withUnsafeBytes { process_write(rawValue, $0.baseAddress, $0.count) }
        if problem != 0 { throw .system(Errno(rawValue: problem)) }
    }

    /// Replaces everything in a file that is only appended to.
    package func rewrite(_ bytes: [UInt8]) throws(FileProblem) {
        guard ftruncate(rawValue, 0) == 0 else { throw .latest }
        try writeWaiting(bytes)
    }

    /// Appends a line with its newline to a regular file that is open for reading, too, and that no other program
    /// appends to now.
    ///
    /// A last line without its newline is ended first. If the line cannot be written whole, the file keeps its earlier
    /// length.
    package func appendLine(_ line: [UInt8]) throws(FileProblem) {
        let length = Int64(Glibc.lseek(rawValue, 0, SEEK_END))
        guard length >= 0 else { throw .latest }
        let newline = UInt8(ascii: "\n")
        let last = length > 0 ? try read(at: length - 1, count: 1).first : newline
        do throws(FileProblem) {
            try writeWaiting(last == newline ? line : [newline] + line)
        } catch {
            _ = ftruncate(rawValue, off_t(length))
            throw error
        }
    }

    /// Writes one byte if there is room for it now.
    package func writeByte(_ byte: UInt8) {
        var byte = byte
        _ = Glibc.write(rawValue, &byte, 1)
    }

    // MARK: Waiting

    private func wait(for events: Int32) {
        var entry = pollfd(fd: rawValue, events: Int16(events), revents: 0)
        _ = poll(&entry, 1, -1)
    }

    /// Waits until one of two descriptors has input, or the time has passed.
    ///
    /// - Parameter milliseconds: The time; -1 to wait without limit.
    /// - Returns: Whether each of the two has input or has ended.
    package static func waitForInput(
        _ first: FileDescriptor, _ second: FileDescriptor, milliseconds: Int32
    ) -> (first: Bool, second: Bool) {
        var entries = [
            pollfd(fd: first.rawValue, events: Int16(POLLIN), revents: 0),
            pollfd(fd: second.rawValue, events: Int16(POLLIN), revents: 0),
        ]
        while poll(&entries, 2, milliseconds) < 0, errno == EINTR {}
        return (entries[0].revents != 0, entries[1].revents != 0)
    }
}

extension [UInt8] {
    /// Where a byte stands first, from a place on; nil if it stands nowhere.
    package func place(of byte: UInt8, from start: Int) -> Int? {
        guard start < count else { return nil }
        return withUnsafeBytes { bytes in
            guard let base = bytes.baseAddress, let found = memchr(base + start, Int32(byte), count - start) else {
                return nil
            }
            return UnsafeRawPointer(found) - base
        }
    }
}
