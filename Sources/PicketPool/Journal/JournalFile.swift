import PicketSystem
import SystemPackage

/// A file of lines that one process at a time appends to.
///
/// Each line exists completely or not at all: the rest of a failed write is removed.
final class JournalFile {
    let path: String
    private let descriptor: FileDescriptor
    private let disk: JournalDisk
    private enum State { case open, broken, closed }
    private var state = State.open
    /// The end of the last complete line.
    private var length: Int64 = 0
    /// The length that is known to be on the disk.
    private var settledLength: Int64 = 0
    /// Whether the last line of an earlier run is cut off, so that the next line must not be joined to it.
    private var endsInsideLine = false
    /// The end of the last line that has a line end.
    private var wholeLength: Int64 = 0
    /// The part of the file that was read last, and its start. Lines are requested in about the order of the file.
    private var window: (start: Int64, bytes: [UInt8]) = (0, [])

    /// Creates a file that only its owner may read.
    ///
    /// - Throws: `JournalProblem` if the file already exists, since its contents must not be lost.
    static func create(_ path: String, on disk: JournalDisk = .system) throws(JournalProblem) -> JournalFile {
        let descriptor: FileDescriptor
        do throws(FileProblem) {
            descriptor = try .openForAppending(path, .new)
        } catch .system(.fileExists) {
            throw JournalProblem("`\(path)` already exists: continue it with `--resume`, or name another file")
        } catch {
            throw JournalProblem("`\(path)` cannot be created: \(error.message)")
        }
        return try JournalFile(path, descriptor, disk)
    }

    /// Opens the file of an earlier run in order to continue it.
    static func reopen(_ path: String, on disk: JournalDisk = .system) throws(JournalProblem) -> JournalFile {
        guard FileCheck.isMissing(path) || FileCheck.isRegular(path) else {
            throw JournalProblem("`\(path)` is not a regular file, so it cannot be a journal")
        }
        let descriptor: FileDescriptor
        do throws(FileProblem) {
            descriptor = try .openForAppending(path, .existing)
        } catch {
            throw JournalProblem("`\(path)` cannot be opened: \(error.message)")
        }
        return try JournalFile(path, descriptor, disk)
    }

    private init(_ path: String, _ descriptor: FileDescriptor, _ disk: JournalDisk) throws(JournalProblem) {
        self.path = path
        self.descriptor = descriptor
        self.disk = disk
        // From here on all properties have values, so `deinit` closes the file.
        do throws(FileProblem) {
            guard try descriptor.tryLock() else { throw .system(.wouldBlock) }
        } catch {
            throw JournalProblem(
                error == .system(.wouldBlock)
                    ? "another run is writing `\(path)`" : "`\(path)` cannot be locked: \(error.message)")
        }
    }

    deinit { close() }

    /// Whether lines can be added, as far as is known.
    var isOpen: Bool { state == .open }

    /// Releases the file for another run.
    func close() {
        guard state != .closed else { return }
        state = .closed
        try? descriptor.close()
    }

    /// Removes a file that this run created and could not write to.
    func remove() {
        FileDescriptor.removeName(path, of: descriptor.rawValue)
        close()
    }

    /// The sizes of one read: for all lines, and for the lines around one.
    private static let chunk = 1 << 18
    private static let windowLength = 1 << 15

    /// Calls back with each line and its start, for a file of any length. Text after the last line end also counts as a
    /// line.
    func forEachLine(
        _ body: (_ line: [UInt8], _ place: Int64) throws(JournalProblem) -> Void
    ) throws(JournalProblem) {
        var (end, lineStart): (Int64, Int64) = (0, 0)
        // The beginning of a line whose end was not read yet.
        var rest: [UInt8] = []
        while true {
            let bytes = try read(at: end, count: Self.chunk)
            guard !bytes.isEmpty else { break }
            var start = bytes.startIndex
            while let newline = bytes.place(of: UInt8(ascii: "\n"), from: start) {
                let line = rest.isEmpty ? Array(bytes[start..<newline]) : rest + bytes[start..<newline]
                if !line.isEmpty { try body(line, lineStart) }
                if !rest.isEmpty { rest = [] }
                start = newline + 1
                lineStart = end + Int64(start)
            }
            rest += bytes[start...]
            end += Int64(bytes.count)
        }
        if !rest.isEmpty { try body(rest, lineStart) }
        (length, settledLength, wholeLength) = (end, end, lineStart)
        endsInsideLine = !rest.isEmpty
    }

