import PicketRuntime
import PicketSyntax

/// Parses a table (RFC 4180) with a header row to a list of maps, whose keys are in the order of the columns.
///
/// Lines end in LF or CRLF, and empty lines are skipped. A cell without quotes has the type that its text has as a
/// word: `9342` is a number, `0123` is text. A cell in quotes is text.
struct CSVReader {
    private let bytes: [UInt8]
    private var position = 0
    private var line = 1
    private var cell: [UInt8] = []
    private var isQuoted = false
    private let format: FileFormat

    private init(_ bytes: [UInt8], _ format: FileFormat) {
        self.bytes = bytes
        self.format = format
    }

    static func table(_ bytes: [UInt8], _ format: FileFormat = .csv) throws(DataFault) -> Value {
        var reader = CSVReader(bytes, format)
        guard let header = try reader.record() else {
            throw DataFault("the file is empty: its first line must have the names of the columns", line: 1)
        }
        let columns = try names(header)
        try checkSeparator(columns, format, line: header.line)
        // All rows share the key index of this map.
        var template = ValueMap()
        for column in columns { template[column] = .null }
        var rows: [Value] = []
        while let record = try reader.record() {
            try check(record, columns)
            var row = template
            row.line = record.line
            for (column, cell) in zip(columns, record.cells) {
                row[column] =
                    cell.isQuoted || !format.hasTypes
                    ? .string(String(decoding: cell.bytes, as: UTF8.self)) : value(cell.bytes)
            }
            rows.append(.map(row))
        }
        return .list(rows)
    }

    private struct Record {
        var cells: [(bytes: [UInt8], isQuoted: Bool)]
        var line: Int
    }

    private static func names(_ header: Record) throws(DataFault) -> [String] {
        var names: [String] = []
        var known: Set<[UInt8]> = []
        for (position, cell) in header.cells.enumerated() {
            let name = String(decoding: cell.bytes, as: UTF8.self)
            guard !cell.bytes.isEmpty else { throw DataFault("column \(position + 1) has no name", line: header.line) }
            guard known.insert(cell.bytes).inserted else {
                throw DataFault("two columns have the name `\(name)`", line: header.line)
            }
            names.append(name)
        }
        return names
    }

    /// Throws if the header has one column that contains the separator of another format.
    private static func checkSeparator(_ columns: [String], _ format: FileFormat, line: Int) throws(DataFault) {
        guard columns.count == 1, let column = columns.first else { return }
        for (sign, shown, written) in [(";", "`;`", ";"), ("\t", "tabs", "\\t"), (",", "`,`", ","), ("|", "`|`", "|")]
        where column.utf8.contains(sign.utf8.first ?? 0) && sign.utf8.first != format.separator {
            throw DataFault(
                "the columns' names are separated by \(shown): read it by `csv(path, separator = \"\(written)\")`",
                line: line)
        }
    }

    private static func check(_ record: Record, _ columns: [String]) throws(DataFault) {
        let count = record.cells.count
        if count < columns.count {
            throw DataFault(
                "column `\(columns[count])` is missing: \(cells(count)) in a table of \(columns.count) columns",
                line: record.line)
        }
        if count > columns.count {
            throw DataFault("\(cells(count)) in a table of \(columns.count) columns", line: record.line)
        }
    }

    private static func cells(_ count: Int) -> String { count == 1 ? "1 cell" : "\(count) cells" }

    private static func value(_ cell: [UInt8]) -> Value {
        switch cell.withUnsafeBufferPointer(wordValue(of:)) {
        case .text: return .string(String(decoding: cell, as: UTF8.self))
        case .null: return .null
        case .boolean(let value): return .boolean(value)
        case .integer(let value): return .integer(value)
        case .float(let value): return .float(value)
        case .duration(let value): return .duration(value)
        }
    }

    // MARK: Records

    /// Returns the next record that is not empty; nil at the end.
    private mutating func record() throws(DataFault) -> Record? {
        while position < bytes.count, takeLineEnd() {}
        guard position < bytes.count else { return nil }
        var record = Record(cells: [], line: line)
        while true {
            try readCell()
            record.cells.append((cell, isQuoted))
            if position < bytes.count, bytes[position] == format.separator {
                position += 1
            } else {
                _ = takeLineEnd()
                return record
            }
        }
    }

    private mutating func takeLineEnd() -> Bool {
        guard let length = lineEnd else { return false }
        position += length
        line += 1
        return true
    }

    /// The length of the line end at this position; nil if there is none.
    private var lineEnd: Int? {
        guard position < bytes.count else { return nil }
        if bytes[position] == UInt8(ascii: "\n") { return 1 }
        let isPair =
            bytes[position] == UInt8(ascii: "\r") && position + 1 < bytes.count
            && bytes[position + 1] == UInt8(ascii: "\n")
        return isPair ? 2 : nil
    }

    private mutating func readCell() throws(DataFault) {
        cell.removeAll(keepingCapacity: true)
        isQuoted = position < bytes.count && bytes[position] == UInt8(ascii: "\"")
        guard isQuoted else { return try readPlainCell() }
        try readQuotedCell()
        guard position == bytes.count || bytes[position] == format.separator || lineEnd != nil else {
            let sign = format.separator == UInt8(ascii: ",") ? "a comma" : "`\(Unicode.Scalar(format.separator))`"
            throw DataFault("\(sign) or the end of the line must follow a closing quote", line: line)
        }
    }

    private mutating func readPlainCell() throws(DataFault) {
        while position < bytes.count, bytes[position] != format.separator, lineEnd == nil {
            guard bytes[position] != UInt8(ascii: "\r") else {
                throw DataFault(
                    "a carriage return (U+000D) alone does not end a line: save the file with line ends LF or CRLF",
                    line: line)
            }
            guard bytes[position] != UInt8(ascii: "\"") else {
                throw DataFault("a quote inside a cell: put the cell into quotes, and double those in it", line: line)
            }
            cell.append(bytes[position])
            position += 1
        }
    }

    /// Reads `"` text `"`. In it, `""` stands for one quote, and line ends are allowed.
    private mutating func readQuotedCell() throws(DataFault) {
        let first = line
        position += 1
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            if byte == UInt8(ascii: "\"") {
                guard position < bytes.count, bytes[position] == byte else { return }
                position += 1
            } else if byte == UInt8(ascii: "\n") {
                line += 1
            }
            cell.append(byte)
        }
        throw DataFault("the quote that begins in this line is never closed", line: first)
    }
}
