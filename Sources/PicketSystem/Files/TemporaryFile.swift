import Glibc
import SystemPackage

/// A file that only this user can read, and that is gone when it goes out of use.
package struct TemporaryFile: ~Copyable {
    package let path: String

    /// Makes it with a content.
    ///
    /// - Parameter name: its name begins like this.
    package init(in folder: String, name: String, suffix: String, _ bytes: [UInt8]) throws(FileProblem) {
        path = try TemporaryFile.make("\(folder)/\(name)XXXXXX\(suffix)", suffixLength: suffix.utf8.count, bytes)
    }

    private static func make(
        _ template: String, suffixLength: Int, _ bytes: [UInt8]
    ) throws(FileProblem) -> String {
        var template = Array(template.utf8CString)
        // The array is mutable and ends in NUL, as mkstemps asks; it writes into the six places only.
        let number = mkstemps(&template, Int32(suffixLength))
        guard number >= 0 else { throw .latest }
        defer { close(number) }
        let path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        do throws(FileProblem) {
            try FileDescriptor(rawValue: number).writeWaiting(bytes)
        } catch {
            unlink(path)
            throw error
        }
        return path
    }

    /// What is in it now.
    package func bytes() throws(FileProblem) -> [UInt8] { try InputFile.bytes(of: path) }

    deinit { unlink(path) }
}
