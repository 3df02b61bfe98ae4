import Foundation
import HTTPHarness
import NIOSSL
import Synchronization

/// What a golden's server or proxy does, a line each:
///
///     POST /ds-api/user-token 401 {"error": "no"}       an answer: its status, fields in brackets, body
///     GET * 503 [Retry-After: 0] <html>busy</html>       `*` is any path
///     PUT /x raw HTTP/1.1 200 OK\r\n then reset          bytes as they are, and what happens next
///     connect close                                      what happens to a connection before any request
///
/// The other deeds are `close`, `cut` (without TLS's goodbye), `reset`, `hold` (no answer), `tls` (speak TLS from here on).
/// Of several lines for one request the first answers the first one, and so on; the last one answers the rest.
/// A login that no line answers gets a token, and any other request 404.
final class ScriptedAnswers: Sendable {
    private struct Rule: Sendable {
        let method: String
        let path: String
        let steps: [Deed]
    }

    private enum Deed: Sendable {
        case step(Step)
        case startTLS
    }

    private let rules: [Rule]
    private let onConnect: [Deed]
    private let options: [String]
    private let counts = Mutex<[String: Int]>([:])

    /// Whether the server speaks TLS from the first byte.
    var isSecure: Bool { options.contains { $0.hasPrefix("tls") } }

    init(_ text: String, options: [String]) throws {
        var (rules, onConnect): ([Rule], [Deed]) = ([], [])
        for line in text.split(separator: "\n") {
            let words = line.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: true).map(String.init)
            if words.first == "connect" {
                onConnect = try Self.deeds(String(line.dropFirst("connect ".count)))
            } else if words.count == 3 {
                rules.append(Rule(method: words[0], path: words[1], steps: try Self.deeds(words[2])))
            } else {
                throw OuterGolden.Malformed(reason: "a line of a server: \(line)")
            }
        }
        (self.rules, self.onConnect, self.options) = (rules, onConnect, options)
    }

    func start(_ authority: TestAuthority) async throws -> TestServer {
        let context = try serverTLS(authority)
        let onConnect = steps(onConnect, context)
        return try await TestServer.start(tls: isSecure ? context : nil, onConnect: onConnect) { request in
            self.answer(request, context)
        }
    }

    private func serverTLS(_ authority: TestAuthority) throws -> NIOSSLContext {
        switch options.first {
        case "tls=expired": try authority.server(validity: .past)
        case "tls=not-yet-valid": try authority.server(validity: .future)
        case "tls=other-name": try authority.server(named: "other.example")
        case "tls=client-certificate": try authority.server(clients: TestAuthority("Clients"))
        default: try authority.server()
        }
    }

    private func steps(_ deeds: [Deed], _ context: NIOSSLContext) -> [Step] {
        deeds.map { deed in
            switch deed {
            case .step(let step): step
            case .startTLS: .startTLS(context)
            }
        }
    }

    private func answer(_ request: ServerRequest, _ context: NIOSSLContext) -> [Step] {
        let words = request.line.split(separator: " ").map(String.init)
        let (method, path) = (words.first ?? "", words.count > 1 ? words[1] : "")
        let key = rules.first { $0.method == method && $0.path == path }.map { _ in path } ?? "*"
        let matching = rules.filter { $0.method == method && $0.path == key }
        guard !matching.isEmpty else {
            if path.hasSuffix("/user-token"), method == "POST" {
                return [.send(HTTPHarness.answer(#"{"user-token": "t0ken"}"#, status: "201 Created"))]
            }
            return [.send(HTTPHarness.answer(#"{"error": "There is no such thing."}"#, status: "404 Not Found"))]
        }
        let count = counts.withLock { counts in
            counts["\(method) \(key)", default: 0] += 1
            return counts["\(method) \(key)", default: 0]
        }
        return steps(matching[min(count, matching.count) - 1].steps, context)
    }

    // MARK: Reading

    private static func deeds(_ text: String) throws -> [Deed] {
        try text.components(separatedBy: " then ").map { part in
            switch part {
            case "close": .step(.close)
            case "cut": .step(.cut)
            case "reset": .step(.reset)
            case "hold": .step(.hold)
            case "tls": .startTLS
            default:
                part.hasPrefix("raw ")
                    ? .step(.bytes(bytes(String(part.dropFirst(4))))) : .step(.send(try wholeAnswer(part)))
            }
        }
    }

    /// `STATUS [FIELD: VALUE; …] BODY`
    private static func wholeAnswer(_ text: String) throws -> String {
        guard let match = text.wholeMatch(of: #/(\d{3}) ?(?:\[([^\]]*)\] ?)?(.*)/#) else {
            throw OuterGolden.Malformed(reason: "an answer of a server: \(text)")
        }
        let body = String(match.3)
        var fields = (match.2 ?? "").split(separator: ";").map { $0.trimmingCharacters(in: .whitespaces) }
        if !body.isEmpty, !fields.contains(where: { $0.lowercased().hasPrefix("content-type:") }) {
            fields.append("Content-Type: " + (body.hasPrefix("<") ? "text/html" : "application/json"))
        }
        return HTTPHarness.answer(
            body, status: "\(match.1) \(reasons[String(match.1)] ?? "Status")",
            fields: fields.map { $0 + "\r\n" }.joined())
    }

    private static let reasons = [
        "200": "OK", "201": "Created", "204": "No Content", "302": "Found", "400": "Bad Request",
        "401": "Unauthorized", "403": "Forbidden", "404": "Not Found", "407": "Proxy Authentication Required",
        "409": "Conflict", "429": "Too Many Requests", "500": "Internal Server Error", "502": "Bad Gateway",
        "503": "Service Unavailable", "504": "Gateway Timeout",
    ]

    /// With `\r`, `\n`, `\t`, `\\` and `\xNN` for bytes, and `\*N.` for N times the letter `x`.
    private static func bytes(_ text: String) -> [UInt8] {
        var (bytes, rest): ([UInt8], Substring) = ([], text[...])
        while let first = rest.first {
            rest.removeFirst()
            guard first == "\\", let sign = rest.popFirst() else {
                bytes += Array(String(first).utf8)
                continue
            }
            switch sign {
            case "r": bytes.append(13)
            case "n": bytes.append(10)
            case "t": bytes.append(9)
            case "x":
                bytes.append(UInt8(rest.prefix(2), radix: 16) ?? 0)
                rest = rest.dropFirst(2)
            case "*":
                let digits = rest.prefix { $0 != "." }
                bytes += [UInt8](repeating: UInt8(ascii: "x"), count: Int(digits) ?? 0)
                rest = rest.dropFirst(digits.count + 1)
            default: bytes += Array(String(sign).utf8)
            }
        }
        return bytes
    }
}
