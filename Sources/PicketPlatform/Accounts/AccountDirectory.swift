import NIOPosix
import PicketCrypto
import Synchronization

/// The accounts of a running platform, and the check of their passwords.
///
/// After a correct login, a keyed digest in memory recognises the password, so only the first login of an account
/// computes the slow hash. Slow hashes run one at a time on their own thread. So forty simultaneous logins cost one
/// hash, and guessing passwords takes at most one core.
final class AccountDirectory: Sendable {
    struct Entry: Sendable {
        let account: Account
        let hash: PasswordHash
    }

    private let entries: [String: Entry]
    private let recognised: Mutex<[String: [UInt8]]> = Mutex([:])
    private let recognitionKey = MessageKey()
    private let hashing = NIOThreadPool(numberOfThreads: 1)
    private let stranger: PasswordHash
    /// The random passwords.
    let drawnPasswords: [DrawnPassword]

    /// - Parameter knownPasswords: The passwords that were just hashed into `entries`, with the account's name.
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

    /// Returns the account with this name and password; nil if one of them is wrong.
    func account(name: String, password: String) async -> Account? {
        if isRecognised(password, of: name) { return entries[name]?.account }
        let verified = try? await hashing.runIfActive { self.verify(password, of: name) }
        return verified == true ? entries[name]?.account : nil
    }

    /// Checks a password. It looks for a recognised one first, since another login may have finished while this one
    /// waited.
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
        return isEqualInConstantTime(known, recognitionKey.code(for: Array(password.utf8)))
    }

    private func recognise(_ password: String, of name: String) {
        let code = recognitionKey.code(for: Array(password.utf8))
        recognised.withLock { $0[name] = code }
    }
}
