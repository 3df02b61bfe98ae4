import PicketSystem

/// The location of a password or a token, never the secret itself.
enum SecretPlace: Sendable {
    case environment(String)
    case file(String)
    /// One source names both, which is ambiguous.
    case both

    init?(environment: String?, file: String?) {
        switch (environment, file) {
        case (nil, nil): return nil
        case (let name?, nil): self = .environment(name)
        case (nil, let path?): self = .file(SettingPath.resolved(path))
        case (_?, _?): self = .both
        }
    }

    /// The file with the secret; nil for a variable.
    var path: String? {
        guard case .file(let path) = self else { return nil }
        return path
    }

    /// The variable with the secret; nil for a file.
    var variable: String? {
        guard case .environment(let name) = self else { return nil }
        return name
    }

    enum Kind: String {
        case password, token

        var variableSetting: Setting { self == .password ? .passwordEnv : .tokenEnv }
        var fileSetting: Setting { self == .password ? .passwordFile : .tokenFile }
    }

    /// - Parameter source: The source that names this location.
    func read(_ kind: Kind, _ source: SettingSource) throws(CredentialProblem) -> String {
        switch self {
        case .environment(let name):
            guard let bytes = EnvironmentVariables.bytes(of: name) else {
                throw .unsetVariable(name, kind, namedBy: source)
            }
            do throws(SecretTextProblem) {
                return try SecretText.text(bytes)
            } catch {
                throw .variable(name, kind, error, namedBy: source)
            }
        case .file(let path):
            do throws(SecretFileProblem) {
                return try SecretFile.read(path)
            } catch {
                throw .file(path, kind, error)
            }
        case .both: throw .twoPlaces(kind, source)
        }
    }
}
