internal import CProcess
import Glibc
package import SystemPackage

/// Reading and writing on open files.
extension FileDescriptor {
    package var isTerminal: Bool { isatty(rawValue) == 1 }

    /// The columns of the terminal; nil if it is none.
    package var columns: Int? {
        var size = winsize()
        guard ioctl(rawValue, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
        return Int(size.ws_col)
    }

    /// Drops what was typed and not read yet.
    package func dropTypedInput() { tcflush(rawValue, TCIFLUSH) }

    /// Whether it may be read from; nil if it is closed.
    package var isReadable: Bool? {
        let flags = fcntl(rawValue, F_GETFL)
        return flags < 0 ? nil : flags & O_ACCMODE != O_WRONLY
    }

    // MARK: Reading

    /// Some bytes; none at the end. A descriptor that would block is waited for.
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

    /// Everything up to the end.
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

    /// Everything up to the end, however long the writer takes.
    func readToEndHearingSignals(limit: Int) throws(FileProblem) -> [UInt8] {
        var result: [UInt8] = []
        while true {
            var entry = pollfd(fd: rawValue, events: Int16(POLLIN), revents: 0)
            let ready = poll(&entry, 1, 50)
            if Signals.isAskedToEnd { throw .system(.interrupted) }
            guard ready > 0 else { continue }
            let before = result.count
            result += try withUnsafeTemporaryAllocation(byteCount: 1 << 16, alignment: 1) { buffer in
                Result { () throws(FileProblem) in Array(buffer[..<(try readWaiting(into: buffer))]) }
            }.get()
            if result.count == before { return result }
            if result.count > limit { throw .tooLarge(limit: limit) }
        }
    }

    /// Everything from the first byte on, wherever the next write goes.
    package func readFromStart() throws(FileProblem) -> [UInt8] {
        guard Glibc.lseek(rawValue, 0, SEEK_SET) == 0 else { throw .latest }
        return try readToEnd()
    }

    /// Up to so many bytes from a place on, wherever the next read or write goes; none at the end.
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

    /// Up to 4096 bytes; empty at the end, nil when there are none now.
    package func readAvailable() -> [UInt8]? {
        var count = 0
        // The buffer is the array's own: `read` writes at most its capacity, and the count says how much is initialised.
        let bytes = [UInt8](unsafeUninitializedCapacity: 4_096) { buffer, initialized in
            repeat { count = Glibc.read(rawValue, buffer.baseAddress, buffer.count) } while count < 0 && errno == EINTR
            initialized = max(0, count)
        }
        // EIO: the terminal is gone.
        if count < 0 { return errno == EAGAIN ? nil : [] }
        return bytes
    }

    /// One byte; nil when there is none now.
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

    /// Takes the place of everything in the file, for one that is only appended to.
    package func rewrite(_ bytes: [UInt8]) throws(FileProblem) {
        guard ftruncate(rawValue, 0) == 0 else { throw .latest }
        try writeWaiting(bytes)
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

    /// Waits for input here or there, or for the time to pass.
    ///
    /// - Parameter milliseconds: -1 waits without end.
    /// - Returns: which of the two has input (or has ended).
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
