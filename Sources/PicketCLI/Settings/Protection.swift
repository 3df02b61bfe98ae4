import PicketHTTP
import PicketPool
import PicketRuntime
import PicketSyntax

/// The platforms whose writes need a confirmation at the prompt.
///
/// A profile with `protected = true` protects its endpoint, by whichever name, URL or user the endpoint is reached.
struct Protection: Sendable {
    private struct Protected {
        let name: String
        let endpoint: EndpointKey
    }

    private let protected: [Protected]
    /// The value in `[defaults]` for platforms whose profile does not say it.
    private let isDefault: Bool
    private let profiles: [Profile]

    init(_ configuration: ConfigurationFile) {
        isDefault = configuration.defaults.isProtected == true
        profiles = configuration.profiles
        protected = configuration.profiles.compactMap { profile in
            guard profile.isProtected == true, let name = profile.name,
                let url = profile[.url] ?? configuration.defaults[.url], let endpoint = try? HTTPEndpoint(parsing: url)
            else { return nil }
            return Protected(name: name, endpoint: EndpointKey(endpoint))
        }
    }

    /// Whether writes to a platform need a confirmation.
    ///
    /// - Parameter profile: The name by which the platform was chosen; nil for a URL.
    func covers(_ endpoint: HTTPEndpoint, profile: String?) -> Bool {
        let key = EndpointKey(endpoint)
        if protected.contains(where: { $0.endpoint == key }) { return true }
        let own = profile.flatMap { name in profiles.first { $0.name?.utf8.elementsEqual(name.utf8) == true } }
        return own?.isProtected ?? isDefault
    }

    /// Whether a write needs a confirmation, also if its path leads from the root of one platform to a protected one.
    func covers(_ write: PendingWrite) -> Bool {
        covers(write.endpoint, profile: write.profile) || protector(of: write) != nil
    }

    /// What is protected: the platform that a write names, or the one to which its path leads.
    struct Place: Equatable {
        fileprivate let target: EndpointKey
        fileprivate let protector: EndpointKey?
    }

    func place(of write: PendingWrite) -> Place {
        Place(target: EndpointKey(write.endpoint), protector: entry(of: write)?.endpoint)
    }

    /// Returns the profile that protects the target of a write; nil if only `[defaults]` or its own profile does.
    func protector(of write: PendingWrite) -> String? { entry(of: write)?.name }

    private func entry(of write: PendingWrite) -> Protected? {
        let key = EndpointKey(write.endpoint)
        let path = EndpointKey.normalized(write.endpoint.basePath + write.path)
        return protected.first { entry in
            entry.endpoint == key || entry.endpoint.hasSameHost(as: key) && entry.endpoint.holds(path)
        }
    }
}

/// An endpoint in one spelling. Equal keys are the same place.
private struct EndpointKey: Equatable, Sendable {
    private let scheme: HTTPEndpoint.Scheme
    private let host: [UInt8]
    private let port: Int
    private let path: [UInt8]

    init(_ endpoint: HTTPEndpoint) {
        scheme = endpoint.scheme
        host = endpoint.isThisMachine ? Self.thisMachine : Array(endpoint.canonicalHost.utf8)
        port = endpoint.port
        let path = Self.normalized(endpoint.basePath)
        // The documented base `…/ds-api` is removed, which leaves the platform's root.
        self.path = path.suffix(Self.api.count).elementsEqual(Self.api) ? path.dropLast(Self.api.count) : path
    }

    private static let api = Array("/ds-api".utf8)
    /// Stands for every name and address of this machine itself. A tunnel is reached by each of them.
    private static let thisMachine = Array("localhost".utf8)

    func hasSameHost(as other: EndpointKey) -> Bool {
        scheme == other.scheme && host == other.host && port == other.port
    }

    /// Whether a path on the same host belongs to this platform's API.
    func holds(_ path: [UInt8]) -> Bool {
        let api = self.path + Self.api
        return path == api || path.starts(with: api + [UInt8(ascii: "/")])
    }

    /// Returns a path in one spelling, without empty segments.
    static func normalized(_ path: String) -> [UInt8] {
        URLPath.segments(of: path).flatMap { [UInt8(ascii: "/")] + $0 }
    }
}
