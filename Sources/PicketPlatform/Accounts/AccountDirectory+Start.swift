extension AccountDirectory {
    /// The accounts of a start, and no others: an account that only the store knows cannot log in.
    ///
    /// A password that a person chose is kept for later starts; one made at random is for this start alone.
    ///
    /// - Throws: `PlatformFailure`, also when a password that anybody knows would be served to other machines.
    convenience init(_ configuration: PlatformConfiguration, store: Store) throws(PlatformFailure) {
        do {
            var entries: [Entry] = []
            var known: [String: String] = [:]
            for (account, password) in configuration.accounts {
                let kept = try store.passwordHash(of: account.name)
                let hash = try Self.hash(of: password, account, kept: kept)
                if case .chosen = password { try store.keep(hash, of: account.name) }
                entries.append(Entry(account: account, hash: hash))
                known[account.name] = Self.text(of: password, account, kept: kept)
            }
            try self.init(entries: entries, knownPasswords: known)
            try Self.refuseDefaultPasswords(entries, servedOn: configuration.host)
        } catch let failure as PlatformFailure {
            throw failure
        } catch {
            throw PlatformFailure("the accounts cannot be set up: \(error)")
        }
    }

    private static func hash(
        of password: PlatformConfiguration.Password, _ account: Account, kept: PasswordHash?
    ) throws -> PasswordHash {
        switch password {
        case .chosen(let text): try PasswordHash(of: text, scheme: .scrypt)
        case .random(let text): try PasswordHash(of: text, scheme: .sha256)
        // The default password is no secret, so a slow hash would hide nothing.
        case .kept: try kept ?? PasswordHash(of: account.name, scheme: .sha256)
        }
    }

    /// The password in clear where this start knows it, so that the first login need not pay for the slow hash.
    private static func text(
        of password: PlatformConfiguration.Password, _ account: Account, kept: PasswordHash?
    ) -> String? {
        switch password {
        case .chosen(let text), .random(let text): text
        case .kept: kept == nil ? account.name : nil
        }
    }

    private static func refuseDefaultPasswords(_ entries: [Entry], servedOn host: String) throws {
        guard !isLoopback(host) else { return }
        for entry in entries where entry.hash.matches(entry.account.name) {
            throw PlatformFailure(
                "the user \(entry.account.name) has the default password, which is only served on loopback, "
                    + "not on \(host); give another with --password-env or --password-file")
        }
    }

    private static func isLoopback(_ host: String) -> Bool {
        host == "localhost" || host == "::1" || (host.hasPrefix("127.") && host.split(separator: ".").count == 4)
    }
}
