import Synchronization

/// Passwords that were asked for at the prompt, by user and platform; they are kept nowhere else.
final class PasswordBook: Sendable {
    private let passwords = Mutex<[[String]: String]>([:])

    subscript(user: String, platform: String) -> String? {
        get { passwords.withLock { $0[[user, platform]] } }
        set { passwords.withLock { $0[[user, platform]] = newValue } }
    }
}
