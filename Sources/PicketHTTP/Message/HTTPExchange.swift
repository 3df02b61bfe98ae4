package import NIOCore
package import NIOHTTP1

/// What came of a request.
package struct HTTPExchange: Sendable {
    package let result: Result<HTTPResponse, TransportFailure>
    /// Nanoseconds from `HTTPClient.send` to the end: waiting for a connection, opening it and a repetition included.
    package let duration: Int64

    package init(result: Result<HTTPResponse, TransportFailure>, duration: Int64) {
        self.result = result
        self.duration = duration
    }
}

/// A complete answer.
package struct HTTPResponse: Sendable {
    package let status: Int
    /// In the order received. Names compare without regard to case.
    package let headers: HTTPHeaders
    /// Chunks joined; empty where the answer had none.
    package let body: ByteBuffer

    package init(status: Int, headers: HTTPHeaders, body: ByteBuffer) {
        self.status = status
        self.headers = headers
        self.body = body
    }
}
