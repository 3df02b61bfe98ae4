import Simulation
import Testing

/// Histories that once went wrong, as small as they were shrunk.
@Suite struct KnownHistoryTests {
    private func statement(
        _ verb: Verb, _ name: String, _ port: Int, _ secret: Statement.Secret = .long, isEnabled: Bool = true
    ) -> Statement {
        Statement(verb: verb, name: name, port: port, secret: secret, isEnabled: isEnabled)
    }

    private func expectGood(_ scenario: Scenario) {
        let history = History(scenario)
        #expect(history.findings.isEmpty, "\(history.findings)\n\(history.transcript.joined(separator: "\n\n"))")
    }

    /// The read-back of an `add` shows too little to prove anything, and the repetition is refused by 409: the two went on in
    /// turns for ever.
    @Test func anAdditionWhoseReadBackProvesNothingEnds() {
        var scenario = Scenario(seed: 153, [statement(.add, "new3", 1_003, .glued)])
        scenario.faults = [2: .reset(effectAfter: 0)]
        expectGood(scenario)
    }

    /// An earlier run made the connection, somebody deleted it, and the resumed run made it again and said nothing of that.
    @Test func anAdditionThatIsMadeTwiceIsTold() {
        var scenario = Scenario(
            seed: 1_141,
            [
                statement(.update, "old1", 1_003), statement(.ensure, "new5", 1_005, .glued, isEnabled: false),
            ])
        scenario.acts = [OperatorAct(kind: .delete, name: "new5", time: 1_773)]
        scenario.kills = [8]
        expectGood(scenario)
    }

    /// An earlier run had sent the addition of an `ensure`; the resumed run could not log in, and said that it had failed.
    @Test func anEnsureThatARunCouldNotGoOnWithHasNotFailed() {
        var scenario = Scenario(seed: 15_475, [statement(.ensure, "new1", 1_001)])
        scenario.faults = [3: .reset(effectAfter: 0), 4: .page(status: 404, effectAfter: 0)]
        scenario.kills = [5]
        expectGood(scenario)
    }

    /// The addition of an `ensure` was refused, since somebody else had made the connection; the run was killed while it
    /// updated that, and the resumed run said that it had created it.
    @Test func aSeedWhoseEnsureUpdatedWhatOthersMadeSaysUpdated() { expectGood(Scenario(seed: 110_357)) }

    /// Another operator made the connection, and the addition of an `ensure` was refused. The run was killed; the resumed
    /// run updated the connection, and said that it had created it.
    @Test(arguments: [UInt64(4_018), 4_658]) func whatAnotherMadeIsUpdated(_ seed: UInt64) {
        expectGood(Scenario(seed: seed))
    }

    /// The repetition of an addition was refused, and the end of the run still expected the deletion before it.
    @Test func aRefusedAdditionEndsTheDeletion() { expectGood(Scenario(seed: 508_441)) }

    /// An `ensure` ended before it had sent `enabled`, and the last look said that the run had left it otherwise.
    @Test(arguments: [UInt64(612_057), 615_115]) func whatAnEnsureHasNotSentIsUnknown(_ seed: UInt64) {
        expectGood(Scenario(seed: seed))
    }

    /// A resumed `ensure` found its effect, and the end of the run still expected what an earlier write in doubt had left.
    @Test func aResumedEnsureIsTheLatestWrite() { expectGood(Scenario(seed: 403_380)) }

    /// A disabling without an answer took effect when the script had deleted the connection and made it anew. A new connection
    /// is enabled, so the last look tells.
    @Test(arguments: [Fault.reset(effectAfter: 3_423), .page(status: 503, effectAfter: 3_423)])
    func whatAnAdditionLeavesIsEnabled(_ fault: Fault) {
        var scenario = Scenario(
            seed: 20_676,
            [
                statement(.ensure, "new1", 1_001, isEnabled: false), statement(.delete, "new1", 1_002),
                statement(.add, "new1", 1_003),
            ])
        scenario.faults = [4: fault]
        expectGood(scenario)
    }

    /// A deletion without an answer found nothing to delete, and took away what the script added behind it, when the run had
    /// looked for the last time.
    @Test(arguments: [false, true]) func aDeletionThatIsStillAtWorkIsWaitedFor(isByLine: Bool) {
        var scenario = Scenario(seed: 302_274, [statement(.remove, "new1", 1_001), statement(.add, "new1", 1_002)])
        scenario.faults = [2: .silence(effectAfter: 8_979)]
        scenario.isByLine = isByLine
        expectGood(scenario)
    }

