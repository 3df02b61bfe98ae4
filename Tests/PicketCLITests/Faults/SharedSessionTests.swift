import Foundation
import Synchronization
import Testing

/// What files that are tested at once share, and what people are told of lost answers.
@Suite struct SharedSessionTests {
    private func picket(
        _ words: [String], _ proxy: FaultProxy, _ platform: LocalPlatform,
        onStart: @Sendable (RunningPicket) -> Void = { _ in },
        onErrorLine: @escaping @Sendable (Substring) -> Void = { _ in }
    ) async throws -> RunningPicket.Ended {
        let ended = try await RunningPicket.run(
            words + [
                "--platform", proxy.url, "--cacert", platform.certificateFile, "--user", platform.user,
                "--password-file", platform.passwordFile,
            ], onStart: onStart, onErrorLine: onErrorLine)
        await proxy.stop()
        return ended
    }

    private func write(_ scripts: [String], in platform: LocalPlatform) throws -> String {
        let folder = platform.folder.appending(path: "suite")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        for (number, script) in scripts.enumerated() {
            try Data(script.utf8).write(to: folder.appending(path: "file\(number).picket"))
        }
        return folder.path()
    }

    @Test func theFilesOfATestRunLogInOnce() async throws {
        let platform = try await LocalPlatform.start()
        defer { platform.stop() }
        let proxy = try await FaultProxy.start(before: platform)
        let folder = try write(
            (0..<6).map { "test t\($0) {\n    show pg_\($0)\n    expect status 404\n}\n" }, in: platform)
        let ended = try await picket(["test", folder, "--jobs", "3"], proxy, platform)
        #expect(ended.status == 0, "\(ended.errors)")
        #expect(proxy.logins == 1)
        #expect(proxy.requests.count == 7)
    }

    @Test func aLoginOfOneFileIsItsOwnAffair() async throws {
        let platform = try await LocalPlatform.start()
        defer { platform.stop() }
        let proxy = try await FaultProxy.start(before: platform)
        let secret = try String(contentsOfFile: platform.passwordFile, encoding: .utf8)
        let folder = try write(
            [
                "test own {\n    login datasentinel password=\"\(secret)\"\n    show a\n    expect status 404\n}\n",
                "test other {\n    show b\n    expect status 404\n}\n",
                "test third {\n    show c\n    expect status 404\n}\n",
            ], in: platform)
        let ended = try await picket(["test", folder], proxy, platform)
        #expect(ended.status == 0, "\(ended.errors)")
        // One by the first file, one that the others share.
        #expect(proxy.logins == 2)
    }

    @Test func whatBecameOfALostAnswerIsToldAtOnceAndInTheEnd() async throws {
        let platform = try await LocalPlatform.start()
        defer { platform.stop() }
        for (breakage, warning, count) in [
            (
                Breakage.resetAfter,
                "the answer was lost; the connection was read back and is as the request meant: whether by this request is not known",
                "1 is as meant"
            ),
            (
                .resetBefore, "an answer was lost; the connection was read back, and the request sent again",
                "1 was sent again"
            ),
        ] {
            let name = "pg-\(breakage)"
            for option in [nil, "-q", "-v"] as [String?] {
                var script = FaultProxy.Script()
                // The login, the reading, the adding: the update is the fourth.
                script.breakage = { $0.ordinal == 4 ? breakage : nil }
                let proxy = try await FaultProxy.start(before: platform, script)
                let text = """
                    ensure \(name) host=h port=1 user=u password=p
                    update \(name) port=$(1 + 1)
                    delete \(name)
                    """
                // Nothing stays at work behind this proxy, so the last look need not wait.
                let words = ["run", "-c", text, "--resend-after", "1us"] + [option].compactMap { $0 }
                let ended = try await picket(words, proxy, platform)
                #expect(ended.status == 0, "\(ended.errors)")
                let request = "PUT \(proxy.url)/ds-api/pool/pg-instances/\(name)"
                let lines = ended.errors.split(separator: "\n").map(String.init)
                switch option {
                case "-q": #expect(lines == [])
                case "-v": #expect(lines.contains("* \(request): \(warning)"), "\(lines)")
                default:
                    #expect(lines.count == 2)
                    #expect(lines.first == "picket: warning: \(request): \(warning)")
                }
                if option != "-q" {
                    #expect(lines.last?.hasSuffix("; 1 write had no clear answer: \(count)") == true, "\(lines)")
                }
            }
        }
    }

    @Test func manyLostAnswersAreCounted() async throws {
        let platform = try await LocalPlatform.start()
        defer { platform.stop() }
        let met = Mutex<Set<String>>([])
        var script = FaultProxy.Script()
        script.breakage = { request in
            request.method == "POST" && request.path.contains("/pg_")
                && met.withLock({ $0.insert(request.path).inserted }) ? .resetAfter : nil
        }
        let proxy = try await FaultProxy.start(before: platform, script)
        let text = "for i in 1..30 parallel 30 { add \"pg_$i\" host=h port=1 user=u password=$(env(\"PG_PASSWORD\")) }"
        let ended = try await picket(["run", "-c", text], proxy, platform)
        #expect(ended.status == 0, "\(ended.errors)")
        let lines = ended.errors.split(separator: "\n")
        #expect(lines.count == 22, "\(ended.errors)")
        #expect(lines.dropLast().last == "picket: warning: more writes had no clear answer: the summary counts them")
        #expect(lines.last?.hasSuffix("; 30 writes had no clear answer: 30 are as meant") == true)
    }

    @Test func aWriteThatAnInterruptionCutOffIsNamed() async throws {
        let platform = try await LocalPlatform.start()
        defer { platform.stop() }
        let target = Mutex<RunningPicket?>(nil)
        var script = FaultProxy.Script()
        script.breakage = { $0.method == "DELETE" ? .silenceAfter : nil }
        script.hasReturned = { if $0.method == "DELETE" { target.withLock { $0?.interrupt() } } }
        let proxy = try await FaultProxy.start(before: platform, script)
        // The first interruption waits for what is on its way, the second cuts it off.
        let ended = try await picket(
            ["run", "-c", "ensure pg host=h port=1 user=u password=p\ndelete pg"], proxy, platform,
            onStart: { run in target.withLock { $0 = run } },
            onErrorLine: { line in
                if line.hasPrefix("picket: stopping: a write is on its way") { target.withLock { $0?.interrupt() } }
            })
        #expect(ended.status == 130, "\(ended.errors)")
        #expect(
            ended.errors.contains(
                "picket: warning: DELETE \(proxy.url)/ds-api/pool/pg-instances/pg: its answer was not waited for"
            ),
            "\(ended.errors)")
    }
}
