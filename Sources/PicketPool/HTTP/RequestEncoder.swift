import NIOCore
import NIOHTTP1

/// Turns a request into bytes: what is the same for all requests is made once.
///
/// Nothing that a caller hands in can end a line or add a field: a path holds visible ASCII only, a name is a token,
/// a value holds no control character but the tab (RFC 9110, section 5.5).
struct RequestEncoder {
    /// What stands between method and the request's own path: nothing but the base path, or an absolute URL for a proxy.
    private let targetPrefix: String
    /// From the blank after the target to the last constant field, line ends included.
    private let constantFields: [UInt8]

    /// - Throws: `TransportFailure` of kind `invalidRequest` for a constant field that may not be sent.
    init(endpoint: HTTPEndpoint, configuration: HTTPClientConfiguration) throws(TransportFailure) {
        var fields = Array(" HTTP/1.1\r\nHost: \(endpoint.authority)\r\n".utf8)
        for (name, value) in configuration.constantHeaders {
            try Self.append(name: name, value: value, to: &fields)
        }
        if let proxy = configuration.proxy, endpoint.scheme == .http {
            targetPrefix = "http://\(endpoint.authority)\(endpoint.basePath)"
            if let authorization = proxy.authorization {
                try Self.append(name: "Proxy-Authorization", value: authorization, to: &fields)
            }
        } else {
            targetPrefix = endpoint.basePath
        }
        constantFields = fields
    }

    /// The request's head and body.
    ///
    /// - Throws: `TransportFailure` of kind `invalidRequest`.
    func encode(_ request: HTTPRequest) throws(TransportFailure) -> ByteBuffer {
        guard MessageSyntax.isPath(request.path) else {
            throw TransportFailure(.invalidRequest, "the request's path is not a percent-encoded path")
        }
        guard MessageSyntax.isToken(request.method.rawValue) else {
            throw TransportFailure(.invalidRequest, "the request's method is not a word")
        }
        // An array takes pieces at a fraction of what a buffer does.
        var bytes: [UInt8] = []
        bytes.reserveCapacity(capacity(for: request))
        bytes.append(contentsOf: request.method.rawValue.utf8)
        bytes.append(UInt8(ascii: " "))
        bytes.append(contentsOf: targetPrefix.utf8)
        bytes.append(contentsOf: request.path.utf8)
        bytes.append(contentsOf: constantFields)
        for (name, value) in request.headers {
            try Self.append(name: name, value: value, to: &bytes)
        }
        if !request.body.isEmpty || Self.expectsBody(request.method) {
            bytes.append(contentsOf: "Content-Length: ".utf8)
            bytes.append(contentsOf: String(request.body.count).utf8)
            bytes.append(contentsOf: "\r\n".utf8)
        }
        bytes.append(contentsOf: "\r\n".utf8)
        bytes.append(contentsOf: request.body)
        return ByteBuffer(bytes: bytes)
    }

    /// Enough for the whole, so that the buffer grows but once.
    private func capacity(for request: HTTPRequest) -> Int {
        let fields = request.headers.reduce(0) { $0 + $1.name.utf8.count + $1.value.utf8.count + 4 }
        let content = targetPrefix.utf8.count + request.path.utf8.count + request.body.count
        return constantFields.count + fields + content + 64
    }

    private static func expectsBody(_ method: HTTPMethod) -> Bool {
        method == .POST || method == .PUT || method == .PATCH
    }

    private static func append(name: String, value: String, to bytes: inout [UInt8]) throws(TransportFailure) {
        guard MessageSyntax.isToken(name), !isOurs(name) else {
            throw TransportFailure(.invalidRequest, "a request can not carry a field named `\(printable(name))`")
        }
        guard MessageSyntax.isValue(value) else {
            throw TransportFailure(.invalidRequest, "the value of `\(name)` holds a control character")
        }
        bytes.append(contentsOf: name.utf8)
        bytes.append(contentsOf: ": ".utf8)
        bytes.append(contentsOf: value.utf8)
        bytes.append(contentsOf: "\r\n".utf8)
    }

    /// Fields that frame the message or route it: two of them that differ are how requests are smuggled.
    private static func isOurs(_ name: String) -> Bool {
        switch name.utf8.count {
        case 4: matches(name, "host")
        case 10: matches(name, "connection")
        case 14: matches(name, "content-length")
        case 17: matches(name, "transfer-encoding")
        default: false
        }
    }

    private static func matches(_ name: String, _ lowercase: String) -> Bool {
        let bytes = name.utf8.span
        let wanted = lowercase.utf8.span
        // Letters and a hyphen, which this bit leaves alone.
        for index in bytes.indices where bytes[index] | 0x20 != wanted[index] { return false }
        return true
    }

    private static func printable(_ name: String) -> String {
        String(String.UnicodeScalarView(name.unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7F ? "?" : $0 }))
    }
}
