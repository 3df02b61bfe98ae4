import PicketPlatform
import Testing

@Suite("Requests at the same time")
struct ConcurrencyTests {
    @Test func ofManyAddsOfOneNameExactlyOneSucceeds() async throws {
        try await withPlatform { _, client in
            let client = try await client.loggedIn()
            for round in 0..<10 {
                let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                    for _ in 0..<8 {
                        group.addTask { try await client.request("POST", "\(instances)/r\(round)", body: sales).status }
                    }
                    return try await group.reduce(into: []) { $0.append($1) }
                }
                #expect(statuses.count { $0 == 201 } == 1)
                #expect(statuses.count { $0 == 409 } == 7)
            }
        }
    }

    @Test func writesThatShareATransactionKeepTheirOwnAnswers() async throws {
        try await withFolder { folder in
            try await withPlatform(configured { $0.store = .file(folder + "/store") }) { platform, client in
                let client = try await client.loggedIn()
                let statuses = try await withThrowingTaskGroup(of: (Int, Int).self) { group in
                    for number in 0..<60 {
                        group.addTask {
                            let body = number % 3 == 0 ? sales("port", "0") : sales
                            let reply = try await client.request("POST", "\(instances)/n\(number / 2)", body: body)
                            return (number, reply.status)
                        }
                    }
                    return try await group.reduce(into: []) { $0.append($1) }
                }
                for (number, status) in statuses where number % 3 == 0 { #expect(status == 400) }
                #expect(statuses.count { $0.1 == 201 } == 30)
                #expect(statuses.count { $0.1 == 409 } == 10)
                #expect(platform.connectionsJSON.split(separator: #""name""#).count == 31)
            }
        }
    }
}
