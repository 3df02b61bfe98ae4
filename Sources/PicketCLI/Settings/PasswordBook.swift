import Synchronization

/// The passwords that were asked for at the prompt, by user and platform. They are stored nowhere else.
final class PasswordBook: Sendable {
    /// A user of a platform, by their names.
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

    /// Forgets a refused password that was asked for, so that it is asked for again.
    func refuse(user: String, platform: String) {
        content.withLock { content in
            guard content.passwords.removeValue(forKey: [user, platform]) != nil else { return }
            content.refused = Entry(user: user, platform: platform)
        }
    }

    /// The user whose password must be asked for again; nil for none.
    var refused: Entry? { content.withLock { $0.refused } }

    /// Stores the answer to that question.
    func renew(_ entry: Entry, _ password: String) {
        content.withLock { content in
            content.refused = nil
            content.passwords[[entry.user, entry.platform]] = password
        }
    }
}
