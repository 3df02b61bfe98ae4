import Foundation
import Synchronization
import Testing

/// `picket run` against the real local platform, over a network that breaks each verb at each point: afterwards the
/// platform holds exactly what the script meant, and the journal says what happened.
@Suite struct FaultProxyTests {
    /// It goes with the tests.
    fileprivate static let platform = Task {
        let platform = try await LocalPlatform.start()
        leftBehind.withLock { $0.append(platform) }
        atexit { for platform in leftBehind.withLock({ $0 }) { platform.stop() } }
        return platform
    }

    @Suite(.serialized) struct OneAfterTheOther {
        @Test(arguments: Breakage.allCases, TorturedVerb.allCases)
        func thePlatformHoldsWhatTheScriptMeant(_ breakage: Breakage, _ verb: TorturedVerb) async throws {
            let count = TestSize.choose(2, full: breakage.isSilence ? 2 : 10)
            let platform = try await FaultProxyTests.platform.value
            try await Torture(breakage, verb, count: count, isParallel: false, platform).run()
        }
    }

    @Suite(.serialized) struct ThirtyTwoAtOnce {
        @Test(arguments: Breakage.allCases, TorturedVerb.allCases)
        func thePlatformHoldsWhatTheScriptMeant(_ breakage: Breakage, _ verb: TorturedVerb) async throws {
            let platform = try await FaultProxyTests.platform.value
            try await Torture(breakage, verb, count: 32, isParallel: true, platform).run()
        }
    }
}

private let leftBehind = Mutex<[LocalPlatform]>([])

/// One verb, one breakage.
private struct Torture: Sendable {
    let breakage: Breakage
    let verb: TorturedVerb
    let count: Int
    let isParallel: Bool
    let platform: LocalPlatform
    let prefix: String
    private var journal: String { platform.folder.appending(path: "journal-\(prefix)").path() }

    init(_ breakage: Breakage, _ verb: TorturedVerb, count: Int, isParallel: Bool, _ platform: LocalPlatform) {
        self.breakage = breakage
        self.verb = verb
        self.count = count
        self.isParallel = isParallel
        self.platform = platform
        prefix = "\(breakage.rawValue)-\(verb.rawValue)-\(isParallel ? "p" : "s")-"
    }

    func run() async throws {
        try await platform.add(
            KeptConnection(name: TorturedVerb.marker(prefix), host: "h", port: 1, user: "u", password: "", tags: ""))
        for number in 1...count {
            if let connection = verb.before(prefix, number) { try await platform.add(connection) }
        }
        let proxy = try await FaultProxy.start(before: platform, script)
        let script = platform.folder.appending(path: "\(prefix).picket")
        try Data(verb.script(prefix, count: count, isParallel: isParallel).utf8).write(to: script)
        var ended = try await picket(script, proxy, "--journal")
        if breakage.isFinal {
            // An answer of 500 ends the run, or as many iterations as met it; the next one goes on.
            #expect(ended.status == 1, "\(ended.errors)")
            for _ in 1...count where ended.status == 1 { ended = try await picket(script, proxy, "--resume") }
        }
        #expect(ended.status == 0, "\(ended.errors)")
        #expect(ended.output == "done\n")
        await proxy.stop()
        try await checkPlatform(proxy)
        try checkJournal()
        TestSize.report("\(prefix)\(count): the platform holds what the script meant")
    }

    private func picket(_ script: URL, _ proxy: FaultProxy, _ journal: String) async throws -> RunningPicket.Ended {
        let timeout = breakage.isSilence ? TestSize.choose("500ms", full: "20s") : "10m"
        return try await RunningPicket.run(
            [
                "run", script.path(), "-v", "--platform", proxy.url, "--cacert", platform.certificateFile, "--user",
                platform.user, "--password-file", platform.passwordFile, journal, self.journal, "--retries", "20",
                "--resend-after", "1s",
                "--timeout", timeout, "--connect-timeout", "10m", "--continue-on-error",
            ],
            onErrorLine: { line in
                // The listener comes back once somebody has been refused.
                if line.contains("refused the connection") { proxy.listenAgain() }
            })
    }

