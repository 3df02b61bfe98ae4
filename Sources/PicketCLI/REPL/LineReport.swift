import PicketRuntime
import PicketSyntax
import PicketTerminal
import Synchronization

/// Shows the events of a line while it runs, and stores what is known about them afterwards.
final class LineReport: Sendable {
    /// Where a line's output goes.
    struct Outlet: Sendable {
        /// Shows lines; `isAnswer` if they may be shown in the pager.
        var say: @Sendable (_ text: Shown<String>, _ isAnswer: Bool) -> Void
        var show: @Sendable (Failure) -> Void
        /// Keeps answers for `:find`; nil to keep none.
        var log: Log?
    }

    struct Log: Sendable {
        let answers: AnswerLog
        /// The line that the answers belong to.
        let line: Shown<String>
    }

    private struct State {
        var last: Exchange?
        var names = LearnedNames()
        var writes: [SentWrite] = []
        var reported = ReportedFailures()
        var recorded = 0
        /// The failures that are shown after the one that ends the line.
        var followUps: [Failure] = []
        /// nil if everything is shown.
        var news: WatchNews?
        var tourResult = Tour.Result()

        /// Whether an earlier round of a `:watch` has sent a write with the same outcome. It is kept once.
        func isRepeated(_ write: SentWrite) -> Bool {
            news != nil && writes.contains { $0.text.hasBytes(of: write.text) }
        }
    }

    private let state = Mutex(State())
    private let view: ResponseView
    private let paint: Paint
    private let source: SourceFile
    /// The positions of the calls at the top level of the text. Their responses are shown in full.
    private let callStarts: Set<UInt32>
    private let isExpectation: Bool
    private let secrets: SecretStore
    private let outlet: Outlet
    /// Returns the time of day, which stands before what a `:watch` shows; nil if the outlet adds it.
    private let clock: (@Sendable () -> Shown<String>)?

    /// - Parameters:
    ///   - source: The compiled text, which contains the calls.
    ///   - showsNewsOnly: Whether output that equals that of the round before is left out, as in `:watch`.
    init(
        _ calls: CallList, in source: SourceFile, view: ResponseView, colors: Bool, secrets: SecretStore,
        showsNewsOnly: Bool = false, clock: (@Sendable () -> Shown<String>)? = nil, to outlet: Outlet
    ) {
        self.view = view
        self.source = source
        self.secrets = secrets
        self.outlet = outlet
        self.clock = clock
        paint = Paint(colors: colors)
        callStarts = Set(calls.calls.map(\.span.start))
        isExpectation = calls.statementCount == 1 && calls.beginsWithExpectation
        if showsNewsOnly { state.withLock { $0.news = WatchNews() } }
    }

    /// The latest response.
    var last: Exchange? { state.withLock { $0.last } }
    var names: LearnedNames { state.withLock { $0.names } }
    /// The latest writes, oldest first.
    var writes: [SentWrite] { state.withLock { $0.writes } }
    /// How many writes are kept.
    private static let keptWrites = 1_000
    /// How many failures did not end the line: those of `check` and of tests.
    var recordedCount: Int { state.withLock { $0.recorded } }

    /// Begins the next round of a `:watch`.
    func beginRound() { state.withLock { $0.news?.beginRound() } }

    /// What the line has brought about, for `:tour`.
    var tourResult: Tour.Result { state.withLock { $0.tourResult } }

    func take(_ event: TimedEvent) {
        state.withLock { $0.tourResult.take(event.event) }
        if let failure = state.withLock({ $0.reported.next(in: event.event) }) { take(failure) }
        switch event.event {
        case .printed(let line): takePrinted(line)
        case .shown(let text): take(text, event.value)
        case .commandEnded(let exchange): take(exchange)
        case .held where isExpectation: say(paint.good("holds"))
        case .stepStarted(let name, _): say(paint.faint("step \(shown(name).map(\.displayed))"))
        case .testEnded(let name, let result): say(line(name, result))
        default: break
        }
    }

