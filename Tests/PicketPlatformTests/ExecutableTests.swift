import Foundation
import Synchronization
import Testing

@Suite("The executable")
struct ExecutableTests {
    private static func port(in line: String) throws -> Int {
        try #require(line.firstMatch(of: #/https?://127\.0\.0\.1:(\d+)/#).flatMap { Int($0.1) })
    }

    private static func drawnPassword(beside store: String) throws -> String {
        let text = try String(contentsOfFile: store + ".datasentinel.password", encoding: .utf8)
        return text.trimmingCharacters(in: .newlines)
    }

    /// The first start says how to read the password that it drew; later ones say where it is.
    @Test func theGreetingSaysOnceHowToReadTheDrawnPassword() async throws {
        try await withFolder { folder in
            let store = folder + "/a store"
            for round in 1...2 {
                let run = try Executable(["--listen", "127.0.0.1:0", "--http", "--store", store])
                let client = Client(port: try Self.port(in: run.firstLine()))
                let password = try Self.drawnPassword(beside: store)
                _ = try await client.loggedIn("datasentinel", password)
                run.signal(SIGTERM)
                let end = run.end()
                #expect(end.status == 0)
                #expect(end.output.contains("cat '\(store).datasentinel.password'") == (round == 1), "\(end.output)")
                #expect(end.output.contains("--password-file '\(store).datasentinel.password'"), "\(end.output)")
                #expect(!end.output.contains(password))
            }
        }
    }

    @Test func inMemoryTheGreetingHoldsThePassword() async throws {
        let run = try Executable(["--listen", "127.0.0.1:0", "--http", "--store", ":memory:"])
        let client = Client(port: try Self.port(in: run.firstLine()))
        await #expect(throws: (any Error).self) { try await client.loggedIn("datasentinel", "datasentinel") }
        run.signal(SIGTERM)
        let end = run.end()
        #expect(end.output.contains(#/for this run only, is: [0-9a-f]{64}\n/#), "\(end.output)")
    }

    @Test func everyAnsweredAddSurvivesAKill() async throws {
        try await withFolder { folder in
            let arguments = ["--listen", "127.0.0.1:0", "--http", "--store", folder + "/store"]
            let first = try Executable(arguments)
            let unknown = Client(port: try Self.port(in: first.firstLine()))
            let client = try await unknown.loggedIn("datasentinel", Self.drawnPassword(beside: folder + "/store"))
            let answered = Names()
            await withTaskGroup(of: Void.self) { group in
                for worker in 0..<8 {
                    group.addTask {
                        for number in 0..<125 {
                            let name = "\(worker)_pg_\(number)"
                            let reply = try? await client.request("POST", "\(instances)/\(name)", body: sales)
                            guard reply?.status == 201 else { return }
                            // In the middle of the adds of all the others.
                            if answered.add(name) == 500 { first.signal(SIGKILL) }
                        }
                    }
                }
            }
            #expect(first.end().status == SIGKILL)
            let names = answered.all
            #expect((500..<1000).contains(names.count))
            let second = try Executable(arguments)
            var again = Client(port: try Self.port(in: second.firstLine()))
            again.token = client.token
            for name in names {
                let reply = try await again.request("GET", "\(instances)/\(name)")
                #expect(reply.status == 200, "\(name) was answered 201 and is gone")
            }
            second.signal(SIGTERM)
            #expect(second.end().status == 0)
        }
    }

