import Glibc
import SystemPackage

/// A file that only this user can read. It is deleted when the value goes out of use.
package struct TemporaryFile: ~Copyable {
    package let path: String

    /// Creates the file with its contents.
    ///
    /// - Parameter name: The beginning of the file's name.
    package init(in folder: String, name: String, suffix: String, _ bytes: [UInt8]) throws(FileProblem) {
        path = try TemporaryFile.make("\(folder)/\(name)XXXXXX\(suffix)", suffixLength: suffix.utf8.count, bytes)
    }

    private static func make(
        _ template: String, suffixLength: Int, _ bytes: [UInt8]
    ) throws(FileProblem) -> String {
        var template = Array(template.utf8CString)
        // The array is mutable and ends in NUL, as mkstemps requires. It writes only the six placeholder characters.
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

    /// Returns the current contents.
    package func bytes() throws(FileProblem) -> [UInt8] { try InputFile.bytes(of: path) }

    deinit { unlink(path) }
}
