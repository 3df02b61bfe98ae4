import PicketRuntime
import PicketSystem
import SystemPackage

/// Where the file of an option goes.
enum OutputFile {
    case standardOutput, standardError
    case file(String)

    /// `-` is standard output. So is every path that means the same file: two who write one file do not see where the other
    /// is in it.
    init(_ path: String) {
        if OutputFile.isStandardOutput(path) || OutputFile.isSame(path, .standardOutput, StandardOutput.wasClosed) {
            self = .standardOutput
        } else if OutputFile.isSame(path, .standardError, StandardError.wasClosed) {
            self = .standardError
        } else {
            self = .file(path)
        }
    }

    /// /dev/null stands in the place of a stream that was closed; who names it by that name means it.
    private static func isSame(_ path: String, _ descriptor: FileDescriptor, _ wasClosed: Bool) -> Bool {
        FileIdentity.isSame(path, descriptor) && !(wasClosed && path.utf8.elementsEqual("/dev/null".utf8))
    }

    static func isStandardOutput(_ path: String) -> Bool { Array(path.utf8) == [UInt8(ascii: "-")] }

    /// Writes the whole of it; see `FileReplacement`.
    ///
    /// - Parameter permissions: of a file that is made.
    func replace(
        with bytes: Shown<[UInt8]>, permissions: FilePermissions = [.ownerReadWrite, .groupRead, .otherRead]
    ) throws {
        switch self {
        case .standardOutput: Console.standard.out(bytes)
        case .standardError: Console.standard.error(bytes)
        case .file(let path):
            do throws(FileProblem) {
                try FileReplacement.replace(path, with: bytes.content, permissions: permissions)
            } catch {
                throw Ending(ExitStatus.failed, "cannot write `\(path)`: \(error.message)")
            }
        }
    }
}
