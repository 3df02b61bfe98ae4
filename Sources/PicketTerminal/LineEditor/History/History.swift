/// What was entered, oldest first: in memory, and in a file that other sessions append to at the same time.
package struct History {
    package private(set) var entries: [HistoryEntry] = []
    private let file: HistoryFile?
    private let limit: Int

    /// - Parameters:
    ///   - path: The file; nil keeps the history in memory.
    ///   - limit: How many entries are kept. A file that has more is trimmed now.
    /// - Throws: ``HistoryFile/Failure`` when the file exists and can not be read or trimmed.
    package init(path: String?, limit: Int = 10_000) throws(HistoryFile.Failure) {
        self.limit = limit
        file = path.map(HistoryFile.init)
        entries = try file?.load(limit: limit) ?? []
    }

    /// A history of this session alone.
    package init() {
        limit = 10_000
        file = nil
    }

    /// Adds an entry, unless it begins with a blank or repeats the one before it.
    ///
    /// - Throws: ``HistoryFile/Failure`` when the file can not be written; the entry is in memory all the same.
    package mutating func add(_ text: String, time: Int) throws(HistoryFile.Failure) {
        guard let first = text.unicodeScalars.first, !first.properties.isWhitespace else { return }
        guard text != entries.last?.text else { return }
        let entry = HistoryEntry(time: time, text: text)
        entries.append(entry)
        if entries.count > limit { entries.removeFirst(entries.count - limit) }
        try file?.append(entry)
    }

    /// Takes entries out for good: of memory and, if one was there, of the file, whichever session wrote them.
    ///
    /// - Throws: ``HistoryFile/Failure`` when the file can not be written; memory is free of them all the same.
    package mutating func remove(where isUnwanted: (String) -> Bool) throws(HistoryFile.Failure) {
        let count = entries.count
        entries.removeAll { isUnwanted($0.text) }
        if entries.count < count { try file?.remove(where: isUnwanted) }
    }
}
