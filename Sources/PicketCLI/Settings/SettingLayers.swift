/// Everything that is said of platforms, by its source.
struct SettingLayers: Sendable {
    private let commandLine: Profile
    private let environment: Profile
    private let configuration: ConfigurationFile

    /// The platform to begin with, as it is named.
    let platform: Sourced<String>?

    init(commandLine: Profile, environment: Profile, configuration: ConfigurationFile) {
        self.commandLine = commandLine
        self.environment = environment
        self.configuration = configuration
        platform =
            commandLine[.platform].map { Sourced(value: $0, source: .commandLine) }
            ?? environment[.platform].map { Sourced(value: $0, source: .environment) }
            ?? configuration.defaults[.platform].map { Sourced(value: $0, source: .defaults) }
    }

    var all: [Profile] {
        [commandLine, environment, configuration.defaults] + configuration.profiles
    }

    /// What is said of a platform.
    ///
    /// - Parameter name: a profile's name or a URL; nil for the platform to begin with.
    func settings(of name: String?) -> PlatformSettings {
        let chosen = platform
        let isChosen = name == nil || chosen.map { $0.value.utf8.elementsEqual(name?.utf8 ?? "".utf8) } ?? false
        guard !isChosen else {
            return settings(
                ofProfile: chosen.flatMap { configuration.profile(named: $0.value) }, url: chosen?.value,
                isNamedOnPurpose: chosen?.source == .commandLine, commandLine, environment)
        }
        if let profile = name.flatMap({ configuration.profile(named: $0) }) {
            // As whom, and whom to trust: what names a platform says that of this platform alone.
            return settings(
                ofProfile: profile, url: nil, isNamedOnPurpose: true,
                commandLine[.platform] == nil ? commandLine : commandLine.withoutPlatform,
                environment[.platform] == nil ? environment : environment.withoutPlatform)
        }
        // A URL that nobody configured gets neither a password nor a token: a script could name any.
        let ownProfile = chosen.flatMap { configuration.profile(named: $0.value) }
        let ways = [commandLine, environment] + [ownProfile, configuration.defaults].compactMap { $0 }
        return PlatformSettings(
            profileName: nil, address: name, ways: ways.map(\.withoutIdentity), identities: [])
    }

    /// - Parameters:
    ///   - profile: nil for a platform that is known by its URL.
    ///   - isNamedOnPurpose: whether the profile is named by a script or on the command line, not by the environment.
    private func settings(
        ofProfile profile: Profile?, url: String?, isNamedOnPurpose: Bool, _ commandLine: Profile,
        _ environment: Profile
    ) -> PlatformSettings {
        let defaults = configuration.defaults
        guard let profile, case .profile(let name) = profile.source else {
            let layers = [commandLine, environment, defaults]
            return PlatformSettings(profileName: nil, address: url ?? defaults[.url], ways: layers, identities: layers)
        }
        return PlatformSettings(
            profileName: name, address: profile[.url] ?? defaults[.url],
            ways: [commandLine, environment, profile, defaults],
            identities: isNamedOnPurpose
                ? [commandLine, profile, environment, defaults] : [commandLine, environment, profile, defaults])
    }
}
