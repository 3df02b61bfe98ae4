import PicketSystem

/// The bytes of a file, checked to be UTF-8, without a byte order mark.
struct DataText {
    let bytes: [UInt8]

    init(_ file: [UInt8]) throws(DataFault) {
        do throws(FileProblem) {
            bytes = try FileText.checked(file)
        } catch {
            throw DataFault(error)
        }
    }

    /// Returns the number of the line with the byte at `offset`, counted from 1.
    func line(at offset: Int) -> Int {
        bytes.prefix(offset).count { $0 == UInt8(ascii: "\n") } + 1
    }

    /// The lines without their ends. A newline at the very end does not start another line.
    var lines: [ArraySlice<UInt8>] {
        var lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        if lines.last?.isEmpty == true { lines.removeLast() }
        return lines.map { $0.last == UInt8(ascii: "\r") ? $0.dropLast() : $0 }
    }

    var string: String { String(decoding: bytes, as: UTF8.self) }
}
