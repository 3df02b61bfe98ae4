package import NIOCore
package import NIOHTTP1

/// One request, complete: its body is known before the first byte is sent.
package struct HTTPRequest: Sendable {
    package var method: HTTPMethod
    /// Path and query, percent-encoded, starting with a slash; it is appended to the endpoint's base path.
    package var path: String
    /// Fields beside the client's constant ones, in order.
    package var fields: HTTPFields
    /// Empty for no body.
    package var body: [UInt8]
    /// When the answer must be complete, the wait for a connection included.
    package var deadline: NIODeadline
    /// What says so.
    package var bound: RequestBound

    package init(
        method: HTTPMethod, path: String, fields: HTTPFields = HTTPFields(), body: [UInt8] = [],
        deadline: NIODeadline, bound: RequestBound = .timeout
    ) {
        self.method = method
        self.path = path
        self.fields = fields
        self.body = body
        self.deadline = deadline
        self.bound = bound
    }
}