    /// Each path meets the breakage once. One after the other, reading back meets it, too.
    private var script: FaultProxy.Script {
        let met = Mutex<Set<String>>([])
        var script = FaultProxy.Script()
        script.refusalWidth = isParallel ? count : 1
        script.retryAfter = TestSize.choose(0, full: 1)
        script.breakage = { [self] request in
            let isMarker = request.path.hasSuffix("/" + TorturedVerb.marker(prefix))
            guard isMarker || request.path.contains("/\(prefix)") else { return nil }
            if isMarker { return breakage.isOfConnection ? breakage : nil }
            guard !breakage.isOfConnection, request.method == verb.method || breaksReading && request.method == "GET"
            else { return nil }
            // Every request meets it until there is a new token.
            if breakage == .expiredToken { return breakage }
            return met.withLock { $0.insert(request.line).inserted } ? breakage : nil
        }
        return script
    }

    private var breaksReading: Bool { !isParallel && !breakage.isFinal && (TestSize.isFull || !breakage.isSilence) }

    // MARK: Afterwards

    private func checkPlatform(_ proxy: FaultProxy) async throws {
        let connections = try await platform.connections(prefix)
        let expected = (1...count).compactMap { verb.after(prefix, $0) }
        #expect(connections == Dictionary(expected.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first }))
        let requests = proxy.requests.filter { $0.path.contains("/\(prefix)") }
        // No write took effect twice: an add would have met a 409, a deletion a 404.
        let done = requests.filter { $0.method == verb.method && (200..<300).contains($0.status ?? 0) }
        #expect(Set(done.map(\.line)).count == count)
        if verb == .add || verb == .delete { #expect(done.count == count) }
        #expect(!requests.contains { $0.status == 409 })
        if breakage == .expiredToken { #expect(proxy.logins == 2, "one renewal for all of them") }
    }

    private func checkJournal() throws {
        let lines = try JournalLine.all(journal)
        #expect(lines.first?.event == "begin")
        #expect(lines.last?.event == "end" && lines.last?.outcome == "success")
        #expect(lines.contains { $0.event == "resume" } == breakage.isFinal)
        for number in 1...count {
            let own = lines.filter { line in
                line.command == verb.rawValue && line.commandRequest?.hasPath(to: "\(prefix)\(number)") ?? false
            }
            checkJournal(of: own)
        }
    }

    /// The lines of one command: what was sent, what was lost, what was decided.
    private func checkJournal(of lines: [JournalLine]) {
        let sent = lines.filter { $0.event == "send" }
        let lost = lines.filter { $0.event == "lost" }
        let answers = lines.filter { $0.event == "answer" }
        #expect(answers.last?.isSuccess == true)
        #expect(answers.last?.status == (verb == .add ? 201 : 200))
        if breakage.isFinal {
            #expect(answers.first?.status == 500 && answers.first?.isSuccess == false)
            #expect(answers.count == 2)
        } else {
            #expect(answers.count == 1)
        }
        guard verb.isWrite else { return #expect(sent.isEmpty && lost.isEmpty && answers.last?.note == nil) }
        let isLost = breakage.doubt != .none && !breakage.isFinal
        #expect(lost.isEmpty != isLost, "\(lost)")
        switch breakage.doubt {
        case _ where breakage.isSilence:
            // The time may be up before a busy platform has done its work: then more than one answer is lost.
            #expect(answers.last?.note?.contains("the connection was read back") == true, "\(lines)")
        case .none: #expect(sent.count == 1 && answers.last?.note == nil)
        case .tookNoEffect:
            #expect(sent.count >= 2 && answers.last?.note?.contains("sent again") == true, "\(lines)")
        case .tookEffect:
            #expect(sent.count == 1 && answers.last?.note?.contains("is as the request meant") == true, "\(lines)")
        }
    }
}

extension String {
    /// Whether a request line has a path to the connection.
    fileprivate func hasPath(to name: String) -> Bool {
        guard let range = firstRange(of: "/\(name)") else { return false }
        return range.upperBound == endIndex || " /".contains(self[range.upperBound])
    }
}
