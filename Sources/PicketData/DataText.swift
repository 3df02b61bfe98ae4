/// The bytes of a file that are known to be UTF-8, without a byte order mark.
struct DataText {
    let bytes: [UInt8]

    init(_ file: [UInt8]) throws(DataFault) {
        let bytes = file.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(file.dropFirst(3)) : file
        self.bytes = bytes
        if file.starts(with: [0xFF, 0xFE]) || file.starts(with: [0xFE, 0xFF]) {
            throw DataFault("this is UTF-16: save the file as UTF-8", line: 1)
        }
        guard String(validating: bytes, as: UTF8.self) == nil else { return }
        // No sequence of several bytes holds a newline, so a line is malformed by itself.
        let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        let position = lines.firstIndex { String(validating: $0, as: UTF8.self) == nil } ?? 0
        throw DataFault("this line is not UTF-8", line: position + 1)
    }

    /// The number of the line that holds the byte at `offset`, from 1.
    func line(at offset: Int) -> Int {
        bytes.prefix(offset).count { $0 == UInt8(ascii: "\n") } + 1
    }

    /// The lines without their ends; a newline at the very end begins no further line.
    var lines: [ArraySlice<UInt8>] {
        var lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        if lines.last?.isEmpty == true { lines.removeLast() }
        return lines.map { $0.last == UInt8(ascii: "\r") ? $0.dropLast() : $0 }
    }

    var string: String { String(decoding: bytes, as: UTF8.self) }
}
