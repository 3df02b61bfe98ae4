import Synchronization

/// Passwords that were asked for at the prompt, by user and platform; they are kept nowhere else.
final class PasswordBook: Sendable {
    /// A user of a platform, as it is named.
    struct Entry {
        let user: String
        let platform: String
    }

    private struct Content {
        var passwords: [[String]: String] = [:]
        var refused: Entry?
    }

    private let content = Mutex(Content())

    subscript(user: String, platform: String) -> String? {
        get { content.withLock { $0.passwords[[user, platform]] } }
        set { content.withLock { $0.passwords[[user, platform]] = newValue } }
    }

    /// Forgets a password that the platform has refused, if it was asked for: it is asked for again.
    func refuse(user: String, platform: String) {
        content.withLock { content in
            guard content.passwords.removeValue(forKey: [user, platform]) != nil else { return }
            content.refused = Entry(user: user, platform: platform)
        }
    }

    /// The password that is to be asked for again; nil for none.
    var refused: Entry? { content.withLock { $0.refused } }

    /// Takes the answer to that question.
    func renew(_ entry: Entry, _ password: String) {
        content.withLock { content in
            content.refused = nil
            content.passwords[[entry.user, entry.platform]] = password
        }
    }
}
