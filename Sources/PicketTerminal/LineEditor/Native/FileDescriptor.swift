import Glibc

/// Reads and writes on an open file descriptor, which stays its owner's.
struct FileDescriptor: Hashable, Sendable {
    let number: Int32

    init(_ number: Int32) { self.number = number }

    var isTerminal: Bool { isatty(number) == 1 }

    /// Why the last call failed.
    static func reason() -> String { String(cString: strerror(errno)) }

    func close() { _ = Glibc.close(number) }

    /// Up to 4096 bytes; empty at the end, nil when there are none now.
    func read() -> [UInt8]? {
        var count = 0
        // The buffer is the array's own: `read` writes at most its capacity, and the count says how much is initialised.
        let bytes = [UInt8](unsafeUninitializedCapacity: 4096) { buffer, initialized in
            repeat { count = Glibc.read(number, buffer.baseAddress, buffer.count) } while count < 0 && errno == EINTR
            initialized = max(0, count)
        }
        // EIO: the terminal is gone.
        if count < 0 { return errno == EAGAIN ? nil : [] }
        return bytes
    }

    func readAll() -> [UInt8] {
        var bytes: [UInt8] = []
        while let more = read(), !more.isEmpty { bytes += more }
        return bytes
    }

    /// Writes everything, in one call where the system takes it whole; false when it can not.
    @discardableResult
    func writeAll(_ bytes: [UInt8]) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            // The slice's memory is valid within the closure, and `write` reads no more than its count.
            let count = rest.withUnsafeBytes { Glibc.write(number, $0.baseAddress, $0.count) }
            if count >= 0 {
                rest = rest.dropFirst(count)
            } else if errno == EAGAIN {
                wait(for: POLLOUT)
            } else if errno != EINTR {
                return false
            }
        }
        return true
    }

    private func wait(for events: Int32) {
        var entry = pollfd(fd: number, events: Int16(events), revents: 0)
        _ = Glibc.poll(&entry, 1, -1)
    }

    /// Waits for input here or there, or for the time to pass.
    ///
    /// - Parameter milliseconds: -1 waits without end.
    /// - Returns: Which of the two has input (or has ended).
    static func poll(_ first: Self, _ second: Self, milliseconds: Int32) -> (first: Bool, second: Bool) {
        var entries = [
            pollfd(fd: first.number, events: Int16(POLLIN), revents: 0),
            pollfd(fd: second.number, events: Int16(POLLIN), revents: 0),
        ]
        while Glibc.poll(&entries, 2, milliseconds) < 0, errno == EINTR {}
        return (entries[0].revents != 0, entries[1].revents != 0)
    }
}
