import NIOCore
import NIOHTTP1

/// Encodes requests to bytes. The parts that all requests share are encoded once.
///
/// Nothing that a caller passes in can end a line or add a field: a path is visible ASCII, and fields are checked.
final class RequestEncoder {
    /// The text between the method and the request's own path: the base path, or an absolute URL for a proxy.
    private let targetPrefix: [UInt8]
    /// The bytes from the blank after the target to the last constant field, including the line ends.
    private let constantFields: [UInt8]
    /// The same as single lines, for a request that replaces some of them. The first line begins with that blank.
    private let fieldLines: [(name: String, line: [UInt8])]

    /// - Throws: `TransportFailure` of kind `invalidRequest` for a constant field that cannot be sent.
    init(endpoint: HTTPEndpoint, configuration: HTTPClientConfiguration) throws(TransportFailure) {
        var lines = [(name: "host", line: Array(" HTTP/1.1\r\nHost: \(endpoint.authority)\r\n".utf8))]
        func add(_ name: String, _ value: String) throws(TransportFailure) {
            var line: [UInt8] = []
            try HTTPFields.append(name: name, value: value, to: &line)
            lines.append((name.lowercased(), line))
        }
        for (name, value) in configuration.constantHeaders { try add(name, value) }
        if let proxy = configuration.proxy, endpoint.scheme == .http {
            targetPrefix = Array("http://\(endpoint.authority)\(endpoint.basePath)".utf8)
            if let authorization = proxy.authorization {
                try add("Proxy-Authorization", authorization)
            }
        } else {
            targetPrefix = Array(endpoint.basePath.utf8)
        }
        fieldLines = lines
        constantFields = lines.flatMap(\.line)
    }

    /// Returns the constant fields that the request does not replace.
    private func constantFields(besides fields: HTTPFields) -> [UInt8] {
        guard !fields.replaced.isEmpty else { return constantFields }
        return fieldLines.filter { !fields.replaced.contains($0.name) }.flatMap(\.line)
    }

    /// Returns the request's head and body as bytes.
    ///
    /// - Throws: `TransportFailure` of kind `invalidRequest`.
    func encode(_ request: HTTPRequest) throws(TransportFailure) -> ByteBuffer {
        guard MessageSyntax.isPath(request.path) else {
            throw TransportFailure(.invalidRequest, "the request's path is not a percent-encoded path")
        }
        guard MessageSyntax.isToken(request.method.rawValue) else {
            throw TransportFailure(.invalidRequest, "the request's method is not a word")
        }
        let fields = try request.fields.encoded.get()
        let constantFields = constantFields(besides: request.fields)
        let (method, body) = (request.method.rawValue, request.body)
        let size =
            method.utf8.count + targetPrefix.count + request.path.utf8.count + constantFields.count + fields.count
            + body.count + Self.longestEnd
        // Writing the parts into reserved room is much faster than appending each to the buffer.
        var bytes = ByteBufferAllocator().buffer(capacity: size)
        bytes.writeWithUnsafeMutableBytes(minimumWritableBytes: size) { room in
            var message = MessageRoom(room)
            message.append(method)
            message.append(UInt8(ascii: " "))
            message.append(targetPrefix)
            message.append(request.path)
            message.append(constantFields)
            message.append(fields)
            if !body.isEmpty || Self.expectsBody(request.method) {
                message.append("Content-Length: ")
                message.append(digitsOf: body.count)
                message.append("\r\n\r\n")
            } else {
                message.append("\r\n")
            }
            message.append(body)
            return message.count
        }
        return bytes
    }

    /// The most bytes of a blank, the field of the length and the line ends.
    private static let longestEnd = 64

    private static func expectsBody(_ method: HTTPMethod) -> Bool {
        method == .POST || method == .PUT || method == .PATCH
    }
}
