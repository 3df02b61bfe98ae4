import HTTPHarness
import NIOCore
import NIOSSL
import PicketRuntime
import Synchronization
import Testing

@testable import PicketPool

/// Each verb meets each fault: afterwards the platform holds exactly what the script meant.
@Suite struct VerbFaultTests {
    enum Verb: String, CaseIterable, Sendable {
        case add, show, update, disable, enable, delete

        var method: String {
            switch self {
            case .add: "POST"
            case .show: "GET"
            case .update: "PUT"
            case .disable, .enable: "PATCH"
            case .delete: "DELETE"
            }
        }

        var line: String {
            switch self {
            case .add:
                "add \"pg_$i\" host=\"host-$i\" port=9342 user=u password=pppp tags=\"a=b\"\nexpect status 201"
            case .show: "show \"pg_$i\"\nexpect body.host == old"
            case .update: "update \"pg_$i\" port=5432 tags=\"c=d\"\nexpect status 200"
            default: "\(rawValue) \"pg_$i\"\nexpect status 200"
            }
        }

        /// What stands there before, and what must stand there in the end.
        var before: ValueMap? {
            self == .add
                ? nil
                : [
                    "host": "old", "port": 9342, "user": "u", "password": "pppp", "tags": "a=b",
                    "enabled": .boolean(self == .disable),
                ]
        }

        func after(_ number: Int) -> ValueMap? {
            guard var object = before else {
                return [
                    "host": .string("host-\(number)"), "port": 9342, "user": "u", "password": "pppp", "tags": "a=b",
                    "enabled": true,
                ]
            }
            switch self {
            case .update:
                object["port"] = 5432
                object["tags"] = "c=d"
            case .enable, .disable: object["enabled"] = .boolean(self == .enable)
            case .delete: return nil
            default: break
            }
            return object
        }
    }

    private static let keys = ["host", "port", "user", "password", "tags", "enabled"]

    private func check(_ verb: Verb, _ platform: FakePlatform, count: Int) {
        let connections = platform.state.withLock { $0.connections }
        #expect(connections.count == (verb == .delete ? 0 : count))
        for number in 1...count {
            let expected = verb.after(number)
            let actual = connections["pg_\(number)"]
            for key in Self.keys { #expect(actual?[key] == expected?[key]) }
        }
    }

    /// From here on the token is known to be good, so that a 401 means that it has expired.
    private static let warmUp = "request GET /ds-api/users\nexpect status 404\n"

    private static let loud = Fault.allCases.filter { !Fault.silent.contains($0) && !Fault.belowTLS.contains($0) }

    @Test(arguments: loud, Verb.allCases)
    func thePlatformHoldsWhatTheScriptMeant(fault: Fault, verb: Verb) async throws {
        try await check(fault, verb, count: 2, width: 1)
        try await check(fault, verb, count: 32, width: 32)
    }

    /// Silence lasts as long as a request may; all iterations sit through it together.
    @Test(arguments: Fault.silent, Verb.allCases)
    func thePlatformHoldsWhatTheScriptMeantAfterSilence(fault: Fault, verb: Verb) async throws {
        try await check(fault, verb, count: 32, width: 32)
    }

    @Test(arguments: Fault.belowTLS + [.closedAfter, .halfBody], Verb.allCases)
    func thePlatformHoldsWhatTheScriptMeantOverTLS(fault: Fault, verb: Verb) async throws {
        let tls = try TestAuthority().server()
        try await check(fault, verb, count: 2, width: 1, tls: tls)
        try await check(fault, verb, count: 16, width: 16, tls: tls)
    }

    private func check(
        _ fault: Fault, _ verb: Verb, count: Int, width: Int, tls: NIOSSLContext? = nil
    ) async throws {
        let platform = try await FakePlatform.startFaulty(
            fault, on: verb.method, alsoReading: width == 1, tls: tls)
        if let before = verb.before {
            for number in 1...count { platform.put("pg_\(number)", before) }
        }
        let loop = width == 1 ? "for i in 1..\(count)" : "for i in 1..\(count) parallel \(width)"
        let result = try await run(Self.warmUp + "\(loop) {\n\(verb.line)\n}", on: platform) {
            $0.retryPolicy.retries = 40
            if Fault.silent.contains(fault) { $0.requestTimeout = .seconds(5) }
        }
        #expect(result.exitStatus == 0, "\(result.failureText)")
        check(verb, platform, count: count)
    }
}
