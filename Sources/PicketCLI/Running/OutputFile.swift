import PicketRuntime
import PicketSystem

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Where the file of an option goes.
enum OutputFile {
    case standardOutput, standardError
    case file(String)

    /// `-` is standard output. So is every path that means the same file: two who write one file do not see where the other
    /// is in it.
    init(_ path: String) {
        if OutputFile.isStandardOutput(path) || FileIdentity.isSame(path, STDOUT_FILENO) {
            self = .standardOutput
        } else if FileIdentity.isSame(path, STDERR_FILENO) {
            self = .standardError
        } else {
            self = .file(path)
        }
    }

    static func isStandardOutput(_ path: String) -> Bool { Array(path.utf8) == [UInt8(ascii: "-")] }

    /// Writes the whole of it; see `FileReplacement`.
    ///
    /// - Parameter mode: of a file that is made.
    func replace(with bytes: Shown<[UInt8]>, mode: UInt32 = 0o644) throws {
        switch self {
        case .standardOutput: Console.standard.out(bytes)
        case .standardError: Console.standard.error(bytes)
        case .file(let path):
            do throws(FileProblem) {
                try FileReplacement.replace(path, with: bytes.content, mode: mode)
            } catch {
                throw Ending(ExitStatus.failed, "cannot write `\(path)`: \(error.message)")
            }
        }
    }
}
