import PicketHTTP
import PicketPool
import PicketSyntax
import PicketSystem

extension Settings {
    /// Returns a platform by its URL or profile, nil for the one to begin with; nil if none is named or configured.
    ///
    /// Missing credentials and an invalid proxy variable become an obstacle for the first request, since a run without
    /// requests needs neither.
    func platformProfile(named name: String?) throws -> PlatformProfile? {
        let name = layers.spelling(of: name)
        let said = settings(of: name)
        try said.checkSources()
        guard let address = said.address else { return nil }
        var profile: PlatformProfile
        do {
            profile = PlatformProfile(
                name: said.profileName, endpoint: try HTTPEndpoint(parsing: address), tls: said.tls)
        } catch {
            let shown = "`\(ShownURL.text(address))`"
            throw Ending.usage(
                isName(address)
                    ? "\(shown) is neither a profile nor a URL: \(profileAdvice(for: address))"
                    : "\(shown) cannot be used as a platform: \(error.message)")
        }
        let login = said.login
        do throws(CredentialProblem) {
            profile.askedUser = login.userWithoutPassword
            profile.credentials = try login.credentials
            profile.token = try login.token.map { token throws(CredentialProblem) in
                try token.value.read(.token, token.source)
            }
        } catch {
            profile.obstacle = PlatformObstacle(.credentials, error.message)
        }
        try setProxy(of: &profile, said)
        return profile
    }

    /// Whether a text that is not a known profile looks like a profile's name.
    private func isName(_ text: String) -> Bool {
        !text.utf8.contains { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: ".") }
    }

    /// Returns advice about the existing profiles, for an unknown name.
    private func profileAdvice(for name: String) -> String {
        if name.utf8.elementsEqual("local".utf8) {
            return "a run that begins with `--platform local` has such a platform"
        }
        let names = configuration.profileNames
        let known = names + ["local"]
        if let near = nearest(name, in: known) { return "did you mean `\(near)`?" }
        guard !names.isEmpty else {
            return "the configuration has no profile; a platform is `https://HOST[:PORT][/PATH]`, a profile, or `local`"
        }
        let shown = names.prefix(8).map { "`\($0)`" }.joined(separator: ", ") + (names.count > 8 ? ", …" : "")
        return "the configuration has \(names.count == 1 ? "the profile" : "the profiles") \(shown)"
    }

    private func setProxy(of profile: inout PlatformProfile, _ said: PlatformSettings) throws {
        if let proxy = said.text(of: .proxy) {
            do throws(EndpointError) {
                profile.proxy = try HTTPProxy(parsing: proxy.value)
            } catch {
                throw Ending.usage(
                    "the proxy `\(ShownURL.text(proxy.value))` (\(proxy.source.name(of: .proxy))) cannot be used: "
                        + error.message)
            }
            return
        }
        let variables = Self.proxyVariables
        do throws(EndpointError) {
            profile.proxy = try HTTPProxy.fromEnvironment(variables, for: profile.endpoint)
        } catch {
            profile.obstacle = PlatformObstacle(.proxy, error.message)
        }
        guard profile.proxy != nil else { return }
        let exceptions = HTTPProxy.exceptions(variables)
        profile.warnings = exceptions.list.useless.map {
            .uselessException(entry: $0, variable: exceptions.variable)
        }
    }

    private static var proxyVariables: [String: String] {
        var variables: [String: String] = [:]
        for name in [
            "http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY", "no_proxy", "NO_PROXY",
        ] {
            if let value = Environment[name] { variables[name] = value }
        }
        return variables
    }
}

extension PlatformSettings {
    /// Whether the platform's certificate is not checked. The value was validated when the settings were created.
    var isInsecure: Bool { (try? isOn(.insecure)) == true }

    /// The certificates to trust, and the client's certificate.
    var tls: TLSOptions {
        var options = TLSOptions()
        options.authorities = SystemAuthorities(
            file: Environment["SSL_CERT_FILE"], folders: Environment["SSL_CERT_DIR"])
        if let authority = text(of: .cacert) { options.trust = .file(authority.value) }
        if isInsecure { options.trust = .anyone }
        if let (certificate, key) = certificate {
            options.identity = TLSOptions.Identity(certificateFile: certificate.value, keyFile: key)
        }
        return options
    }
}

extension Login {
    /// The credentials to log in with; nil if no user is configured, or only a token is.
    var credentials: Credentials? {
        get throws(CredentialProblem) {
            guard let user else {
                if let password { throw .noUser(passwordOf: password.source) }
                return nil
            }
            switch BasicCredentials.problem(ofUser: user.value) {
            case .colon: throw .colonInUser(user.source)
            case .controlCharacter: throw .controlCharacterInUser(user.source)
            case nil: break
            }
            guard let password else {
                if token != nil { return nil }
                throw .noPassword(user: user.value, user.source, otherUsers: otherUsersPassword, token: silencedToken)
            }
            return Credentials(user: user.value, password: try password.value.read(.password, password.source))
        }
    }
}
