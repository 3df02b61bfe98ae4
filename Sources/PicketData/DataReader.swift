package import PicketRuntime
import PicketSystem

/// Reads the files of `csv`, `json`, `yaml` and `lines`, and nothing outside the folders that a script may read.
///
///     let reader = DataReader()
///     let rows = try reader.read(.csv, "fleet.csv", relativeTo: "/srv/runbooks")
package struct DataReader: Sendable {
    /// The largest file that is read, in bytes.
    package static let sizeLimit = 64 << 20

    private let root: String?

    /// - Parameter root: a folder that scripts may read besides their own; nil for none.
    package init(root: String? = nil) {
        self.root = root
    }

    /// The file's content: for `csv` a list of maps, for `lines` a list of strings, for the others what the text holds.
    ///
    /// - Parameters:
    ///   - path: as the script wrote it; a relative one begins in `scriptFolder`.
    ///   - scriptFolder: the folder of the script that reads; nothing outside it (and the root) is opened.
    package func read(
        _ kind: FileKind, _ path: String, relativeTo scriptFolder: String
    ) throws(DataProblem) -> Value {
        do throws(DataFault) {
            return try DataReader.value(of: try bytes(of: path, relativeTo: scriptFolder), kind)
        } catch {
            throw DataProblem(error.message, path: path, line: error.line)
        }
    }

    private func bytes(of path: String, relativeTo scriptFolder: String) throws(DataFault) -> [UInt8] {
        do throws(FileProblem) {
            guard !path.isEmpty else { throw .notAPath }
            let full = path.utf8.first == UInt8(ascii: "/") ? path : scriptFolder + "/" + path
            let file = try ReadableFolders(scriptFolder, and: root).open(full)
            return try file.bytes(limit: DataReader.sizeLimit)
        } catch {
            throw DataFault(error)
        }
    }

    /// The value of a file's bytes; a byte order mark is passed over.
    static func value(of bytes: [UInt8], _ kind: FileKind) throws(DataFault) -> Value {
        let text = try DataText(bytes)
        switch kind {
        case .csv: return try CSVReader.table(text.bytes)
        case .json: return try json(text)
        case .yaml: return try YAMLReader.value(of: text)
        case .lines: return .list(text.lines.map { .string(String(decoding: $0, as: UTF8.self)) })
        }
    }

    private static func json(_ text: DataText) throws(DataFault) -> Value {
        do {
            return try Value(json: text.bytes)
        } catch {
            throw DataFault(error.message, line: text.line(at: error.offset))
        }
    }
}
