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
        // Appending to an array is much faster than to a buffer. Its capacity is reserved, so that it never grows.
        var bytes: [UInt8] = []
        bytes.reserveCapacity(
            targetPrefix.count + request.path.utf8.count + constantFields.count + fields.count
                + request.body.count + 64)
        bytes.append(contentsOf: request.method.rawValue.utf8)
        bytes.append(UInt8(ascii: " "))
        bytes.append(contentsOf: targetPrefix)
        bytes.append(contentsOf: request.path.utf8)
        bytes.append(contentsOf: constantFields)
        bytes.append(contentsOf: fields)
        if !request.body.isEmpty || Self.expectsBody(request.method) {
            bytes.append(contentsOf: Self.lengthName)
            Self.append(request.body.count, to: &bytes)
            bytes.append(contentsOf: Self.lineEnds)
        } else {
            bytes.append(contentsOf: Self.lineEnds.prefix(2))
        }
        bytes.append(contentsOf: request.body)
        return ByteBuffer(bytes: bytes)
    }

    private static let lengthName = Array("Content-Length: ".utf8)
    private static let lineEnds = Array("\r\n\r\n".utf8)

    private static func append(_ number: Int, to bytes: inout [UInt8]) {
        if number > 9 { append(number / 10, to: &bytes) }
        bytes.append(UInt8(ascii: "0") + UInt8(number % 10))
    }

    private static func expectsBody(_ method: HTTPMethod) -> Bool {
        method == .POST || method == .PUT || method == .PATCH
    }
}
