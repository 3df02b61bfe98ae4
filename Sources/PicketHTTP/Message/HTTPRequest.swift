package import NIOCore
package import NIOHTTP1

/// A complete request, whose body is known before the first byte is sent.
package struct HTTPRequest: Sendable {
    package var method: HTTPMethod
    /// The percent-encoded path and query, starting with a slash. It follows the endpoint's base path.
    package var path: String
    /// The fields besides the client's constant ones, in order.
    package var fields: HTTPFields
    /// The body; empty for none.
    package var body: [UInt8]
    /// When the answer must be complete, including the wait for a connection.
    package var deadline: NIODeadline
    /// What says so.
    package var bound: RequestBound
    /// Whether the request changes nothing, so that sending it twice is harmless.
    package var isRead: Bool

    /// - Parameter isRead: nil for what the method says: GET and HEAD read.
    package init(
        method: HTTPMethod, path: String, fields: HTTPFields = HTTPFields(), body: [UInt8] = [],
        deadline: NIODeadline, bound: RequestBound = .timeout, isRead: Bool? = nil
    ) {
        self.method = method
        self.path = path
        self.fields = fields
        self.body = body
        self.deadline = deadline
        self.bound = bound
        self.isRead = isRead ?? (method == .GET || method == .HEAD)
    }
}
