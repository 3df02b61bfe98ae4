import Glibc

/// Why a text is not a password or token that can be sent.
package enum SecretTextProblem: Hashable, Sendable {
    case empty
    case byteOrderMark
    case zeroByte
    /// A control character, which a password of HTTP's Basic scheme must not contain (RFC 7617, section 2).
    case controlCharacter
    case notUTF8
    case tooLong

    /// The problem as a predicate for "the variable `X` …".
    package var predicate: String {
        switch self {
        case .empty: "is empty"
        case .byteOrderMark: "begins with a byte order mark: save it as UTF-8 without one"
        case .zeroByte: "holds a zero byte: it is not a text"
        case .controlCharacter: "holds a control character, which cannot be sent"
        case .notUTF8: "is not UTF-8: save it as UTF-8"
        case .tooLong: "is longer than \(SecretText.longest / 1024) KiB"
        }
    }
}

/// The text of a password or a token.
package enum SecretText {
    package static let longest = 64 << 10

    /// Returns the bytes as text, if it can be sent.
    package static func text(_ bytes: [UInt8]) throws(SecretTextProblem) -> String {
        if bytes.isEmpty { throw .empty }
        // This is plain code because every run with a password calls it, and generic searches need metadata that each
        // run creates.
        let (first, second, third) = (bytes[0], bytes.count > 1 ? bytes[1] : 0, bytes.count > 2 ? bytes[2] : 0)
        if (first, second, third) == (0xEF, 0xBB, 0xBF) { throw .byteOrderMark }
        if (first, second) == (0xFE, 0xFF) || (first, second) == (0xFF, 0xFE) { throw .byteOrderMark }
        if bytes.contains(0) { throw .zeroByte }
        if bytes.contains(where: { $0 < 0x20 || $0 == 0x7F }) { throw .controlCharacter }
        if bytes.count > longest { throw .tooLong }
        guard let text = String(validating: bytes, as: UTF8.self) else { throw .notUTF8 }
        return text
    }
}

extension SecretTextProblem: Error {}

/// Why a file does not contain a password or token.
package enum SecretFileProblem: Error, Hashable, Sendable {
    case missing
    case folder
    /// A device or a socket.
    case notAFile
    case unreadable(FileProblem)
    /// Other users may read the file. The value says whether this program's user can change that.
    case openToOthers(canBeClosed: Bool)
    case emptyFile
    case firstLine(SecretTextProblem)
}

/// A file whose first line is a password or a token, and which no other user may read.
package enum SecretFile {
    /// Returns the first line of the file. A pipe is accepted too, since nobody else can read its contents.
    package static func read(_ path: String) throws(SecretFileProblem) -> String {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY)
        guard descriptor >= 0 else {
            throw errno == ENOENT || errno == ENOTDIR ? .missing : .unreadable(.latest)
        }
        defer { close(descriptor) }
        try check(descriptor)
        let line = try firstLine(descriptor)
        do throws(SecretTextProblem) {
            return try SecretText.text(line)
        } catch {
            throw .firstLine(error)
        }
    }

    private static func check(_ descriptor: Int32) throws(SecretFileProblem) {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw .unreadable(.latest) }
        switch status.st_mode & S_IFMT {
        case S_IFREG, S_IFIFO: break
        case S_IFDIR: throw .folder
        default: throw .notAFile
        }
        let isClosed = isClosed(mode: UInt32(status.st_mode), owner: status.st_uid) { isOnReadOnlyMount(descriptor) }
        guard isClosed else { throw .openToOthers(canBeClosed: [status.st_uid, 0].contains(geteuid())) }
    }

    /// Whether the mode is safe for a secret: only the owner reads; or root owns the file and at most its group reads;
    /// or the mount is read-only, as in Kubernetes and Docker, where no mode can be changed.
    package static func isClosed(mode: UInt32, owner: UInt32, isOnReadOnlyMount: () -> Bool) -> Bool {
        if mode & 0o077 == 0 { return true }
        if owner == 0, mode & 0o037 == 0 { return true }
        return isOnReadOnlyMount()
    }

    private static func isOnReadOnlyMount(_ descriptor: Int32) -> Bool {
        var system = statvfs()
        return fstatvfs(descriptor, &system) == 0 && UInt(system.f_flag) & UInt(ST_RDONLY) != 0
    }

    /// Reads up to the end of the line, or a little more than the longest allowed secret.
    private static func firstLine(_ descriptor: Int32) throws(SecretFileProblem) -> [UInt8] {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 4_096)
        while bytes.count <= SecretText.longest {
            let count = chunk.withUnsafeMutableBytes { readBytes(descriptor, $0) }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw .unreadable(.latest) }
            bytes += chunk[..<count]
            if let end = bytes.firstIndex(where: { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }) {
                return Array(bytes[..<end])
            }
            if count == 0 { break }
        }
        if bytes.isEmpty { throw .emptyFile }
        return bytes
    }
}

/// Calls the system's `read`, which the method name above would hide.
private func readBytes(_ descriptor: Int32, _ buffer: UnsafeMutableRawBufferPointer) -> Int {
    read(descriptor, buffer.baseAddress, buffer.count)
}

extension SecretFileProblem {
    /// The problem as a sentence. It also says what to do if that is not obvious.
    ///
    /// - Parameter kind: The kind of secret in the file: `password` or `token`.
    package func sentence(of path: String, _ kind: String) -> String {
        switch self {
        case .missing: "the \(kind) file `\(path)` does not exist"
        case .folder: "the \(kind) file `\(path)` is a folder"
        case .notAFile: "the \(kind) file `\(path)` is a device, not a file with a \(kind)"
        case .unreadable(let problem): "the \(kind) file `\(path)` cannot be read: \(problem.message)"
        case .openToOthers(canBeClosed: true):
            "others may read \(path), which holds a \(kind): \(Self.command("chmod 600 \(ShellText.path(path))"))"
        case .openToOthers(canBeClosed: false):
            "others may read \(path), which holds a \(kind), and only its owner can change that: "
                + "copy it into a file of your own with mode 600"
        case .emptyFile: "the \(kind) file `\(path)` is empty"
        case .firstLine(let problem):
            "the first line of the \(kind) file `\(path)` \(problem.predicate)"
        }
    }

    /// Returns a command for a message. A message shortens long text in backticks, so a long command has none.
    private static func command(_ text: String) -> String { text.utf8.count < 80 ? "`\(text)`" : "run " + text }
}
