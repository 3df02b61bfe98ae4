import Crypto
import NIOPosix
import Synchronization

/// The accounts of a running platform and the check of their passwords.
///
/// A password that was right once is recognised by a keyed digest that never leaves the process, so that only the first
/// login of an account pays for the slow hash. Slow hashes run one at a time on a thread of their own: forty logins at
/// once cost one, and guessing passwords cannot take more than one core.
final class AccountDirectory: Sendable {
    struct Entry: Sendable {
        let account: Account
        let hash: PasswordHash
    }

    private let entries: [String: Entry]
    private let recognised: Mutex<[String: [UInt8]]> = Mutex([:])
    private let recognitionKey = SymmetricKey(size: .bits256)
    private let hashing = NIOThreadPool(numberOfThreads: 1)
    private let stranger: PasswordHash
    /// The passwords that nobody chose.
    let drawnPasswords: [DrawnPassword]

    /// - Parameter knownPasswords: passwords just hashed into `entries`, with the account's name.
    init(
        entries: [Entry], knownPasswords: [(name: String, password: String)], drawnPasswords: [DrawnPassword] = []
    ) throws {
        self.drawnPasswords = drawnPasswords
        self.entries = Dictionary(entries.map { ($0.account.name, $0) }) { _, last in last }
        self.stranger = try PasswordHash(of: "", scheme: .sha256)
        for (name, password) in knownPasswords { recognise(password, of: name) }
        hashing.start()
    }

    deinit { hashing.shutdownGracefully { _ in } }

    func account(named name: String) -> Account? { entries[name]?.account }

    /// The account with this name and password, nil when either is wrong.
    func account(name: String, password: String) async -> Account? {
        if isRecognised(password, of: name) { return entries[name]?.account }
        let verified = try? await hashing.runIfActive { self.verify(password, of: name) }
        return verified == true ? entries[name]?.account : nil
    }

    /// Another login may have been verified while this one waited for the thread.
    private func verify(_ password: String, of name: String) -> Bool {
        if isRecognised(password, of: name) { return true }
        guard let entry = entries[name] else { return stranger.matches(password) && false }
        guard entry.hash.matches(password) else { return false }
        recognise(password, of: name)
        return true
    }

    private func isRecognised(_ password: String, of name: String) -> Bool {
        let known = recognised.withLock { $0[name] }
        guard let known else { return false }
        return HMAC<SHA256>.isValidAuthenticationCode(
            known, authenticating: Array(password.utf8), using: recognitionKey)
    }

    private func recognise(_ password: String, of name: String) {
        let code = Array(HMAC<SHA256>.authenticationCode(for: Array(password.utf8), using: recognitionKey))
        recognised.withLock { $0[name] = code }
    }
}
