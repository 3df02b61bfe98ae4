import NIOHTTP1

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
    }

    var method: HTTPMethod
    /// Percent-encoded.
    var path: String
    var body: [UInt8] = []
    var authorization = Authorization.token
    /// The status of success; nil for any of 200 to 299, whose body then may be anything.
    var expectedStatus: Int?
    /// Whether an empty body is no success.
    var needsBody = false

    /// Whether sending it twice does no harm.
    var isRepeatable: Bool {
        if case .basic = authorization { return true }
        return isRead
    }

    /// Whether it changes nothing.
    var isRead: Bool { method == .GET || method == .HEAD }

    /// What is shown of it, put together piece by piece: every answer carries it.
    func line(on platform: PlatformSession, path: String) -> String {
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