    private func say(_ text: Shown<String>) { outlet.say(text, false) }

    private func take(_ failure: Failure) {
        state.withLock { state in
            state.recorded += 1
            if failure.isFollowUp { state.followUps.append(failure) }
        }
        if !failure.isFollowUp { outlet.show(failure) }
    }

    // MARK: Output

    private func takePrinted(_ text: String) {
        let line = shown(text)
        let news = news(.printed, ContentMark.of([line.content]))
        guard news != .same else { return }
        let safe = view.isOnTerminal ? line.map(TerminalText.foreign) : line
        say(stamped(safe, news))
    }

    private func take(_ text: String, _ value: Shown<Value>?) {
        let marks = isWatch ? view.marks(of: value) : []
        let news = news(.expression, ContentMark.of([shown(text).content]), marks)
        guard news != .same else { return }
        log(view.forFile.text(text, of: value))
        let line = view.text(text, of: value, since: Self.earlier(news))
        // The first row of a table stays above its column.
        outlet.say(stamped(line, news, isTable: !marks.isEmpty), true)
    }

    private func take(_ exchange: Exchange) {
        state.withLock { state in
            state.last = exchange
            state.names.add(exchange)
            if let write = SentWrite(exchange), !state.isRepeated(write) {
                if state.writes.count == Self.keptWrites { state.writes.removeFirst(Self.keptWrites / 2) }
                state.writes.append(write)
            }
        }
        outlet.log?.answers.see(exchange, by: Redactor(secrets))
        let isWhole = isShownWhole(exchange)
        let news = news(exchange, isWhole)
        guard news != .same else { return }
        log(isWhole ? view.forFile.text(exchange) : view.forFile.line(exchange))
        let text = isWhole ? view.text(exchange, since: Self.earlier(news)) : view.line(exchange)
        outlet.say(stamped(text, news), isWhole)
    }

    private func log(_ text: Shown<String>) {
        if let log = outlet.log { log.answers.add(text, of: log.line) }
    }

    // MARK: News

    /// Whether only news is shown.
    private var isWatch: Bool { state.withLock { $0.news != nil } }

    private func news(_ exchange: Exchange, _ isWhole: Bool) -> WatchNews.News? {
        guard isWatch else { return nil }
        var timeless = view.forFile
        timeless.showsTiming = false
        let mark = ContentMark.of([timeless.line(exchange).content, exchange.responseBody.description])
        return news(
            .call(start: exchange.location.span.start), mark, isWhole ? view.marks(exchange) : [])
    }

    /// Returns whether an output is news; nil if everything is shown.
    private func news(_ kind: WatchNews.Place.Kind, _ mark: Int, _ rows: Set<Int> = []) -> WatchNews.News? {
        state.withLock { $0.news?.take(kind, mark: mark, rows: rows) }
    }

    private static func earlier(_ news: WatchNews.News?) -> Set<Int>? {
        guard case .changed(let earlier)? = news, !earlier.isEmpty else { return nil }
        return earlier
    }

    /// Puts the time of day before news.
    private func stamped(_ text: Shown<String>, _ news: WatchNews.News?, isTable: Bool = false) -> Shown<String> {
        guard news != nil, let clock else { return text }
        let time = paint.faint(clock())
        return isTable ? "\(time)\n\(text)" : "\(time)  \(text)"
    }

    private func isShownWhole(_ exchange: Exchange) -> Bool {
        exchange.location.source === source && callStarts.contains(exchange.location.span.start)
    }

    // MARK: Failures

    /// Shows the failures that followed the failure that ended the line.
    func showFollowUps() {
        let failures = state.withLock { state in
            defer { state.followUps = [] }
            return state.followUps
        }
        for failure in failures { outlet.show(failure) }
    }

    /// Whether a failure is a response that was already shown in full, so that nothing more need be said.
    func hasShown(_ failure: Failure) -> Bool {
        guard [.command, .noResponse, .login].contains(failure.kind), let last, !last.isSuccess else { return false }
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
