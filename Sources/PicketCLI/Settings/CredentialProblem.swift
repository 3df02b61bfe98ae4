import PicketSystem

/// Why no login is possible. It never quotes a user or a text in the place of a secret, unless that looks like a name.
enum CredentialProblem: Error {
    /// A user that HTTP's Basic scheme cannot carry, because the first colon ends it (RFC 7617, section 2).
    case colonInUser(SettingSource)
    case controlCharacterInUser(SettingSource)
    case noUser(passwordOf: SettingSource)
    /// A user without a password. It also has the source of another user's password and an overridden token, if there
    /// are any.
    case noPassword(user: String, SettingSource, otherUsers: SettingSource?, token: Sourced<SecretPlace>?)
    /// One source names both a variable and a file.
    case twoPlaces(SecretPlace.Kind, SettingSource)
    case unsetVariable(String, SecretPlace.Kind, namedBy: SettingSource)
    case variable(String, SecretPlace.Kind, SecretTextProblem, namedBy: SettingSource)
    case file(String, SecretPlace.Kind, SecretFileProblem)

    /// One sentence that also says what to do.
    var message: String {
        switch self {
        case .colonInUser(let source):
            "\(source.name(of: .user)) holds a `:`, which no user of HTTP's Basic scheme has: "
                + "give the user alone, and the password by `--password-env NAME` or `--password-file FILE`"
        case .controlCharacterInUser(let source):
            "\(source.name(of: .user)) holds a control character, which cannot be sent"
        case .noUser(let source):
            "there is a password without a user (\(source.place)): give `--user NAME`"
        case .noPassword(let user, let source, let others, let token):
            "the user `\(user)` (\(source.name(of: .user))) needs a password: `--password-env NAME` or "
                + "`--password-file FILE`"
                + (others.map { "; that of \($0.place) is for another user" } ?? "")
                + (token.map { Self.silenced($0, by: source) } ?? "")
        case .twoPlaces(let kind, let source):
            "\(source.name(of: kind.variableSetting)) and \(source.name(of: kind.fileSetting)) both say where the "
                + "\(kind) is: leave out one"
        case .unsetVariable(let name, let kind, let source):
            "the environment has no \(Self.shown(name, kind, source)), which should hold the \(kind)"
        case .variable(let name, let kind, let problem, let source):
            "the \(Self.shown(name, kind, source)), which should hold the \(kind), \(problem.predicate)"
        case .file(let path, let kind, let problem): problem.sentence(of: path, kind.rawValue)
        }
    }

    private static func silenced(_ token: Sourced<SecretPlace>, by source: SettingSource) -> String {
        let setting = token.value.path == nil ? Setting.tokenEnv : .tokenFile
        return "; the token that \(token.source.name(of: setting)) says (it is not repeated) does not count below "
            + source.name(of: .user)
    }

    /// Returns the name of a variable for a message. A secret that was written in its place is not repeated.
    private static func shown(_ name: String, _ kind: SecretPlace.Kind, _ source: SettingSource) -> String {
        VariableName.isOne(name)
            ? "variable `\(name)`"
            : "variable of the name that \(source.name(of: kind.variableSetting)) gives (it is not repeated, since it does "
                + "not look like `PG_PASSWORD`)"
    }
}

extension SettingSource {
    /// The whole source, for people.
    fileprivate var place: String {
        switch self {
        case .commandLine: "the command line"
        case .environment: "the environment"
        case .profile(let name): "[profile.\(name)]"
        case .defaults: "[defaults]"
        case .suite: "suite.toml"
        }
    }
}
