package import NIOCore
package import NIOHTTP1

/// The result of a request.
package struct HTTPExchange: Sendable {
    package let result: Result<HTTPResponse, TransportFailure>
    /// The nanoseconds from `HTTPClient.send` to the end, including waiting for a connection, opening it and a
    /// repetition.
    package let duration: Int64

    package init(result: Result<HTTPResponse, TransportFailure>, duration: Int64) {
        self.result = result
        self.duration = duration
    }
}

/// A complete answer.
package struct HTTPResponse: Sendable {
    package let status: Int
    /// The fields in the order received. Names are compared without regard to case.
    package let headers: HTTPHeaders
    /// The body with its chunks joined; empty if the answer had none.
    package let body: ByteBuffer

    package init(status: Int, headers: HTTPHeaders, body: ByteBuffer) {
        self.status = status
        self.headers = headers
        self.body = body
    }
}
