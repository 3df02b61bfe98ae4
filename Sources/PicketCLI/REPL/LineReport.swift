import PicketRuntime
import PicketSyntax
import PicketTerminal
import Synchronization

/// Shows the events of a line while it runs, and stores what is known about them afterwards.
final class LineReport: Sendable {
    private struct State {
        var exchanges: [Exchange] = []
        var reported = ReportedFailures()
        var recorded = 0
        /// The failures that are shown after the one that ends the line.
        var followUps: [Failure] = []
        var showsChangesOnly = false
        var tourResult = Tour.Result()
        /// The latest shown response, without its time.
        var shown: Shown<String> = ""
    }

    private let state = Mutex(State())
    private let view: ResponseView
    private let paint: Paint
    private let source: SourceFile
    /// The positions of the calls at the top level of the text. Their responses are shown in full.
    private let callStarts: Set<UInt32>
    private let isExpectation: Bool
    private let secrets: SecretStore
    private let say: @Sendable (Shown<String>) -> Void
    private let show: @Sendable (Failure) -> Void
    /// How many responses are kept in order to learn connection names from them.
    private static let keptExchanges = 1_000

    /// - Parameters:
    ///   - source: The compiled text, which contains the calls.
    ///   - say: Shows lines.
    init(
        _ calls: CallList, in source: SourceFile, view: ResponseView, colors: Bool, secrets: SecretStore,
        say: @escaping @Sendable (Shown<String>) -> Void = { Console.standard.out($0 + "\n") },
        show: @escaping @Sendable (Failure) -> Void
    ) {
        self.view = view
        self.source = source
        self.secrets = secrets
        self.say = say
        self.show = show
        paint = Paint(colors: colors)
        callStarts = Set(calls.calls.map(\.span.start))
        isExpectation = calls.statementCount == 1 && calls.beginsWithExpectation
    }

    var exchanges: [Exchange] { state.withLock { $0.exchanges } }
    /// How many failures did not end the line: those of `check` and of tests.
    var recordedCount: Int { state.withLock { $0.recorded } }

    /// Whether a response that equals the previous one is left out, as in `:watch`.
    var showsChangesOnly: Bool {
        get { state.withLock { $0.showsChangesOnly } }
        set { state.withLock { $0.showsChangesOnly = newValue } }
    }

    /// What the line has brought about, for `:tour`.
    var tourResult: Tour.Result { state.withLock { $0.tourResult } }

    func take(_ event: Event) {
        state.withLock { $0.tourResult.take(event) }
        if let failure = state.withLock({ $0.reported.next(in: event) }) { take(failure) }
        switch event {
        case .printed(let line), .shown(let line): say(shown(line))
        case .commandEnded(let exchange): take(exchange)
        case .held where isExpectation: say(paint.good("holds"))
        case .stepStarted(let name, _): say(paint.faint("step \(shown(name).map(\.displayed))"))
        case .testEnded(let name, let result): say(line(name, result))
        default: break
        }
    }

    private func take(_ failure: Failure) {
        state.withLock { state in
            state.recorded += 1
            if failure.isFollowUp { state.followUps.append(failure) }
        }
        if !failure.isFollowUp { show(failure) }
    }

    private func take(_ exchange: Exchange) {
        state.withLock { state in
            if state.exchanges.count == Self.keptExchanges { state.exchanges.removeFirst(Self.keptExchanges / 2) }
            state.exchanges.append(exchange)
        }
        guard isNews(exchange) else { return }
        say(isShownWhole(exchange) ? view.text(exchange) : view.line(exchange))
    }

    private func isNews(_ exchange: Exchange) -> Bool {
        var timeless = view
        timeless.showsTiming = false
        let text = timeless.text(exchange)
        return state.withLock { state in
            defer { state.shown = text }
            return !state.showsChangesOnly || state.shown != text
        }
    }

    private func isShownWhole(_ exchange: Exchange) -> Bool {
        exchange.location.source === source && callStarts.contains(exchange.location.span.start)
    }

    /// Shows the failures that followed the failure that ended the line.
    func showFollowUps() {
        let failures = state.withLock { state in
            defer { state.followUps = [] }
            return state.followUps
        }
        for failure in failures { show(failure) }
    }

    /// Whether a failure is a response that was already shown in full, so that nothing more need be said.
    func hasShown(_ failure: Failure) -> Bool {
        guard [.command, .noResponse, .login].contains(failure.kind), let last = exchanges.last, !last.isSuccess
        else { return false }
        return isShownWhole(last) && failure.diagnostic.location?.span.start == last.location.span.start
    }

    private func line(_ name: String, _ result: TestResult) -> Shown<String> {
        let name = shown(name).map(\.displayed)
        switch result {
        case .passed: return "\(paint.good("passed"))  \(name)"
        case .failed: return "\(paint.bad("failed"))  \(name)"
        case .skipped(let reason):
            return paint.faint(
                reason.isEmpty ? "skipped  \(name)" : "skipped  \(name): \(shown(reason).map(\.displayed))")
        }
    }

    /// Hides the currently known secrets, since the machine may have known fewer.
    private func shown(_ text: String) -> Shown<String> { Redactor(secrets).show(text) }
}
