import Glibc
import PicketSystem

/// The file behind a history: one entry a line, mode 0600 in a directory of mode 0700.
///
/// Sessions take turns by `flock`. An append is one `write` to a file opened with `O_APPEND`; trimming replaces the file,
/// so a crash leaves the old one or the new one. Whoever waited for the lock of a file that was replaced
/// meanwhile opens it again.
///
/// Only a regular file is opened, and only a file that was made here gets its mode from here. A history that is a link to
/// `/dev/null` is no history, without a word.
package struct HistoryFile: Sendable {
    /// Why the file could not be used, in words for the user.
    package struct Failure: Error, Hashable, Sendable, CustomStringConvertible {
        package var description: String
    }

    private let path: String

    package init(path: String) { self.path = path }

    /// The last `limit` entries; a file that holds more is cut down to them.
    func load(limit: Int) throws(Failure) -> [HistoryEntry] {
        guard access(path, F_OK) == 0, let lock = try openLocked() else { return [] }
        defer { lock.close() }
        let entries = parse(lock.readAll())
        guard entries.count > limit else { return entries }
        let kept = Array(entries.suffix(limit))
        try isReplaceable ? replace(with: kept) : rewrite(lock, with: kept)
        return kept
    }

    func append(_ entry: HistoryEntry) throws(Failure) {
        try makeDirectory()
        guard let file = try openLocked() else { return }
        defer { file.close() }
        guard file.writeAll(Array(entry.line.utf8)) else { throw failure("write") }
    }

    /// Takes entries out; the others stay as they are.
    func remove(where isUnwanted: (String) -> Bool) throws(Failure) {
        guard access(path, F_OK) == 0, let file = try openLocked() else { return }
        defer { file.close() }
        let entries = parse(file.readAll())
        let kept = entries.filter { !isUnwanted($0.text) }
        guard kept.count < entries.count else { return }
        try isReplaceable ? replace(with: kept) : rewrite(file, with: kept)
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
            throw Failure(description: "cannot change the history `\(path)`: \(error.message)")
        }
    }

    /// Whether a new file may take the place of this one: a link, a second name and somebody else's file stay what they are.
    private var isReplaceable: Bool {
        var status = stat()
        return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG && status.st_nlink == 1
            && status.st_uid == geteuid()
    }

    private func rewrite(_ file: FileDescriptor, with entries: [HistoryEntry]) throws(Failure) {
        guard ftruncate(file.number, 0) == 0, file.writeAll(Array(entries.map(\.line).joined().utf8)) else {
            throw failure("trim")
        }
    }

    /// The file with its lock, which is made if it is absent; nil for `/dev/null`, which keeps nothing.
    private func openLocked() throws(Failure) -> FileDescriptor? {
        while true {
            let made = open(path, O_RDWR | O_APPEND | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
            if made >= 0 { fchmod(made, 0o600) } else if errno != EEXIST { throw failure("open") }
            guard let file = try made >= 0 ? FileDescriptor(made) : openExisting() else { return nil }
            do throws(Failure) {
                try lock(file)
            } catch {
                file.close()
                throw error
            }
            if isStillThere(file.number) { return file }
            file.close()
        }
    }

    /// Looks before it opens: the opening of a pipe waits for its writer, that of a device may do anything.
    private func openExisting() throws(Failure) -> FileDescriptor? {
        var status = stat()
        // A link to a file that is absent makes that file.
        let isDangling = stat(path, &status) != 0
        guard isDangling || status.st_mode & S_IFMT == S_IFREG else { return try nothing(status) }
        let creation = isDangling ? O_CREAT : 0
        let descriptor = open(path, O_RDWR | O_APPEND | O_NONBLOCK | O_NOCTTY | O_CLOEXEC | creation, 0o600)
        guard descriptor >= 0 else { throw failure("open") }
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            FileDescriptor(descriptor).close()
            return try nothing(status)
        }
        return FileDescriptor(descriptor)
    }

    /// What is not a regular file keeps no history; only of `/dev/null` everybody knows that.
    private func nothing(_ status: stat) throws(Failure) -> FileDescriptor? {
        var null = stat()
        let isNull =
            status.st_mode & S_IFMT == S_IFCHR && stat("/dev/null", &null) == 0 && status.st_rdev == null.st_rdev
        if isNull { return nil }
        throw Failure(description: "no history is kept: `\(path)` is not a regular file")
    }

    /// The turns of other sessions are short; a lock that is held for longer is no session's.
    private func lock(_ file: FileDescriptor) throws(Failure) {
        for _ in 0..<Self.lockAttempts {
            if flock(file.number, LOCK_EX | LOCK_NB) == 0 { return }
            guard errno == EWOULDBLOCK || errno == EINTR else { throw failure("lock") }
            usleep(Self.lockPause)
        }
        throw Failure(description: "cannot lock the history `\(path)`: another program holds its lock")
    }

    private static let lockAttempts = 2_000
    /// In microseconds.
    private static let lockPause: UInt32 = 1_000

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
