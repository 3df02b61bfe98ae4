public import Foundation
import Synchronization
import Testing

/// Every line of every journal that a test has written is as `docs/journal.schema.json` says: who starts a run in a test calls
/// this when the run has ended.
public enum JournalSchema {
    /// How much of each journal is known to be good, and its hash: a run that goes on adds to it.
    private static let checked = Mutex<[String: (count: Int, hash: Int)]>([:])

    /// What every journal begins with.
    private static let beginning = Data(#"{"event":"begin","version":"#.utf8)

    /// Looks at each line of a journal, and records an issue for one that is not as the schema says. A last line without an
    /// end was cut off, and is none. What is no journal is passed over.
    public static func expectGoodLines(_ path: String) {
        // A pipe would be waited for, and a device read without end.
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        guard attributes?[.type] as? FileAttributeType == .typeRegular else { return }
        guard let text = try? Data(contentsOf: URL(fileURLWithPath: path)), text.starts(with: beginning) else { return }
        let end = text.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        var start = 0
        if let known = checked.withLock({ $0[path] }), known.count <= end, hash(text[..<known.count]) == known.hash {
            start = known.count
        }
        for fault in faults(text[start..<end]) { Issue.record("\(path): \(fault)") }
        checked.withLock { $0[path] = (end, hash(text[..<end])) }
    }

    private static func hash(_ bytes: Data) -> Int {
        var hasher = Hasher()
        bytes.withUnsafeBytes { hasher.combine(bytes: $0) }
        return hasher.finalize()
    }

    /// The same for each file of a folder.
    public static func expectGoodJournals(in folder: String) {
        for name in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [] {
            expectGoodLines(folder + "/" + name)
        }
    }

    /// The same for the journals that a command's arguments name.
    public static func expectGoodJournals(namedIn arguments: [String], in folder: String) {
        for (option, path) in zip(arguments, arguments.dropFirst()) where ["--journal", "--resume"].contains(option) {
            expectGoodLines(path.hasPrefix("/") ? path : folder + "/" + path)
        }
    }

    /// What is wrong with the lines of a journal.
    public static func faults(_ lines: Data) -> [String] {
        do {
            let schema = try JSONSchema("docs/journal.schema.json")
            return try lines.split(separator: UInt8(ascii: "\n")).flatMap { line in
                let text = String(decoding: line, as: UTF8.self)
                return try schema.faults(in: line).map { "\($0) in \(text)" }
            }
        } catch {
            return ["\(error)"]
        }
    }
}
