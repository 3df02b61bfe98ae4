import Foundation
import Glibc

struct SocketError: Error {
    var call: String
    var code = errno

    init(_ call: String) { self.call = call }
}

/// Serves one request of each connection. A service in use would stand on a server of its own choice; the scripts do not care.
final class HTTPServer: Sendable {
    typealias Handler = @Sendable (HTTPRequest) async -> HTTPResponse

    let port: UInt16
    private let listener: Int32
    private let handler: Handler

    /// - Parameter port: 0 for any that is free.
    init(port: UInt16, _ handler: @escaping Handler) throws {
        self.handler = handler
        signal(SIGPIPE, SIG_IGN)
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard listener >= 0 else { throw SocketError("socket") }
        self.listener = listener
        var address = sockaddr_in.local(port)
        let size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let bound = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(listener, $0, size) }
        }
        guard bound == 0, listen(listener, 128) == 0 else { throw SocketError("bind") }
        var length = size
        _ = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(listener, $0, &length) }
        }
        self.port = UInt16(bigEndian: address.sin_port)
    }

    /// Accepts connections until the listener fails.
    func serve() async {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread { [self] in
                while true {
                    let connection = accept(listener, nil, nil)
                    guard connection >= 0 else { return continuation.resume() }
                    Thread.detachNewThread { self.read(connection) }
                }
            }
        }
    }

    /// Reads on a thread of its own, which a slow client holds for some seconds at most. The script runs in a task, whose thread
    /// must not wait.
    private func read(_ connection: Int32) {
        var timeout = timeval(tv_sec: 5, tv_usec: 0)
        setsockopt(connection, SOL_SOCKET, SO_RCVTIMEO, &timeout, socklen_t(MemoryLayout<timeval>.size))
        var reader = RequestReader()
        var buffer = [UInt8](repeating: 0, count: 4_096)
        while true {
            let count = recv(connection, &buffer, buffer.count, 0)
            guard count > 0 else {
                close(connection)
                return
            }
            switch reader.add(buffer[..<count]) {
            case .incomplete: continue
            case .refused(let response): return end(connection, response)
            case .request(let request):
                Task {
                    let response = await handler(request)
                    Thread.detachNewThread { self.end(connection, response) }
                }
                return
            }
        }
    }

    private func end(_ connection: Int32, _ response: HTTPResponse) {
        Socket.send(connection, response.bytes)
        // What the client still sends is read, or it would not see the answer.
        shutdown(connection, Int32(SHUT_WR))
        var rest = [UInt8](repeating: 0, count: 4_096)
        while recv(connection, &rest, rest.count, 0) > 0 {}
        close(connection)
    }
}

enum Socket {
    static func send(_ socket: Int32, _ bytes: [UInt8]) {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes { Glibc.send(socket, $0.baseAddress, $0.count, 0) }
            guard count > 0 else { return }
            sent += count
        }
    }
}

extension sockaddr_in {
    static func local(_ port: UInt16) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = INADDR_LOOPBACK.bigEndian
        return address
    }
}
