package import PicketRuntime

/// The prompt of a session: the platform and the user of the next command.
package struct SessionPrompt: Hashable, Sendable, Showable {
    /// A profile's name, `local`, or a host; nil if no platform is chosen.
    package var platform: String?
    package var user: String?
    /// Whether writes need a confirmation.
    package var isProtected: Bool

    package init(platform: String? = nil, user: String? = nil, isProtected: Bool = false) {
        self.platform = platform
        self.user = user
        self.isProtected = isProtected
    }

    /// Hides secrets, since the name of a platform or a user may contain one that became known later.
    package func shown(by redactor: Redaction) -> SessionPrompt {
        SessionPrompt(
            platform: platform.shown(by: redactor), user: user.shown(by: redactor), isProtected: isProtected)
    }

    package var text: String {
        guard let platform else { return "picket" }
        return (user.map { $0 + "@" } ?? "") + platform + (isProtected ? " (protected)" : "")
    }

    package var prompt: Prompt {
        let look = isProtected ? Appearance(.red, .bold) : Appearance(.green, .bold)
        let continuation = String(repeating: ".", count: min(3, text.count)) + " "
        return Prompt(
            StyledText([.init(text, look), .init("> ")]), continuation: StyledText(continuation, Appearance(nil, .dim)))
    }
}