    /// Returns the line that begins at a place.
    func line(at place: Int64) throws(JournalProblem) -> [UInt8] {
        var offset = Int(clamping: place - window.start)
        if !window.bytes.indices.contains(offset) || window.bytes.place(of: UInt8(ascii: "\n"), from: offset) == nil {
            window = (place, try read(at: place, count: Self.windowLength))
            offset = 0
        }
        if let newline = window.bytes.place(of: UInt8(ascii: "\n"), from: offset) {
            return Array(window.bytes[offset..<newline])
        }
        return try longLine(at: place)
    }

    private func longLine(at place: Int64) throws(JournalProblem) -> [UInt8] {
        var line: [UInt8] = []
        while true {
            let bytes = try read(at: place + Int64(line.count), count: Self.chunk)
            if let newline = bytes.place(of: UInt8(ascii: "\n"), from: 0) { return line + bytes[..<newline] }
            line += bytes
            guard !bytes.isEmpty else { return line }
        }
    }

    /// Reads up to `count` bytes; empty at the end.
    private func read(at place: Int64, count: Int) throws(JournalProblem) -> [UInt8] {
        do throws(FileProblem) {
            return try descriptor.read(at: place, count: count)
        } catch {
            throw JournalProblem("`\(path)` cannot be read: \(error.message)")
        }
    }

    /// Removes an incomplete last line.
    func cutTornLine() throws(JournalProblem) {
        guard endsInsideLine else { return }
        guard disk.cut(descriptor.rawValue, wholeLength) == 0 else {
            throw JournalProblem(
                "`\(path)` ends inside a line, and that part cannot be removed: \(Errno.latest.sentence)")
        }
        length = wholeLength
        settledLength = length
        endsInsideLine = false
    }

    /// Adds a line.
    ///
    /// - Parameter isUrgent: Whether to return only when the line is on the disk, in a file that can be found.
    func append(_ line: String, isUrgent: Bool) throws(JournalProblem) {
        try checkIsOpen()
        if isUrgent, descriptor.isDeletedFile { throw JournalProblem("the journal `\(path)` was deleted") }
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

    /// Waits until the added lines are on the disk. If that fails, the lines since the last wait are removed: nothing
    /// that depends on them was sent.
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

    /// Removes the rest of a failed write. If that fails too, the file accepts no more lines.
    private func cutBack(to end: Int64, because error: Errno) -> JournalProblem {
        if disk.cut(descriptor.rawValue, end) == 0 {
            window = (0, [])
            length = end
            settledLength = min(settledLength, end)
        } else {
            state = .broken
        }
        return JournalProblem("the journal `\(path)` cannot be written: \(error.sentence)")
    }
}

@available(*, unavailable)
extension JournalFile: Sendable {}

/// The calls that write a journal to the disk. A test replaces them. Each leaves its error in `errno`.
package struct JournalDisk {
    package var write: (Int32, UnsafeRawBufferPointer) -> Int
    /// Waits until the written bytes are on the disk.
    package var settle: (Int32) -> Int32
    /// Sets the length of the file.
    package var cut: (Int32, Int64) -> Int32

    package init(
        write: @escaping (Int32, UnsafeRawBufferPointer) -> Int = FileDescriptor.write,
        settle: @escaping (Int32) -> Int32 = FileDescriptor.settle,
        cut: @escaping (Int32, Int64) -> Int32 = FileDescriptor.cut
    ) {
        (self.write, self.settle, self.cut) = (write, settle, cut)
    }

    package static var system: JournalDisk { JournalDisk() }
}
