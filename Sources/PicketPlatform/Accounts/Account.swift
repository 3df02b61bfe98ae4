/// A person or program that may log in, with what it may then do.
public struct Account: Sendable, Equatable {
    /// How much an account may change; the manual's vocabulary and its default, the greatest.
    public enum Privilege: String, Sendable, CaseIterable {
        case read = "read"
        case readWrite = "read write"
        case admin = "admin"
    }

    /// Which part of the platform an account sees; the manual's vocabulary and its default, the greatest.
    public enum Profile: String, Sendable, CaseIterable {
        case developer = "developer"
        case dataAdmin = "data admin"
    }

    /// The login, as it stands in Basic credentials and in the token's `user` claim; without a colon.
    public var name: String
    /// The address in the token's `email` claim.
    public var email: String
    public var profile: Profile
    public var privilege: Privilege

    /// - Parameter email: `name@localhost` when nil.
    public init(
        name: String, email: String? = nil, profile: Profile = .dataAdmin, privilege: Privilege = .admin
    ) {
        self.name = name
        self.email = email ?? "\(name)@localhost"
        self.profile = profile
        self.privilege = privilege
    }

    /// Connections may be managed by profile `data admin` with privilege `admin` alone.
    var managesConnections: Bool { profile == .dataAdmin && privilege == .admin }
}
