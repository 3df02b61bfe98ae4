import PicketSystem
import SystemPackage

/// The file of a history. It has one entry per line, mode 0600, and a directory of mode 0700.
///
/// An entry begins on a line of its own, and is written whole or not at all. Sessions lock the file with `flock`. Trimming
/// replaces it, so after a crash either the old or the new one exists. A session that waited for the lock of a file that
/// was replaced meanwhile opens it again.
///
/// Only a regular file is opened, and only a file created here gets its mode here. A link to `/dev/null` turns the
/// history off without a message.
package struct HistoryFile: Sendable {
    /// Why the file could not be used, in words for the user.
    package struct Failure: Error, Hashable, Sendable, CustomStringConvertible {
        package var description: String
    }

    private let path: String

    package init(path: String) { self.path = path }

    /// Returns the last `limit` entries. A file with more entries is trimmed to them.
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
        try carryOut("write") { () throws(FileProblem) in try file.appendLine(Array(entry.line.utf8)) }
    }

    /// Removes entries. The others stay as they are.
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

    /// Whether a new file may replace this one. A link, a file with a second name and another user's file are kept.
    private var isReplaceable: Bool { FileReplacement.takesPlace(of: path) }

    private func rewrite(_ file: FileDescriptor, with entries: [HistoryEntry]) throws(Failure) {
        try carryOut("trim") { () throws(FileProblem) in
            try file.rewrite(Array(entries.map(\.line).joined().utf8))
        }
    }

    /// Opens and locks the file, and creates it if it is absent; nil for `/dev/null`, which keeps nothing.
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

    /// Opens an existing file. It checks the type first, since opening a pipe waits for its writer, and opening a
    /// device may do anything.
    private func openExisting() throws(Failure) -> FileDescriptor? {
        // Opening a link to an absent file creates that file.
        if let status = try? Stat(path), status.type != .regular { return try nothing(status) }
        let file = try carryOut("open") { () throws(FileProblem) in
            try FileDescriptor.openForAppending(path, .existingOrLinked)
        }
        guard let status = try? Stat(file), status.type != .regular else { return file }
        try? file.close()
        return try nothing(status)
    }

    /// Throws for a file that is not regular. For `/dev/null` it returns nil, since that is a common way to turn the
    /// history off.
    private func nothing(_ status: Stat) throws(Failure) -> FileDescriptor? {
        let null = try? Stat("/dev/null")
        if status.type == .characterSpecial, status.specialDeviceID == null?.specialDeviceID { return nil }
        throw Failure(description: "the history is not stored: `\(path)` is not a regular file")
    }

    /// Locks the file. Sessions hold the lock only briefly, so a lock held for longer belongs to another program.
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
