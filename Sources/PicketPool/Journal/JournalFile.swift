import PicketSystem
import SystemPackage

/// A file of lines that is only ever appended to, by one process at a time.
///
/// A line is there as a whole or not at all: what a failed write left behind is cut off.
final class JournalFile {
    let path: String
    private let descriptor: FileDescriptor
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
        let descriptor: FileDescriptor
        do throws(FileProblem) {
            descriptor = try .openForAppending(path, .new)
        } catch .system(.fileExists) {
            throw JournalProblem("`\(path)` is there already: go on with it by `--resume`, or name another file")
        } catch {
            throw JournalProblem("`\(path)` can not be made: \(error.message)")
        }
        return try JournalFile(path, descriptor, disk)
    }

    /// Opens a file that another run wrote, to go on with it.
    static func reopen(_ path: String, on disk: JournalDisk = .system) throws(JournalProblem) -> JournalFile {
        let descriptor: FileDescriptor
        do throws(FileProblem) {
            descriptor = try .openForAppending(path, .existing)
        } catch {
            throw JournalProblem("`\(path)` can not be opened: \(error.message)")
        }
        return try JournalFile(path, descriptor, disk)
    }

    private init(_ path: String, _ descriptor: FileDescriptor, _ disk: JournalDisk) throws(JournalProblem) {
        self.path = path
        self.descriptor = descriptor
        self.disk = disk
        // Once all properties have values, `deinit` closes the file.
        do throws(FileProblem) {
            guard try descriptor.tryLock() else { throw .system(.wouldBlock) }
        } catch {
            throw JournalProblem(
                error == .system(.wouldBlock)
                    ? "another run is writing `\(path)`" : "`\(path)` can not be locked: \(error.message)")
        }
    }

    deinit { close() }

    /// Lets another run have the file.
    func close() {
        guard state != .closed else { return }
        state = .closed
        try? descriptor.close()
    }

    /// Everything in the file. What a kill cut off behind the last line end is taken for a line, too.
    func lines() throws(JournalProblem) -> [String] {
        let bytes: [UInt8]
        do throws(FileProblem) {
            bytes = try descriptor.readFromStart()
        } catch {
            throw JournalProblem("`\(path)` can not be read: \(error.message)")
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
        guard disk.cut(descriptor.rawValue, wholeLength) == 0 else {
            throw JournalProblem(
                "`\(path)` ends inside a line, and that can not be cut off: \(Errno.latest.sentence)")
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
            let count = bytes[written...].withUnsafeBytes { disk.write(descriptor.rawValue, $0) }
            if count < 0, Errno.latest == .interrupted { continue }
            guard count > 0 else { throw cutBack(to: length, because: count == 0 ? .noSpace : .latest) }
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
        guard disk.settle(descriptor.rawValue) == 0 else { throw cutBack(to: settledLength, because: .latest) }
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
    private func cutBack(to end: Int64, because error: Errno) -> JournalProblem {
        if disk.cut(descriptor.rawValue, end) == 0 {
            length = end
            settledLength = min(settledLength, end)
        } else {
            state = .broken
        }
        return JournalProblem("the journal `\(path)` can not be written: \(error.sentence)")
    }
}

@available(*, unavailable)
extension JournalFile: Sendable {}

/// The calls that put a journal on the disk; a test replaces them. Each leaves its reason in `errno`.
struct JournalDisk {
    var write: (Int32, UnsafeRawBufferPointer) -> Int = FileDescriptor.write
    /// Waits until what was written is on the disk.
    var settle: (Int32) -> Int32 = FileDescriptor.settle
    /// Makes the file as long as said.
    var cut: (Int32, Int64) -> Int32 = FileDescriptor.cut

    static var system: JournalDisk { JournalDisk() }
}
