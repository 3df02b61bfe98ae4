import NIOHTTP1
package import PicketHTTP
package import PicketRuntime

/// A write that is about to be sent.
package struct PendingWrite: Sendable, Equatable {
    /// The command of the script, such as `ensure`.
    package let command: String
    /// The name of the platform's profile; nil for a platform that was chosen by its URL.
    package let profile: String?
    package let endpoint: HTTPEndpoint
    /// The HTTP method of the request, such as `DELETE`.
    package let method: String
    /// The path of the request, which follows the path of the endpoint. It may contain secrets.
    package let path: String

    /// The request line, such as `DELETE https://host/path`.
    package let line: Shown<String>
}

/// The answer to the question whether a write may be sent.
package enum WriteAnswer: Sendable, Equatable {
    case granted
    /// The write is not sent. The reason is one phrase.
    case refused(String)
}

/// Is asked on the loop just before a write is sent.
///
/// - Parameters:
///   - isWanted: Whether the command still waits, because a run may end before the answer comes.
///   - completion: Is called once, at once or later on the loop. It is not called for a command that no longer waits.
package typealias WritePermission = (
    _ write: PendingWrite, _ isWanted: @escaping () -> Bool, _ completion: @escaping (WriteAnswer) -> Void
) -> Void

/// Asks for permission for the writes of one command.
struct WriteGuard {
    let command: String
    let ask: WritePermission

    func ask(
        _ request: PlatformCommand, on platform: PlatformSession, isWanted: @escaping () -> Bool,
        then next: @escaping (WriteAnswer) -> Void
    ) {
        ask(PendingWrite(command, request, on: platform), isWanted, next)
    }
}

extension PendingWrite {
    /// - Parameter command: The command of the script.
    init(_ command: String, _ request: PlatformCommand, on platform: PlatformSession) {
        self.init(
            command: command, profile: platform.profile.name, endpoint: platform.profile.endpoint,
            method: request.method.rawValue, path: request.path.sent,
            line: Redactor(platform.secrets).show(request.line(on: platform)))
    }
}
