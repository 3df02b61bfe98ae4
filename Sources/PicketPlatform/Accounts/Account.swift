/// A person or program that may log in, with its rights.
public struct Account: Sendable, Equatable {
    /// How much an account may change, with the manual's names. The default is the highest.
    public enum Privilege: String, Sendable, CaseIterable {
        case read = "read"
        case readWrite = "read write"
        case admin = "admin"
    }

    /// Which part of the platform an account sees, with the manual's names. The default is the highest.
    public enum Profile: String, Sendable, CaseIterable {
        case developer = "developer"
        case dataAdmin = "data admin"
    }

    /// The login name in Basic credentials and in the token's `user` claim. It contains no colon.
    public var name: String
    /// The address in the token's `email` claim.
    public var email: String
    public var profile: Profile
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
