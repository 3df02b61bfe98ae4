import Testing

/// The real program against servers that answer by a script: what people see of each fault of the world outside.
@Suite struct OuterGoldenTests {
    /// So many run at a time: more would only make each other late for the time-outs that some of them are about.
    private static let turns = Turns(4)

    @Test(arguments: OuterGolden.all)
    func showsWhatIsExpected(_ golden: OuterGolden) async throws {
        let content = try golden.content()
        await Self.turns.take()
        let transcript: Result<String, any Error>
        do { transcript = .success(try await OuterRun.transcript(of: content)) } catch { transcript = .failure(error) }
        await Self.turns.giveBack()
        try golden.compare(transcript.get())
    }
}

/// How many may do something at a time.
private actor Turns {
    private var free: Int
    private var waiting: [CheckedContinuation<Void, Never>] = []

    init(_ count: Int) { free = count }

    func take() async {
        if free > 0 {
            free -= 1
        } else {
            await withCheckedContinuation { waiting.append($0) }
        }
    }

    func giveBack() {
        if waiting.isEmpty {
            free += 1
        } else {
            waiting.removeFirst().resume()
        }
    }
}
