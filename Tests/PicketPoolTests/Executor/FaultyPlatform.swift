import HTTPHarness
import NIOSSL
import Synchronization

@testable import PicketPool

/// What goes wrong with a request between client and platform.
enum Fault: String, CaseIterable, Sendable {
    case resetBefore, resetAfter, closedBefore, closedAfter, halfBody, silenceBefore, silenceAfter, busy, busyAfter
    case tooMany, expiredToken, nonsenseAfter
    /// The connection ends below TLS, without its goodbye.
    case cutBefore, cutAfter

    static let silent = [silenceBefore, silenceAfter]
    static let belowTLS = [cutBefore, cutAfter]

    /// What happens on the wire, and whether the platform gets to see the request.
    func steps(_ answer: () -> [Step]) -> [Step] {
        switch self {
        case .resetBefore: return [.reset]
        case .closedBefore: return [.close]
        case .silenceBefore: return [.hold]
        case .busy: return Self.busy("503 Service Unavailable")
        case .tooMany: return Self.busy("429 Too Many Requests")
        case .expiredToken: return answer()
        case .cutBefore: return [.cut]
        case .resetAfter, .closedAfter, .halfBody, .silenceAfter, .busyAfter, .nonsenseAfter, .cutAfter: break
        }
        let answer = answer()
        switch self {
        case .resetAfter: return [.reset]
        case .halfBody: return Self.half(of: answer) + [.close]
        case .silenceAfter: return [.hold]
        case .cutAfter: return [.cut]
        case .busyAfter: return Self.busy("503 Service Unavailable")
        case .nonsenseAfter: return [.send("lorem ipsum\r\n\r\n"), .close]
        default: return [.close]
        }
    }

    private static func busy(_ status: String) -> [Step] {
        [.send(answer(#"{"error":"later"}"#, status: status, fields: "Retry-After: 0\r\n"))]
    }

    private static func half(of answer: [Step]) -> [Step] {
        guard case .send(let text)? = answer.first else { return [] }
        return [.send(String(text.dropLast(8)))]
    }
}

extension FakePlatform {
    /// A platform that is reached over a bad network: requests that begin as `method` says meet the fault once for each
    /// path, and reading back meets it, too, if `alsoReading`.
    static func startFaulty(
        _ fault: Fault, on method: String, alsoReading: Bool = false, tls: NIOSSLContext? = nil
    ) async throws -> FakePlatform {
        let met = Mutex<Set<String>>([])
        let box = Mutex<FakePlatform?>(nil)
        let platform = try await FakePlatform.start(tls: tls) { request in
            guard let platform = box.withLock({ $0 }), request.shortLine.contains("/pg-instances/") else { return nil }
            let isMeant =
                request.shortLine.hasPrefix(method + " ") || alsoReading && request.shortLine.hasPrefix("GET ")
            guard isMeant, met.withLock({ $0.insert(fault == .expiredToken ? "" : request.shortLine).inserted }) else {
                return nil
            }
            if fault == .expiredToken { platform.expireTokens() }
            return fault.steps { platform.answer(request) }
        }
        box.withLock { $0 = platform }
        return platform
    }
}
