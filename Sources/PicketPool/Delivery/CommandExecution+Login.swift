import PicketRuntime
import PicketSyntax

/// Logging in, and passwords that only a person knows.
extension CommandExecution {
    func logIn() {
        let known = platform.credentials
        let named = command.account?.user.map { Credentials.User($0.text, isHidden: $0.isSecret) }
        guard let user = named ?? known?.owner ?? platform.askedUser else {
            return finish(.failure("there is no user to log in: write `login USER password=…`", .login))
        }
        let knownPassword = known.flatMap { user.name.hasBytes(of: $0.user) ? $0.password : nil }
        if let password = command.account?.password ?? knownPassword {
            let isTyped = command.account?.password == nil && platform.askedUser != nil
            return logIn(Credentials(user: user.name, password: password, hidesUser: user.isHidden), isTyped: isTyped)
        }
        guard let passwords = caller?.passwords else {
            let shown = user.shown
            return finish(.failure("there is no password for `\(shown)`: write `login \(shown) password=…`", .login))
        }
        passwords(WantedPassword(user: user.shown, platform: nil)) { [self] answer in
            switch answer {
            case .given(let password):
                logIn(Credentials(user: user.name, password: password, hidesUser: user.isHidden), isTyped: true)
            case .refused(let reason): finish(.failure(reason, .login))
            }
        }
    }

    private func logIn(_ credentials: Credentials, isTyped: Bool) {
        guard isWanted else { return }
        deliver(platform.loginCommand(credentials)) { [self] response, _ in
            var response = response
            platform.logIn(credentials, isTyped: isTyped, &response)
            finish(response)
        }
    }

    /// Asks for the password that a script's own request with `auth=basic` needs, and sends the request then. Returns
    /// false if nothing is missing or nobody can be asked.
    func asksForPassword() -> Bool {
        guard case .credentials = command.authorization, let passwords = caller?.passwords,
            let wanted = platform.wantedPassword
        else { return false }
        passwords(wanted) { [self] answer in
            guard isWanted else { return }
            switch answer {
            case .given(let password):
                platform.give(password: password)
                sendOwn()
            case .refused(let reason): finish(.failure(reason, .login))
            }
        }
        return true
    }
}
