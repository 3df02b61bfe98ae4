import PicketSystem
import SystemPackage

/// A file that holds a secret, which nobody else may read.
enum SecretFile {
    /// The first line of the file.
    static func read(_ path: String) throws -> String {
        do {
            let status = try Stat(path)
            guard status.permissions.isDisjoint(with: Self.others) else {
                throw Ending.usage("others may read \(path), which holds a secret: `chmod 600 \(path)`")
            }
        } catch let problem as Errno {
            throw Ending.usage("\(path): \(FileProblem.reading(problem).message)")
        }
        do throws(FileProblem) {
            let bytes = try FileText.checked(try InputFile.bytes(of: path))
            let line = bytes.prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
            return String(decoding: line, as: UTF8.self)
        } catch {
            throw Ending.usage("\(path): \(error.detail)")
        }
    }

    private static let others: FilePermissions = [.groupReadWriteExecute, .otherReadWriteExecute]
}
