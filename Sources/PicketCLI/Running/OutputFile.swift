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

    /// Makes the folder of a file that is to be written in the end, and says why the file could not be; nil if it can.
    static func problem(preparing path: String) -> String? {
        guard case .file = OutputFile(path) else { return nil }
        if FileCheck.isFolder(path) { return "it is a folder" }
        let slash = path.utf8.lastIndex(of: UInt8(ascii: "/"))
        let folder = slash.map { $0 == path.utf8.startIndex ? "/" : String(path[..<$0]) } ?? "."
        if FileCheck.isMissing(folder) {
            do throws(FileProblem) {
                try Folder.make(folder, for: .everyone)
            } catch {
                return "its folder cannot be made: \(error.message)"
            }
        }
        if FileCheck.exists(path) { return FileCheck.isWritable(path) ? nil : "nobody may write it" }
        guard FileCheck.isFolder(folder) else { return "`\(folder)` is no folder" }
        return FileCheck.isWritable(folder) ? nil : "nothing may be made in its folder"
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
