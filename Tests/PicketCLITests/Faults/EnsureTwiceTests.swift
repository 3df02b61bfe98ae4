import Foundation
import Testing

/// What is as it should be is left alone.
@Suite struct EnsureTwiceTests {
    @Test func theSecondRunWritesNothing() async throws {
        let count = TestSize.choose(300, full: 10_000)
        let platform = try await LocalPlatform.start()
        defer { platform.stop() }
        let script = """
            secret pw = env("PG_PASSWORD")
            for i in 1..\(count) parallel 32 {
                ensure "pg_$i" host="host-$i" port=$(10000 + $i) user=monitor password=$pw tags="n=$i,env=test"
                print $last.change
            }

            """
        let file = platform.folder.appending(path: "ensure.picket")
        try Data(script.utf8).write(to: file)
        let clock = ContinuousClock()
        for (round, change) in ["created", "unchanged"].enumerated() {
            let before = try platform.log.count
            let journal = platform.folder.appending(path: "journal-\(round)").path()
            let start = clock.now
            let ended = try await RunningPicket.run([
                "run", file.path(), "--platform", "https://127.0.0.1:\(platform.port)", "--cacert",
                platform.certificateFile, "--user", platform.user, "--password-file", platform.passwordFile,
                "--journal", journal, "--timeout", "10m", "--connect-timeout", "10m",
            ])
            TestSize.report("\(count) instances, \(change): \(clock.now - start)")
            #expect(ended.status == 0, "\(ended.errors)")
            #expect(ended.output.split(separator: "\n").count { $0 == change } == count)
            let log = try platform.log.dropFirst(before).filter { $0.contains("/pg-instances/") }
            let writes = log.count { !$0.hasPrefix("GET ") }
            #expect(writes == (round == 0 ? count : 0))
            #expect(log.count - writes == count)
            let sent = try JournalLine.all(journal).count { $0.event == "send" }
            #expect(sent == writes)
        }
        #expect(try await platform.connections().count == count)
    }
}
