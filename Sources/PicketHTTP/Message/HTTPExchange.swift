package import NIOCore
package import NIOHTTP1

/// What came of a request.
package struct HTTPExchange: Sendable {
    package let result: Result<HTTPResponse, TransportFailure>
    /// Nanoseconds from `HTTPClient.send` to the end: waiting for a connection, opening it and a repetition included.
    package let duration: Int64
}

/// A complete answer.
package struct HTTPResponse: Sendable {
    package let status: Int
    /// In the order received. Names compare without regard to case.
    package let headers: HTTPHeaders
    /// Chunks joined; empty where the answer had none.
    package let body: ByteBuffer
}
