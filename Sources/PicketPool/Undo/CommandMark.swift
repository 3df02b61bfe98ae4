/// Distinguishes one command from all others.
final class CommandMark {}

@available(*, unavailable)
extension CommandMark: Sendable {}
