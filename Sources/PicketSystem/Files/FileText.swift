/// Texts read from files.
package enum FileText {
    /// Returns the bytes without a byte order mark, checked to be UTF-8.
    package static func checked(_ file: [UInt8]) throws(FileProblem) -> [UInt8] {
        if file.starts(with: [0xFF, 0xFE]) || file.starts(with: [0xFE, 0xFF]) { throw .isUTF16 }
        let bytes = file.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(file.dropFirst(3)) : file
        guard String(validating: bytes, as: UTF8.self) == nil else { return bytes }
        // No multi-byte sequence contains a newline, so each line can be checked by itself.
        let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        throw .notUTF8(line: (lines.firstIndex { String(validating: $0, as: UTF8.self) == nil } ?? 0) + 1)
    }
}
