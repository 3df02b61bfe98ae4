import Foundation
import Synchronization

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A platform of plain HTTP that keeps in mind who logged in: it lets everybody in, or nobody.
final class LoginServer: Sendable {
    let port: UInt16
    private let descriptor: Int32
    private let letsIn: Bool
    /// The one password that lets in; nil for any.
    private let password: String?
    private let seen = Mutex<[String]>([])

    var url: String { "http://127.0.0.1:\(port)" }

    /// `user:password` of each login, and `token TEXT` of each other request.
    var requests: [String] { seen.withLock { $0 } }

    init(letsIn: Bool = true, password: String? = nil) throws {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = in_addr_t(0)
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isListening = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(descriptor, address, length) == 0 && listen(descriptor, 16) == 0
                    && getsockname(descriptor, address, &length) == 0
            }
        }
        guard isListening else { throw POSIXError(.EADDRNOTAVAIL) }
        self.descriptor = descriptor
        self.letsIn = letsIn
        self.password = password
        port = UInt16(bigEndian: address.sin_port)
        Thread.detachNewThread { [weak self] in
            while true {
                let socket = accept(descriptor, nil, nil)
                guard socket >= 0, let self else { return }
                Thread.detachNewThread { self.serve(socket) }
            }
        }
    }

    deinit { shutdown(descriptor, Int32(SHUT_RDWR)) }

    private func serve(_ socket: Int32) {
        defer { close(socket) }
        var text = ""
        var buffer = [UInt8](repeating: 0, count: 4_096)
        while true {
            while let end = text.range(of: "\r\n\r\n") {
                answer(String(text[..<end.lowerBound]), on: socket)
                text = String(text[end.upperBound...])
            }
            let count = recv(socket, &buffer, buffer.count, 0)
            guard count > 0 else { return }
            text += String(decoding: buffer[..<count], as: UTF8.self)
        }
    }

    private func answer(_ head: String, on socket: Int32) {
        let fields = head.split(separator: "\r\n").dropFirst().map { $0.split(separator: ": ", maxSplits: 1) }
        func value(_ name: String) -> String? {
            fields.first { $0.count == 2 && $0[0].lowercased() == name }.map { String($0[1]) }
        }
        var (status, body) = ("200 OK", #"{"status": "OK", "name": "a"}"#)
        if let basic = value("authorization") {
            let data = Data(base64Encoded: String(basic.dropFirst("Basic ".count))) ?? Data()
            let login = String(decoding: data, as: UTF8.self)
            seen.withLock { $0.append(login) }
            let letsIn = letsIn && password.map { login.hasSuffix(":\($0)") } ?? true
            status = letsIn ? "201 Created" : "401 Unauthorized"
            body = letsIn ? #"{"user-token": "made"}"# : #"{"error": "The user name or the password is wrong."}"#
        } else {
            seen.withLock { $0.append("token " + (value("user-token") ?? "none")) }
        }
        let text =
            "HTTP/1.1 \(status)\r\nContent-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
        _ = text.withCString { send(socket, $0, strlen($0), Int32(MSG_NOSIGNAL)) }
    }
}
