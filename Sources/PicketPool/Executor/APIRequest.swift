import NIOHTTP1
import PicketRuntime

/// A request of the platform's API before it has a token.
struct APIRequest {
    enum Authorization {
        case none
        /// The value of `Authorization`. A secret.
        case basic(String)
        /// The header `user-token`.
        case token
        /// The same where there is one, or credentials to get one.
        case tokenIfAny
        /// The token as the query's `token`, with Basic where there are credentials.
        case tokenInQuery
        /// The platform's user and password by the Basic scheme.
        case credentials
    }

    var method: HTTPMethod
    var path: RequestPath
    var body: RequestBody?
    var authorization = Authorization.token
    /// The status of success; nil for any of 200 to 299, whose body then may be anything.
    var expectedStatus: Int?
    /// Whether an empty body is no success.
    var needsBody = false
    /// What a `request` of a script says beside that; nil for nothing.
    var options: RequestOptions?

    /// Whether it changes nothing.
    var isRead: Bool { options?.isRead ?? (method == .GET || method == .HEAD) }

    /// The path as it is shown: without what was made of a secret, and without the token.
    var shownPath: String {
        guard case .tokenInQuery = authorization else { return path.shown }
        var path = path
        path.append("", isSecret: true)
        return path.shown
    }

    /// What is shown of it by its taint, put together piece by piece: every answer carries it.
    func line(on platform: PlatformSession) -> String {
        let path = shownPath
        var line = method.rawValue
        line.reserveCapacity(line.utf8.count + platform.base.utf8.count + path.utf8.count + 1)
        line += " "
        line += platform.base
        line += path
        return line
    }

    func isSuccess(_ status: Int) -> Bool {
        expectedStatus.map { $0 == status } ?? (200..<300).contains(status)
    }
}