    @Test func embeddedItSaysWhereAndEndsWithItsParent() async throws {
        let run = try Executable(["--embedded"])
        let line = run.firstLine()
        let announcement = try JSONDecoder().decode([String: String].self, from: Data(line.utf8))
        #expect(announcement.keys.sorted() == ["certificate", "password", "url", "user"])
        let client = Client(port: try Self.port(in: line), certificate: announcement["certificate"])
        #expect(try await client.request("GET", "/ds-api/").status == 200)
        let user = try #require(announcement["user"])
        #expect(user == "datasentinel")
        await #expect(throws: (any Error).self) { try await client.loggedIn() }
        let admin = try await client.loggedIn(user, try #require(announcement["password"]))
        #expect(try await admin.request("GET", "/local-platform/connections").body == "[]")
        // An interrupt at the terminal reaches it as well as its parent, which still needs it.
        run.signal(SIGINT)
        #expect(try await admin.request("POST", "\(instances)/a", body: sales).status == 201)
        try run.closeInput()
        let end = run.end()
        #expect(end.status == 0)
        #expect(end.output.isEmpty)
        #expect(end.error.isEmpty)
    }

    /// The signal comes as soon as the platform has said where it is, and must not be lost.
    @Test(.timeLimit(.minutes(1)), arguments: 0..<5)
    func aSignalRightAfterTheStartStopsItEmbedded(round: Int) throws {
        let run = try Executable(["--embedded"])
        #expect(!run.firstLine().isEmpty)
        run.signal(SIGTERM)
        #expect(run.end().status == 0)
    }

    @Test(arguments: [SIGINT, SIGTERM])
    func aSignalStopsItCleanly(signal: Int32) async throws {
        try await withFolder { folder in
            let run = try Executable(
                ["--listen", "127.0.0.1:0", "--store", folder + "/store", "--password-env", "SECRET_OF_TEST"],
                environment: ["SECRET_OF_TEST": "not shown"])
            let line = run.firstLine()
            #expect(line.contains("datasentinel"))
            let certificate = try String(contentsOfFile: folder + "/store.crt", encoding: .utf8)
            let client = Client(port: try Self.port(in: line), certificate: certificate)
            _ = try await client.loggedIn("datasentinel", "not shown")
            run.signal(signal)
            let end = run.end()
            #expect(end.status == 0)
            #expect(end.error.isEmpty)
            #expect(!(line + end.output).contains("not shown"))
        }
    }

    /// Arguments that cannot be served, and a word of what is said.
    static let mistakes: [([String], String)] = [
        (["--listen", "nowhere"], "--listen"),
        (["--listen", "127.0.0.1:70000"], "--listen"),
        (["--password-file", "/dev/null"], "is a device"),
        (["--password-file", "/"], "is a folder"),
        (["--listen", "192.0.2.1:0", "--store", ":memory:", "--password-env", "PATH"], "cannot listen"),
        (["--tls-cert", "a.pem"], "--tls-key"),
        (["--http", "--tls-cert", "a.pem", "--tls-key", "b.pem"], "--http"),
        (["--store", ":memory:", "--tls-cert", "/absent.pem", "--tls-key", "/absent.pem"], "/absent.pem"),
        (["--store", "/proc/absent/store"], "/proc/absent/store"),
        (["--password-env", "NO_SUCH_VARIABLE"], "NO_SUCH_VARIABLE"),
        (["--password-file", "/absent"], "/absent"),
        (["--user", "a:b"], "colon"),
        (["--faults", "/absent"], "/absent"),
        (["--token-lifetime", "0"], "--token-lifetime"),
        (["--missing-rights", "404"], "--missing-rights"),
        (["--embedded", "--password-env", "PATH"], "--embedded"),
        (["--sotre", "x"], "--sotre"),
    ]

    @Test(arguments: mistakes)
    func aMistakeIsOneClearErrorAndExit2(arguments: [String], word: String) throws {
        let end = try Executable(arguments).end()
        #expect(end.status == 2)
        #expect(end.output.isEmpty)
        #expect(end.error.contains(word), "\(end.error)")
        #expect(!end.error.contains("Fatal error"))
    }

    @Test func helpNamesEveryOption() throws {
        let end = try Executable(["--help"]).end()
        #expect(end.status == 0)
        for option in ["--listen", "--store", "--user", "--password-env", "--probe", "--tls-cert", "--http"] {
            #expect(end.output.contains(option))
        }
    }
}

private final class Names: Sendable {
    private let names = Mutex<[String]>([])

    var all: [String] { names.withLock { $0 } }

    /// The number of names, this one included.
    func add(_ name: String) -> Int {
        names.withLock { names in
            names.append(name)
            return names.count
        }
    }
}
