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

    /// Returns the profile that protects the target of a write; nil if only `[defaults]` or its own profile does.
    func protector(of write: PendingWrite) -> String? {
        let key = EndpointKey(write.endpoint)
        let path = EndpointKey.normalized(write.endpoint.basePath + write.path)
        return protected.first { entry in
            entry.endpoint == key || entry.endpoint.hasSameHost(as: key) && entry.endpoint.holds(path)
        }?.name
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
        host = Array(endpoint.canonicalHost.utf8)
        port = endpoint.port
        let path = Self.normalized(endpoint.basePath)
        // The documented base `…/ds-api` is removed, which leaves the platform's root.
        self.path = path.suffix(Self.api.count).elementsEqual(Self.api) ? path.dropLast(Self.api.count) : path
    }

    private static let api = Array("/ds-api".utf8)

    func hasSameHost(as other: EndpointKey) -> Bool {
        scheme == other.scheme && host == other.host && port == other.port
    }

    /// Whether a path on the same host belongs to this platform's API.
    func holds(_ path: [UInt8]) -> Bool {
        let api = self.path + Self.api
        return path == api || path.starts(with: api + [UInt8(ascii: "/")])
    }

    /// Returns a path without its query, escapes of plain characters, empty segments, `.` and `..` (RFC 3986, section
    /// 6.2.2).
    static func normalized(_ path: String) -> [UInt8] {
        var segments: [[UInt8]] = []
        let bytes = path.utf8.prefix { $0 != UInt8(ascii: "?") && $0 != UInt8(ascii: "#") }
        for segment in bytes.split(separator: UInt8(ascii: "/")) {
            let text = unescaped(Array(segment))
            switch text {
            case [UInt8(ascii: ".")]: break
            case [UInt8(ascii: "."), UInt8(ascii: ".")]: _ = segments.popLast()
            default: segments.append(text)
            }
        }
        return segments.flatMap { [UInt8(ascii: "/")] + $0 }
    }

    private static func unescaped(_ text: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        var index = 0
        while index < text.count {
            if text[index] == UInt8(ascii: "%"), index + 2 < text.count,
                let high = Hexadecimal.value(of: text[index + 1]), let low = Hexadecimal.value(of: text[index + 2])
            {
                let byte = high << 4 | low
                if PercentEncoding.isUnreserved(byte) {
                    result.append(byte)
                } else {
                    result += text[index...(index + 2)].map { $0 >= UInt8(ascii: "a") ? $0 - 0x20 : $0 }
                }
                index += 3
            } else {
                result.append(text[index])
                index += 1
            }
        }
        return result
    }
}