    /// Reads that are late showed what was there before the run's own write. By one, `ensure` found nothing to do; by one, a
    /// write that had been lost was as meant.
    @Test(arguments: [
        [(Verb.delete, true), (.ensure, true)], [(.update, true), (.ensure, true)],
        [(.disable, true), (.ensure, true)],
        [(.delete, true), (.ensure, true), (.remove, true), (.ensure, true)],
        [(.update, true), (.update, false)], [(.disable, true), (.enable, false)], [(.delete, true), (.add, false)],
        [(.update, true), (.remove, false)], [(.delete, true), (.add, true), (.delete, false)],
    ])
    func aReadThatIsOlderThanTheRunsOwnWriteProvesNothing(_ verbs: [(verb: Verb, isAnswered: Bool)]) {
        for seed in 1...25 as ClosedRange<UInt64> {
            for isByLine in [false, true] {
                var scenario = Scenario(
                    seed: seed, verbs.enumerated().map { statement($1.verb, "old1", 1_001 + $0) })
                scenario.lag = 2_000
                scenario.isByLine = isByLine
                // Its last write gets no answer, and takes no effect. Before it there are the login and the reads.
                if verbs.last?.isAnswered == false { scenario.faults = [verbs.count + 1: .reset(effectAfter: nil)] }
                expectGood(scenario)
            }
        }
    }

    /// A deletion that an earlier life sent, and that life or a later one took for done, took away what the script added behind
    /// it: a run that goes on waits for it, too.
    @Test(arguments: [UInt64(1), 2, 3], 8...25) func whatAnEarlierLifeLeftAtWorkIsWaitedFor(seed: UInt64, kill: Int) {
        var scenario = Scenario(seed: seed, [statement(.remove, "new1", 1_001), statement(.add, "new1", 1_002)])
        scenario.faults = [2: .silence(effectAfter: 8_979)]
        scenario.kills = [kill]
        expectGood(scenario)
    }

    /// The same of an `ensure` that was cut off on its way, of which the resumed run saw nothing yet.
    @Test(arguments: [UInt64(1), 2, 3], 3...6) func anEnsureThatIsStillAtWorkIsWaitedFor(seed: UInt64, kill: Int) {
        var scenario = Scenario(
            seed: seed,
            [statement(.ensure, "old1", 1_001), statement(.update, "old1", 1_002), statement(.show, "old2", 1)])
        scenario.faults = [3: .silence(effectAfter: 8_000)]
        scenario.kills = [kill]
        expectGood(scenario)
    }

    /// The journal was full behind the answer: the resumed run sent the password again, which the platform shows as a hash.
    @Test func aPasswordThatIsSentTwiceIsTold() {
        let additions = (1...4).map { statement(.add, "new\($0)", 1_000 + $0, .short) }
        var scenario = Scenario(seed: 3_582, additions + [statement(.ensure, "old1", 1_005, .short)])
        scenario.password = .hash
        scenario.diskFull = 12
        scenario.resumesAfterFailure = true
        expectGood(scenario)
    }

    /// An addition was answered; the connection was deleted by somebody else, and the resumed `ensure` added it again. Then a
    /// neighbour ended the run before the `ensure` had ended.
    @Test func anAdditionThatIsSentAgainIsToldAtOnce() {
        let group = Statement.Form.parallel(group: 1, width: 2)
        let ensures = (1...3).map {
            Statement(verb: .ensure, name: "new\($0)", port: 1_000 + $0, secret: .long, isEnabled: false, form: group)
        }
        var scenario = Scenario(seed: 1_006_543, ensures)
        scenario.rival = [
            Statement(verb: .disable, name: "new2", port: 1, secret: .long, form: .tried),
            Statement(verb: .ensure, name: "new1", port: 2_002, secret: .long), statement(.show, "new3", 1),
        ]
        scenario.faults = [7: .silence(effectAfter: 3_431)]
        scenario.acts = [OperatorAct(kind: .delete, name: "new3", time: 1_641)]
        scenario.password = .hash
        (scenario.kills, scenario.losesTail, scenario.resumesAfterFailure) = ([20, 1], true, true)
        expectGood(scenario)
    }

    /// Others deleted the connection between the two requests of an `ensure` and added it anew: it was changed once more, and
    /// that is what an `ensure` is for.
    @Test func anEnsureThatOthersDisturbChangesTheConnectionAnew() { expectGood(Scenario(seed: 1_036_463)) }

    /// A write was sent twice and answered never. A read showed the effect of the one sending, and the other took effect behind
    /// the next write and the last look.
    @Test func theEffectOfOneOfTwoSendingsDoesNotEndTheWait() { expectGood(Scenario(seed: 2_001_712)) }
}
