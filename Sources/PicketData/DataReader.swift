package import PicketRuntime
import PicketSystem

/// Reads the files of `csv`, `json`, `yaml` and `lines`. It reads only from the folders that a script may read.
///
///     let reader = DataReader()
///     let rows = try reader.read(.csv, "fleet.csv", relativeTo: "/srv/runbooks")
package struct DataReader: Sendable {
    /// The largest file that is read, in bytes.
    package static let sizeLimit = 64 << 20

    private let root: String?
    /// Why `-` cannot be read; nil if it can.
    private let standardInputRefusal: String?

    /// - Parameters:
    ///   - root: A folder that scripts may read besides their own; nil for none.
    ///   - standardInputRefusal: A phrase that says why standard input cannot be read as data; nil if it can.
    package init(root: String? = nil, standardInputRefusal: String? = nil) {
        self.root = root
        self.standardInputRefusal = standardInputRefusal
    }

    /// Returns the file's content: a list of maps for `csv`, a list of strings for `lines`, and the parsed value for
    /// other formats.
    ///
    /// - Parameters:
    ///   - path: The path as the script wrote it. A relative path starts in `scriptFolder`, and `-` is standard input.
    ///   - scriptFolder: The folder of the script. No file outside of it (and the root) is opened.
    package func read(
        _ format: FileFormat, _ path: String, relativeTo scriptFolder: String
    ) throws(DataProblem) -> Value {
        do throws(DataFault) {
            return try DataReader.value(of: try bytes(of: path, relativeTo: scriptFolder), format)
        } catch {
            throw DataProblem(error.message, path: path, line: error.line)
        }
    }

    private func bytes(of path: String, relativeTo scriptFolder: String) throws(DataFault) -> [UInt8] {
        if DataReader.isStandardInput(path), let standardInputRefusal { throw DataFault(standardInputRefusal) }
        do throws(FileProblem) {
            guard !path.isEmpty else { throw .notAPath }
            if DataReader.isStandardInput(path) { return try StandardInputData.bytes(limit: DataReader.sizeLimit) }
            let full = path.utf8.first == UInt8(ascii: "/") ? path : scriptFolder + "/" + path
            let file = try ReadableFolders(scriptFolder, and: root).open(full, .orPipe)
            return try file.bytesUntilEnd(limit: DataReader.sizeLimit)
        } catch {
            throw DataFault(error)
        }
    }

    private static func isStandardInput(_ path: String) -> Bool {
        path.utf8.elementsEqual("-".utf8) || path.utf8.elementsEqual("/dev/stdin".utf8)
    }

    static func value(of bytes: [UInt8], _ kind: FileKind) throws(DataFault) -> Value {
        try value(of: bytes, FileFormat(kind))
    }

    /// Returns the value of a file's bytes. A byte order mark is skipped.
    static func value(of bytes: [UInt8], _ format: FileFormat) throws(DataFault) -> Value {
        let text = try DataText(bytes)
        switch format.kind {
        case .csv: return try CSVReader.table(text.bytes, format)
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
