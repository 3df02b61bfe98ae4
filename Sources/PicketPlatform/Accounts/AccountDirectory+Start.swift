extension AccountDirectory {
    /// Creates the directory with only the accounts of this start. An account that only the store knows cannot log in.
    ///
    /// A password that a person chose is kept for later starts. A random one is for this start alone.
    ///
    /// - Throws: `PlatformFailure`, also if a well-known password would be served to other machines.
    convenience init(_ configuration: PlatformConfiguration, store: Store) throws(PlatformFailure) {
        do {
            var entries: [Entry] = []
            var known: [(name: String, password: String)] = []
            var drawn: [DrawnPassword] = []
            for (account, password) in configuration.accounts {
                let hash: PasswordHash
                switch password {
                case .chosen(let text):
                    try Self.refuseNameAsPassword(text, of: account, servedOn: configuration.host)
                    hash = try PasswordHash(of: text, scheme: .scrypt)
                    try store.keep(hash, of: account.name)
                    DrawnPassword.forget(account.name, beside: configuration.store)
                    known.append((account.name, text))
                case .random(let text):
                    hash = try PasswordHash(of: text, scheme: .sha256)
                    known.append((account.name, text))
                case .kept:
                    if let kept = try store.passwordHash(of: account.name) {
                        if kept.matches(account.name) {
                            try Self.refuseNameAsPassword(account.name, of: account, servedOn: configuration.host)
                        }
                        hash = kept
                        break
                    }
                    let password = try DrawnPassword(of: account.name, beside: configuration.store)
                    hash = try PasswordHash(of: password.text, scheme: .sha256)
                    known.append((account.name, password.text))
                    drawn.append(password)
                }
                entries.append(Entry(account: account, hash: hash))
            }
            try self.init(entries: entries, knownPasswords: known, drawnPasswords: drawn)
        } catch let failure as PlatformFailure {
            throw failure
        } catch {
            throw PlatformFailure("the accounts cannot be set up: \(error)")
        }
    }

    private static func refuseNameAsPassword(
        _ password: String, of account: Account, servedOn host: String
    ) throws(PlatformFailure) {
        guard password.utf8.elementsEqual(account.name.utf8), !isLoopback(host) else { return }
        throw PlatformFailure(
            "the user \(account.name) has its own name as password, which is only served on loopback, not on \(host); "
                + "give another with --password-env or --password-file")
    }

    private static func isLoopback(_ host: String) -> Bool {
        host == "localhost" || host == "::1" || (host.hasPrefix("127.") && host.split(separator: ".").count == 4)
    }
}
