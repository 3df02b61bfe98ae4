import PicketRuntime
import PicketSystem
import SystemPackage

/// The target of an option that names an output file.
enum OutputFile {
    case standardOutput, standardError
    case file(String)

    /// `-` is standard output, and so is every path to the same file: two writers on one file would overwrite each
    /// other.
    init(_ path: String) {
        if OutputFile.isStandardOutput(path) || OutputFile.isSame(path, .standardOutput, StandardOutput.wasClosed) {
            self = .standardOutput
        } else if OutputFile.isSame(path, .standardError, StandardError.wasClosed) {
            self = .standardError
        } else {
            self = .file(path)
        }
    }

    /// Whether a path is the same file as a standard stream. /dev/null replaces a closed stream, but a path that says
    /// /dev/null means /dev/null.
    private static func isSame(_ path: String, _ descriptor: FileDescriptor, _ wasClosed: Bool) -> Bool {
        FileIdentity.isSame(path, descriptor) && !(wasClosed && path.utf8.elementsEqual("/dev/null".utf8))
    }

    /// Creates the folder of a file that is written at the end. Returns why the file could not be written; nil if it
    /// can.
    static func problem(preparing path: String) -> String? {
        guard case .file = OutputFile(path) else { return nil }
        if FileCheck.isFolder(path) { return "it is a folder" }
        // A link may lead to a file, and to a folder, that are missing.
        let path = FileCheck.exists(path) ? path : FilePlace.end(ofLinks: path) ?? path
        let slash = path.utf8.lastIndex(of: UInt8(ascii: "/"))
        let folder = slash.map { $0 == path.utf8.startIndex ? "/" : String(path[..<$0]) } ?? "."
        if FileCheck.isMissing(folder) {
            do throws(FileProblem) {
                try Folder.make(folder, for: .everyone)
            } catch {
                return "its folder cannot be created: \(error.message)"
            }
        }
        if FileCheck.exists(path) { return FileCheck.isWritable(path) ? nil : "it is not writable" }
        guard FileCheck.isFolder(folder) else { return "`\(folder)` is not a folder" }
        return FileCheck.isWritable(folder) ? nil : "its folder is not writable"
    }

    static func isStandardOutput(_ path: String) -> Bool { Array(path.utf8) == [UInt8(ascii: "-")] }

    /// Replaces the whole file; see `FileReplacement`.
    ///
    /// - Parameter permissions: The permissions of a new file.
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
