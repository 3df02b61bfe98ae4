import Foundation
import Glibc

/// Sends the requests with which the example shows itself.
enum HTTPClient {
    struct Answer: CustomStringConvertible {
        var status: Int
        var body: Substring

        var description: String { "\(status) \(body)" }
    }

    static func post(_ path: String, _ body: String, port: UInt16) async throws -> Answer {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread { continuation.resume(with: Result { try exchange(path, body, port) }) }
        }
    }

    private static func exchange(_ path: String, _ body: String, _ port: UInt16) throws -> Answer {
        let connection = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard connection >= 0 else { throw SocketError("socket") }
        defer { close(connection) }
        var address = sockaddr_in.local(port)
        let connected = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(connection, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard connected == 0 else { throw SocketError("connect") }
        let head = "POST \(path) HTTP/1.1\r\nHost: localhost\r\nContent-Length: \(body.utf8.count)\r\n\r\n"
        Socket.send(connection, Array((head + body).utf8))
        var answer: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4_096)
        while case let count = recv(connection, &buffer, buffer.count, 0), count > 0 { answer += buffer[..<count] }
        let text = String(decoding: answer, as: UTF8.self)
        let status = text.split(separator: " ").dropFirst().first.flatMap { Int($0) }
        return Answer(status: status ?? 0, body: text.split(separator: "\r\n\r\n", maxSplits: 1).last ?? "")
    }
}
