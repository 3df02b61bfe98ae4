import PicketHTTP
import PicketPool
import PicketSyntax

/// All settings of platforms, by source.
struct SettingLayers: Sendable {
    private let commandLine: Profile
    private let environment: Profile
    /// The file beside the tests, which has no settings of platforms.
    private let suite: [Profile]
    private let configuration: ConfigurationFile

    /// The name of the first platform, as the user gave it.
    let platform: Sourced<String>?

    init(commandLine: Profile, environment: Profile, suite: Profile? = nil, configuration: ConfigurationFile) {
        self.commandLine = commandLine
        self.environment = environment
        self.suite = [suite].compactMap { $0 }
        self.configuration = configuration
        platform =
            commandLine[.platform].map { Sourced(value: $0, source: .commandLine) }
            ?? environment[.platform].map { Sourced(value: $0, source: .environment) }
            ?? configuration.defaults[.platform].map { Sourced(value: $0, source: .defaults) }
    }

    var all: [Profile] {
        [commandLine, environment] + suite + [configuration.defaults] + configuration.profiles
    }

    /// Returns the settings of a platform.
    ///
    /// - Parameter name: A profile's name or a URL; nil for the platform to begin with.
    func settings(of name: String?) -> PlatformSettings {
        let chosen = platform
        guard !isChosen(name) else {
            return settings(
                ofProfile: chosen.flatMap { configuration.profile(named: $0.value) }, url: chosen?.value,
                isNamedOnPurpose: chosen?.source == .commandLine, commandLine, environment)
        }
        if let profile = name.flatMap({ configuration.profile(named: $0) }) {
            // If a source names a platform, its credentials and trusted certificates are for that platform alone.
            return settings(
                ofProfile: profile, url: nil, isNamedOnPurpose: true,
                commandLine[.platform] == nil ? commandLine : commandLine.withoutPlatform,
                environment[.platform] == nil ? environment : environment.withoutPlatform)
        }
        // A URL that is not configured gets no password or token, because a script could name any URL.
        let ownProfile = chosen.flatMap { configuration.profile(named: $0.value) }
        let ways = [commandLine, environment] + [ownProfile, configuration.defaults].compactMap { $0 }
        return PlatformSettings(
            profileName: nil, address: name, ways: ways.map(\.withoutIdentity), identities: [])
    }

    /// Whether a name means the platform to begin with. A URL may be spelled in another way.
    func isChosen(_ name: String?) -> Bool {
        guard let name else { return true }
        guard let chosen = platform?.value else { return false }
        if chosen.hasBytes(of: name) { return true }
        guard configuration.profile(named: name) == nil, configuration.profile(named: chosen) == nil else {
            return false
        }
        guard let endpoint = Self.endpoint(name) else { return false }
        return endpoint == Self.endpoint(chosen)
    }

    /// Returns the name of a platform as the settings spell it.
    func spelling(of name: String?) -> String? {
        name.flatMap { isChosen($0) ? platform?.value : $0 }
    }

    private static func endpoint(_ url: String) -> HTTPEndpoint? {
        (try? HTTPEndpoint(parsing: url)).map { PlatformProfile(endpoint: $0).endpoint }
    }

    /// - Parameters:
    ///   - profile: The profile; nil for a platform that is known by its URL.
    ///   - isNamedOnPurpose: Whether a script or the command line names the profile, and not the environment.
    private func settings(
        ofProfile profile: Profile?, url: String?, isNamedOnPurpose: Bool, _ commandLine: Profile,
        _ environment: Profile
    ) -> PlatformSettings {
        let defaults = configuration.defaults
        guard let profile, case .profile(let name) = profile.source else {
            return PlatformSettings(
                profileName: nil, address: url ?? defaults[.url],
                ways: [commandLine, environment] + suite + [defaults],
                identities: [commandLine, environment, defaults])
        }
        return PlatformSettings(
            profileName: name, address: profile[.url] ?? defaults[.url],
            ways: [commandLine, environment] + suite + [profile, defaults],
            identities: isNamedOnPurpose
                ? [commandLine, profile, environment, defaults] : [commandLine, environment, profile, defaults])
    }
}
