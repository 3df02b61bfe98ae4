#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A file of lines that is only ever appended to, by one process at a time.
///
/// A line is there as a whole or not at all: what a failed write left behind is cut off.
final class JournalFile {
    let path: String
    private let descriptor: Int32
    private let disk: JournalDisk
    private enum State { case open, broken, closed }
    private var state = State.open
    /// Where the last whole line ends.
    private var length: Int64 = 0
    /// How much of that is on the disk.
    private var settledLength: Int64 = 0
    /// Whether a kill cut off the last line of an earlier run: what follows must not be joined to it.
    private var endsInsideLine = false
    /// Where the last line that has an end ends.
    private var wholeLength: Int64 = 0

    /// Makes a new file that only its owner may read.
    ///
    /// - Throws: `JournalProblem` if there is one already: what it says must not be lost.
    static func create(_ path: String, on disk: JournalDisk = .system) throws(JournalProblem) -> JournalFile {
        let descriptor = open(path, O_RDWR | O_APPEND | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            if errno == EEXIST {
                throw JournalProblem("`\(path)` is there already: go on with it by `--resume`, or name another file")
            }
            throw JournalProblem("`\(path)` can not be made: \(reason())")
        }
        return try JournalFile(path, descriptor, disk)
    }

    /// Opens a file that another run wrote, to go on with it.
    static func reopen(_ path: String, on disk: JournalDisk = .system) throws(JournalProblem) -> JournalFile {
        let descriptor = open(path, O_RDWR | O_APPEND | O_CLOEXEC)
        guard descriptor >= 0 else { throw JournalProblem("`\(path)` can not be opened: \(reason())") }
        return try JournalFile(path, descriptor, disk)
    }

    private init(_ path: String, _ descriptor: Int32, _ disk: JournalDisk) throws(JournalProblem) {
        self.path = path
        self.descriptor = descriptor
        self.disk = disk
        // Once all properties have values, `deinit` closes the file.
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            throw JournalProblem("another run is writing `\(path)`")
        }
    }

    deinit { close() }

    /// Lets another run have the file.
    func close() {
        guard state != .closed else { return }
        state = .closed
        JournalDisk.close(descriptor)
    }

    /// Everything in the file. What a kill cut off behind the last line end is taken for a line, too.
    func lines() throws(JournalProblem) -> [String] {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            let count = pread(descriptor, &chunk, chunk.count, off_t(bytes.count))
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw JournalProblem("`\(path)` can not be read: \(Self.reason())") }
            if count == 0 { break }
            bytes += chunk[..<count]
        }
        length = Int64(bytes.count)
        settledLength = length
        wholeLength = Int64(bytes.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0)
        endsInsideLine = bytes.last.map { $0 != UInt8(ascii: "\n") } ?? false
        return bytes.split(separator: UInt8(ascii: "\n")).map { String(decoding: $0, as: UTF8.self) }
    }

    /// Cuts off what a kill left of a last line.
    func cutTornLine() throws(JournalProblem) {
        guard endsInsideLine else { return }
        guard disk.cut(descriptor, wholeLength) == 0 else {
            throw JournalProblem("`\(path)` ends inside a line, and that can not be cut off: \(Self.reason())")
        }
        length = wholeLength
        settledLength = length
        endsInsideLine = false
    }

    /// Adds a line.
    ///
    /// - Parameter isUrgent: returns when it is on the disk.
    func append(_ line: String, isUrgent: Bool) throws(JournalProblem) {
        try checkIsOpen()
        let bytes = Array(((endsInsideLine ? "\n" : "") + line + "\n").utf8)
        var written = 0
        while written < bytes.count {
            let count = bytes[written...].withUnsafeBytes { disk.write(descriptor, $0) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw cutBack(to: length, because: count == 0 ? ENOSPC : errno) }
            written += count
        }
        length += Int64(bytes.count)
        endsInsideLine = false
        if isUrgent { try settle() }
    }

    /// Waits until what was added is on the disk. If that fails, what was added since the last time is cut off: nothing that
    /// waits for it has been sent.
    func settle() throws(JournalProblem) {
        try checkIsOpen()
        guard disk.settle(descriptor) == 0 else { throw cutBack(to: settledLength, because: errno) }
        settledLength = length
    }

    private func checkIsOpen() throws(JournalProblem) {
        switch state {
        case .open: return
        case .broken: throw JournalProblem("the journal `\(path)` is broken: its last line could not be written whole")
        case .closed: throw JournalProblem("the journal `\(path)` is closed")
        }
    }

    /// Takes back what a failure left half done; a file with which that fails takes no further line.
    private func cutBack(to end: Int64, because error: Int32) -> JournalProblem {
        if disk.cut(descriptor, end) == 0 {
            length = end
            settledLength = min(settledLength, end)
        } else {
            state = .broken
        }
        return JournalProblem("the journal `\(path)` can not be written: \(Self.reason(error))")
    }

    private static func reason(_ error: Int32 = errno) -> String { String(cString: strerror(error)) }
}

@available(*, unavailable)
extension JournalFile: Sendable {}

/// The calls that put a journal on the disk; a test replaces them. Each leaves its reason in `errno`.
struct JournalDisk {
    var write: (Int32, UnsafeRawBufferPointer) -> Int = JournalDisk.write
    /// Waits until what was written is on the disk.
    var settle: (Int32) -> Int32 = JournalDisk.settle
    /// Makes the file as long as said.
    var cut: (Int32, Int64) -> Int32 = { ftruncate($0, off_t($1)) }

    static var system: JournalDisk { JournalDisk() }

    private static func settle(_ descriptor: Int32) -> Int32 {
        #if canImport(Darwin)
            fsync(descriptor)
        #else
            fdatasync(descriptor)
        #endif
    }

    /// `write`, under a name that a property of ours does not hide.
    private static func write(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
        systemWrite(descriptor, bytes.baseAddress, bytes.count)
    }

    /// `close`, likewise.
    fileprivate static func close(_ descriptor: Int32) { systemClose(descriptor) }
}

private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
    write(descriptor, bytes, count)
}

private func systemClose(_ descriptor: Int32) { _ = close(descriptor) }
