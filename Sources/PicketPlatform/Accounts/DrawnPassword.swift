import Glibc
import SystemPackage

/// A random password. The platform creates it and keeps it beside its store, in a file that only its owner may read.
public struct DrawnPassword: Sendable, Equatable {
    /// The account that logs in with it.
    public let account: String
    /// The password, which is a secret.
    public let text: String
    /// The file of the password; nil for a platform in memory, where the password ends with it.
    public let file: String?
    /// Whether this start has created it.
    public let isNew: Bool
}

extension DrawnPassword {
    /// Reads the password of an earlier start, or creates a new one.
    init(of account: String, beside location: StoreLocation) throws(PlatformFailure) {
        guard let file = Self.file(of: account, beside: location) else {
            self.init(account: account, text: PlatformConfiguration.makePassword(), file: nil, isNew: true)
            return
        }
        if let text = try Self.read(file) {
            self.init(account: account, text: text, file: file, isNew: false)
        } else {
            let text = PlatformConfiguration.makePassword()
            try KeptFile.write(text + "\n", to: file, mode: .ownerReadWrite)
            self.init(account: account, text: text, file: file, isNew: true)
        }
    }

    /// Removes the file of a password that is no longer valid.
    static func forget(_ account: String, beside location: StoreLocation) {
        guard let file = file(of: account, beside: location) else { return }
        unlink(file)
    }

    /// Returns the path `STORE.ACCOUNT.password`; nil in memory.
    private static func file(of account: String, beside location: StoreLocation) -> String? {
        guard case .file(let store) = location else { return nil }
        let name = account.utf8.map { byte in
            let isPlain =
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
                    true
                default: false
                }
            return isPlain ? String(UnicodeScalar(byte)) : "%" + String(byte, radix: 16)
        }
        return "\(store).\(name.joined()).password"
    }

    /// Reads the password; nil if there is no file.
    private static func read(_ file: String) throws(PlatformFailure) -> String? {
        let descriptor = open(file, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard descriptor >= 0 else {
            if errno == ENOENT { return nil }
            throw PlatformFailure("the password file \(file) cannot be read: \(String(cString: strerror(errno)))")
        }
        defer { close(descriptor) }
        guard let status = try? Stat(FileDescriptor(rawValue: descriptor)), status.type == .regular else {
            throw PlatformFailure("the password file \(file) is not a file")
        }
        guard status.permissions.isDisjoint(with: [.groupReadWriteExecute, .otherReadWriteExecute]) else {
            throw PlatformFailure("others may read the password file \(file): chmod 600 \(file)")
        }
        var bytes = [UInt8](repeating: 0, count: 4_096)
        let count = bytes.withUnsafeMutableBytes { readBytes(descriptor, $0) }
        let line = bytes.prefix(max(0, count)).prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
        guard let text = String(validating: line, as: UTF8.self), !text.isEmpty else {
            throw PlatformFailure(
                "the password file \(file) holds no password: remove it, and the next start draws another")
        }
        return text
    }
}

/// Calls the system's function, which the method name above would hide.
private func readBytes(_ descriptor: Int32, _ buffer: UnsafeMutableRawBufferPointer) -> Int {
    read(descriptor, buffer.baseAddress, buffer.count)
}
