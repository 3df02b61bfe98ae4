/// A person or program that may log in, with its rights.
public struct Account: Sendable, Equatable {
    /// How much an account may change, with the manual's names. The default is the highest.
    public enum Privilege: String, Sendable, CaseIterable {
        /// The account reads.
        case read = "read"
        /// The account reads and writes, but cannot manage connections.
        case readWrite = "read write"
        /// The account may change everything that its profile sees.
        case admin = "admin"
    }

    /// Which part of the platform an account sees, with the manual's names. The default is the highest.
    public enum Profile: String, Sendable, CaseIterable {
        /// The profile of developers, who cannot manage connections.
        case developer = "developer"
        /// The profile of those who manage connections.
        case dataAdmin = "data admin"
    }

    /// The login name in Basic credentials and in the token's `user` claim. It contains no colon.
    public var name: String
    /// The address in the token's `email` claim.
    public var email: String
    /// The part of the platform that the account sees.
    public var profile: Profile
    /// How much the account may change.
    public var privilege: Privilege

    /// - Parameter email: The address; nil for `name@localhost`.
    public init(
        name: String, email: String? = nil, profile: Profile = .dataAdmin, privilege: Privilege = .admin
    ) {
        self.name = name
        self.email = email ?? "\(name)@localhost"
        self.profile = profile
        self.privilege = privilege
    }

    /// Whether the account may manage connections, which needs the profile `data admin` and the privilege `admin`.
    var managesConnections: Bool { profile == .dataAdmin && privilege == .admin }
}
