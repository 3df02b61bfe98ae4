import Glibc
import PicketSystem

/// The file behind a history: one entry a line, mode 0600 in a directory of mode 0700.
///
/// Sessions take turns by `flock`. An append is one `write` to a file opened with `O_APPEND`; trimming replaces the file,
/// so a crash leaves the old one or the new one. Whoever waited for the lock of a file that was replaced
/// meanwhile opens it again.
package struct HistoryFile: Sendable {
    /// Why the file could not be used, in words for the user.
    package struct Failure: Error, Hashable, Sendable, CustomStringConvertible {
        package var description: String
    }

    private let path: String

    package init(path: String) { self.path = path }

    /// The last `limit` entries; a file that holds more is cut down to them.
    func load(limit: Int) throws(Failure) -> [HistoryEntry] {
        guard access(path, F_OK) == 0 else { return [] }
        let lock = try openLocked(LOCK_EX)
        defer { lock.close() }
        let entries = parse(lock.readAll())
        guard entries.count > limit else { return entries }
        let kept = Array(entries.suffix(limit))
        try replace(with: kept)
        return kept
    }

    func append(_ entry: HistoryEntry) throws(Failure) {
        try makeDirectory()
        let file = try openLocked(LOCK_EX)
        defer { file.close() }
        guard file.writeAll(Array(entry.line.utf8)) else { throw failure("write") }
    }

    private func parse(_ bytes: [UInt8]) -> [HistoryEntry] {
        bytes.split(separator: UInt8(ascii: "\n")).compactMap {
            HistoryEntry(line: String(decoding: $0, as: UTF8.self))
        }
    }

    private func replace(with entries: [HistoryEntry]) throws(Failure) {
        do throws(FileProblem) {
            try FileReplacement.replace(path, with: Array(entries.map(\.line).joined().utf8), mode: 0o600)
        } catch {
            throw Failure(description: "cannot trim the history `\(path)`: \(error.message)")
        }
    }

    private func openLocked(_ operation: Int32) throws(Failure) -> FileDescriptor {
        while true {
            let descriptor = open(path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC, 0o600)
            guard descriptor >= 0 else { throw failure("open") }
            let file = FileDescriptor(descriptor)
            while flock(descriptor, operation) != 0, errno == EINTR {}
            if isStillThere(descriptor) {
                fchmod(descriptor, 0o600)
                return file
            }
            file.close()
        }
    }

    private func isStillThere(_ descriptor: Int32) -> Bool {
        var (mine, current) = (stat(), stat())
        guard fstat(descriptor, &mine) == 0, stat(path, &current) == 0 else { return false }
        return mine.st_ino == current.st_ino && mine.st_dev == current.st_dev
    }

    private func makeDirectory() throws(Failure) {
        guard let slash = path.lastIndex(of: "/"), slash > path.startIndex else { return }
        var directory = ""
        for part in path[..<slash].split(separator: "/", omittingEmptySubsequences: false) {
            directory += (directory.isEmpty && !path.hasPrefix("/") ? "" : "/") + part
            guard access(directory, F_OK) != 0 else { continue }
            guard mkdir(directory, 0o700) == 0 || errno == EEXIST else { throw failure("make the directory of") }
        }
    }

    private func failure(_ action: String) -> Failure {
        Failure(description: "cannot \(action) the history `\(path)`: \(FileDescriptor.reason())")
    }
}
