/// A password that a command needs, and that only a person knows.
package struct WantedPassword: Sendable {
    /// The user as its taint allows to show it.
    package let user: String
    /// The profile's name, or the URL; nil if a script's own `login` wants it, which is about the current platform.
    package let platform: String?
}

/// The answer to the question for a password.
package enum PasswordAnswer: Sendable {
    case given(String)
    /// The reason is one sentence.
    case refused(String)
}

/// Is asked on the loop when a command needs a password that is not configured.
///
/// - Parameters:
///   - wanted: What is needed.
///   - completion: Is called once, at once or later on the loop.
package typealias PasswordRequest = (
    _ wanted: WantedPassword, _ completion: @escaping (PasswordAnswer) -> Void
) -> Void

extension Executor {
    /// The password that the next run's first command needs and nobody has given yet; nil for none.
    package var wantedPassword: WantedPassword? { current?.wantedPassword }

    /// Gives the password that `wantedPassword` names.
    package func give(password: String) { current?.give(password: password) }
}
