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
    /// Why `-` cannot be read; nil if it can.
    private let standardInputRefusal: String?

    /// - Parameters:
    ///   - root: a folder that scripts may read besides their own; nil for none.
    ///   - standardInputRefusal: a phrase that says why standard input is no data here; nil if it is.
    package init(root: String? = nil, standardInputRefusal: String? = nil) {
        self.root = root
        self.standardInputRefusal = standardInputRefusal
    }

    /// The file's content: for `csv` a list of maps, for `lines` a list of strings, for the others what the text holds.
    ///
    /// - Parameters:
    ///   - path: as the script wrote it; a relative one begins in `scriptFolder`, and `-` is standard input.
    ///   - scriptFolder: the folder of the script that reads; nothing outside it (and the root) is opened.
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

    /// The value of a file's bytes; a byte order mark is passed over.
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
