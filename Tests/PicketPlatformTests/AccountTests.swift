import Foundation
import Testing

@testable import PicketPlatform

@Suite("Accounts, rights and passwords")
struct AccountTests {
    static let rights: [(Account.Profile, Account.Privilege, Bool)] = [
        (.dataAdmin, .admin, true), (.dataAdmin, .readWrite, false), (.dataAdmin, .read, false),
        (.developer, .admin, false), (.developer, .read, false),
    ]

    @Test(arguments: rights)
    func connectionsNeedDataAdminAndAdmin(
        profile: Account.Profile, privilege: Account.Privilege, mayManage: Bool
    ) async throws {
        let account = Account(name: "eve", profile: profile, privilege: privilege)
        for missing in MissingRights.allCases {
            try await withPlatform(
                configured {
                    $0.accounts = [(account, .random("p"))]
                    $0.missingRights = missing
                }
            ) { _, client in
                let client = try await client.loggedIn("eve", "p")
                let reply = try await client.request("GET", "\(instances)/absent")
                #expect(reply.status == (mayManage ? 404 : missing.rawValue))
                #expect(reply.error?.isEmpty == false)
            }
        }
    }

    @Test func aHashMatchesItsPasswordOnly() throws {
        for scheme in [PasswordHash.Scheme.scrypt, .sha256] {
            let hash = try PasswordHash(of: "correct horse", scheme: scheme)
            #expect(hash.matches("correct horse"))
            #expect(!hash.matches("correct horsf"))
            #expect(!hash.matches(""))
            #expect(PasswordHash(hash.text) == hash)
            #expect(!hash.text.contains("horse"))
            let again = try PasswordHash(of: "correct horse", scheme: scheme)
            #expect(again != hash)
        }
        #expect(PasswordHash("scrypt$zz") == nil)
        #expect(PasswordHash("md5$AAAA$AAAA") == nil)
    }

    @Test func aChosenPasswordIsKeptAndOtherAccountsCannotLogIn() async throws {
        try await withFolder { folder in
            let store = StoreLocation.file(folder + "/store")
            func statuses(
                _ accounts: [(account: Account, password: PlatformConfiguration.Password)],
                _ logins: [(String, String)]
            ) async throws -> [Int] {
                try await withPlatform(
                    configured {
                        $0.store = store
                        $0.accounts = accounts
                    }
                ) { _, client in
                    var statuses: [Int] = []
                    for (name, password) in logins {
                        let reply = try await client.request(
                            "POST", "/ds-api/user-token", headers: basic(name, password))
                        statuses.append(reply.status)
                    }
                    return statuses
                }
            }
            let ann = Account(name: "ann")
            let bob = Account(name: "bob")
            let logins = [("ann", "one"), ("ann", "ann"), ("bob", "bob")]
            let chosen = try await statuses([(ann, .chosen("one")), (bob, .kept)], logins)
            #expect(chosen == [201, 401, 401], "nobody's name is a password")
            let kept = try await statuses([(ann, .kept)], logins)
            #expect(kept == [201, 401, 401])
            let random = try await statuses([(ann, .random("r"))], logins + [("ann", "r")])
            #expect(random == [401, 401, 401, 201])
            let keptAgain = try await statuses([(ann, .kept)], logins + [("ann", "r")])
            #expect(keptAgain == [201, 401, 401, 401])
            let changed = try await statuses([(ann, .chosen("ann"))], logins)
            #expect(changed == [401, 201, 401])
        }
    }

    @Test func aNameAsPasswordIsServedOnLoopbackOnly() async throws {
        var configuration = PlatformConfiguration()
        configuration.host = "0.0.0.0"
        configuration.port = 0
        configuration.accounts = [(Account(name: "datasentinel"), .chosen("datasentinel"))]
        await #expect {
            try await Platform.start(configuration)
        } throws: {
            "\($0)".contains("own name as password")
        }
        configuration.accounts = [(Account(name: "datasentinel"), .random("long and random"))]
        let platform = try await Platform.start(configuration)
        await platform.stop()
    }

    @Test func aPasswordThatNobodyChoseIsDrawnOnceAndKeptFromOthers() async throws {
        try await withFolder { folder in
            let file = folder + "/store.datasentinel.password"
            func start(_ password: PlatformConfiguration.Password = .kept) async throws -> DrawnPassword? {
                try await withPlatform(
                    configured {
                        $0.store = .file(folder + "/store")
                        $0.accounts = [(Account(name: "datasentinel"), password)]
                    }
                ) { platform, client in
                    guard let drawn = platform.drawnPasswords.first else { return nil }
                    _ = try await client.loggedIn("datasentinel", drawn.text)
                    await #expect(throws: (any Error).self) {
                        try await client.loggedIn("datasentinel", "datasentinel")
                    }
                    return drawn
                }
            }
            let first = try #require(try await start())
            #expect(first.file == file && first.isNew && first.text.utf8.count == 64)
            #expect(try String(contentsOfFile: file, encoding: .utf8) == first.text + "\n")
            let mode = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int
            #expect(mode == 0o600)
            let second = try #require(try await start())
            #expect(second.text == first.text && !second.isNew)
            // One that somebody chooses takes its place for good.
            #expect(try await start(.chosen("chosen")) == nil)
            #expect(!FileManager.default.fileExists(atPath: file))
            #expect(try await start() == nil)
        }
    }

    @Test func aPasswordFileThatOthersMayReadStartsNothing() async throws {
        try await withFolder { folder in
            let file = folder + "/store.datasentinel.password"
            for (text, mode, word) in [("hush\n", 0o644, "chmod 600"), ("", 0o600, "remove it")] {
                _ = FileManager.default.createFile(
                    atPath: file, contents: Data(text.utf8), attributes: [.posixPermissions: mode])
                var configuration = PlatformConfiguration()
                configuration.port = 0
                configuration.store = .file(folder + "/store")
                await #expect {
                    try await Platform.start(configuration)
                } throws: {
                    "\($0)".contains(file) && "\($0)".contains(word)
                }
            }
        }
    }

    @Test func inMemoryEachStartDrawsItsOwn() async throws {
        var configuration = PlatformConfiguration()
        configuration.port = 0
        var seen: Set<String> = []
        for _ in 0..<2 {
            let platform = try await Platform.start(configuration)
            let drawn = try #require(platform.drawnPasswords.first)
            #expect(drawn.file == nil && drawn.isNew)
            seen.insert(drawn.text)
            await platform.stop()
        }
        #expect(seen.count == 2)
    }
}
