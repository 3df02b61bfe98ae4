import PicketSystem
import SystemPackage

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
        guard FileCheck.exists(path), let lock = try openLocked() else { return [] }
        defer { try? lock.close() }
        let entries = parse(try carryOut("read") { () throws(FileProblem) in try lock.readFromStart() })
        guard entries.count > limit else { return entries }
        let kept = Array(entries.suffix(limit))
        try isReplaceable ? replace(with: kept) : rewrite(lock, with: kept)
        return kept
    }

    func append(_ entry: HistoryEntry) throws(Failure) {
        try makeDirectory()
        guard let file = try openLocked() else { return }
        defer { try? file.close() }
        try carryOut("write") { () throws(FileProblem) in try file.writeWaiting(Array(entry.line.utf8)) }
    }

    /// Takes entries out; the others stay as they are.
    func remove(where isUnwanted: (String) -> Bool) throws(Failure) {
        guard FileCheck.exists(path), let file = try openLocked() else { return }
        defer { try? file.close() }
        let entries = parse(try carryOut("read") { () throws(FileProblem) in try file.readFromStart() })
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
        try carryOut("change") { () throws(FileProblem) in
            try FileReplacement.replace(
                path, with: Array(entries.map(\.line).joined().utf8), permissions: .ownerReadWrite)
        }
    }

    /// Whether a new file may take the place of this one: a link, a second name and somebody else's file stay what they are.
    private var isReplaceable: Bool { FileReplacement.takesPlace(of: path) }

    private func rewrite(_ file: FileDescriptor, with entries: [HistoryEntry]) throws(Failure) {
        try carryOut("trim") { () throws(FileProblem) in
            try file.rewrite(Array(entries.map(\.line).joined().utf8))
        }
    }

    /// The file with its lock, which is made if it is absent; nil for `/dev/null`, which keeps nothing.
    private func openLocked() throws(Failure) -> FileDescriptor? {
        while true {
            guard let file = try open() else { return nil }
            do throws(Failure) {
                try lock(file)
            } catch {
                try? file.close()
                throw error
            }
            if FileIdentity.isSame(path, file) { return file }
            try? file.close()
        }
    }

    private func open() throws(Failure) -> FileDescriptor? {
        do throws(FileProblem) {
            return try .openForAppending(path, .new)
        } catch .system(.fileExists) {
            return try openExisting()
        } catch {
            throw failure("open", error)
        }
    }

    /// Looks before it opens: the opening of a pipe waits for its writer, that of a device may do anything.
    private func openExisting() throws(Failure) -> FileDescriptor? {
        // A link to a file that is absent makes that file.
        if let status = try? Stat(path), status.type != .regular { return try nothing(status) }
        let file = try carryOut("open") { () throws(FileProblem) in
            try FileDescriptor.openForAppending(path, .existingOrLinked)
        }
        guard let status = try? Stat(file), status.type != .regular else { return file }
        try? file.close()
        return try nothing(status)
    }

    /// What is not a regular file keeps no history; only of `/dev/null` everybody knows that.
    private func nothing(_ status: Stat) throws(Failure) -> FileDescriptor? {
        let null = try? Stat("/dev/null")
        if status.type == .characterSpecial, status.specialDeviceID == null?.specialDeviceID { return nil }
        throw Failure(description: "no history is kept: `\(path)` is not a regular file")
    }

    /// The turns of other sessions are short; a lock that is held for longer is no session's.
    private func lock(_ file: FileDescriptor) throws(Failure) {
        let isTaken = try carryOut("lock") { () throws(FileProblem) in try file.lock() }
        guard isTaken else {
            throw Failure(description: "cannot lock the history `\(path)`: another program holds its lock")
        }
    }

    private func makeDirectory() throws(Failure) {
        guard let slash = path.lastIndex(of: "/"), slash > path.startIndex else { return }
        try carryOut("make the directory of") { () throws(FileProblem) in try Folder.make(String(path[..<slash])) }
    }

    private func carryOut<Result>(
        _ action: String, _ body: () throws(FileProblem) -> Result
    ) throws(Failure) -> Result {
        do throws(FileProblem) {
            return try body()
        } catch {
            throw failure(action, error)
        }
    }

    private func failure(_ action: String, _ problem: FileProblem) -> Failure {
        Failure(description: "cannot \(action) the history `\(path)`: \(problem.message)")
    }
}
