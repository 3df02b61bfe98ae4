#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Why a journal can not be used: one phrase for people.
package struct JournalProblem: Error, Sendable, Hashable {
    package let message: String

    init(_ message: String) {
        self.message = message
    }
}

/// A file of lines that is only ever appended to, by one process at a time.
final class JournalFile {
    let path: String
    private let file: UnsafeMutablePointer<FILE>
    private var isClosed = false

    /// Makes a new file that only its owner may read.
    ///
    /// - Throws: `JournalProblem` if there is one already: what it says must not be lost.
    static func create(_ path: String) throws(JournalProblem) -> JournalFile {
        let descriptor = open(path, O_RDWR | O_APPEND | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            if errno == EEXIST {
                throw JournalProblem("`\(path)` is there already: go on with it by `--resume`, or name another file")
            }
            throw JournalProblem("`\(path)` can not be made: \(reason())")
        }
        return try JournalFile(path, descriptor)
    }

    /// Opens a file that another run wrote, to go on with it.
    static func reopen(_ path: String) throws(JournalProblem) -> JournalFile {
        let descriptor = open(path, O_RDWR | O_APPEND | O_CLOEXEC)
        guard descriptor >= 0 else { throw JournalProblem("`\(path)` can not be opened: \(reason())") }
        return try JournalFile(path, descriptor)
    }

    private init(_ path: String, _ descriptor: Int32) throws(JournalProblem) {
        self.path = path
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            Self.give(back: descriptor)
            throw JournalProblem("another run is writing `\(path)`")
        }
        guard let file = fdopen(descriptor, "a+") else {
            Self.give(back: descriptor)
            throw JournalProblem("`\(path)` can not be opened: \(Self.reason())")
        }
        self.file = file
    }

    deinit { close() }

    /// Lets another run have the file.
    func close() {
        guard !isClosed else { return }
        isClosed = true
        fclose(file)
    }

    /// Everything in the file. What a kill cut off behind the last line end is taken for a line, too.
    func lines() throws(JournalProblem) -> [String] {
        rewind(file)
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            let count = fread(&chunk, 1, chunk.count, file)
            guard count > 0 else { break }
            bytes += chunk[..<count]
        }
        guard ferror(file) == 0 else { throw JournalProblem("`\(path)` can not be read: \(Self.reason())") }
        // What follows must not be joined to a line that was cut off.
        if let last = bytes.last, last != UInt8(ascii: "\n") { try append("", isUrgent: true) }
        return bytes.split(separator: UInt8(ascii: "\n")).map { String(decoding: $0, as: UTF8.self) }
    }

    /// Adds a line.
    ///
    /// - Parameter isUrgent: returns when it is on the disk.
    func append(_ line: String, isUrgent: Bool) throws(JournalProblem) {
        guard !isClosed else { throw JournalProblem("the journal `\(path)` is closed") }
        guard fputs(line + "\n", file) >= 0, fflush(file) == 0 else { throw unwritable }
        if isUrgent { try settle() }
    }

    /// Waits until what was added is on the disk.
    func settle() throws(JournalProblem) {
        guard !isClosed else { throw JournalProblem("the journal `\(path)` is closed") }
        guard Self.settle(fileno(file)) == 0 else { throw unwritable }
    }

    private var unwritable: JournalProblem {
        JournalProblem("the journal `\(path)` can not be written: \(Self.reason())")
    }

    /// Waits until what was written is on the disk.
    private static func settle(_ descriptor: Int32) -> Int32 {
        #if canImport(Darwin)
            fsync(descriptor)
        #else
            fdatasync(descriptor)
        #endif
    }

    /// `close`, under a name that no method of ours hides.
    private static func give(back descriptor: Int32) {
        _ = fdopen(descriptor, "r").map { fclose($0) }
    }

    private static func reason() -> String { String(cString: strerror(errno)) }
}

@available(*, unavailable)
extension JournalFile: Sendable {}
