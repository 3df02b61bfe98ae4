import PicketSyntax

/// The entered texts, oldest first, in memory and in a file that other sessions also append to.
package struct History {
    package private(set) var entries: [HistoryEntry] = []
    private let file: HistoryFile?
    private let limit: Int

    /// - Parameters:
    ///   - path: The file; nil to keep the history in memory.
    ///   - limit: The number of entries to keep. A file with more entries is trimmed now.
    /// - Throws: ``HistoryFile/Failure`` if the file exists and cannot be read or trimmed.
    package init(path: String?, limit: Int = 10_000) throws(HistoryFile.Failure) {
        self.limit = limit
        file = path.map(HistoryFile.init)
        entries = try file?.load(limit: limit) ?? []
    }

    /// Creates a history of this session alone.
    package init() {
        limit = 10_000
        file = nil
    }

    /// Adds an entry, unless it begins with a blank or repeats the previous one.
    ///
    /// - Throws: ``HistoryFile/Failure`` if the file cannot be written. The entry is added in memory nevertheless.
    package mutating func add(_ text: String, time: Int) throws(HistoryFile.Failure) {
        guard let first = text.unicodeScalars.first, !first.properties.isWhitespace else { return }
        if let last = entries.last, last.text.hasBytes(of: text) { return }
        let entry = HistoryEntry(time: time, text: text)
        entries.append(entry)
        if entries.count > limit { entries.removeFirst(entries.count - limit) }
        try file?.append(entry)
    }

    /// Removes entries from memory and from the file, whichever session wrote them.
    ///
    /// - Throws: ``HistoryFile/Failure`` if the file cannot be written. The entries are removed from memory
    ///   nevertheless.
    package mutating func remove(where isUnwanted: (String) -> Bool) throws(HistoryFile.Failure) {
        let count = entries.count
        entries.removeAll { isUnwanted($0.text) }
        if entries.count < count { try file?.remove(where: isUnwanted) }
    }
}
