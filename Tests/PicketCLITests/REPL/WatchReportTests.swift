import PicketRuntime
import PicketSyntax
import PicketTerminal
import Synchronization
import Testing

@testable import PicketCLI

/// What the rounds of a `:watch` show, on a clock of the test.
@Suite struct WatchReportTests {
    private final class Screen: Sendable {
        private let shown = Mutex<[String]>([])

        func add(_ text: Shown<String>) { shown.withLock { $0.append(text.content) } }

        /// What was shown since the last call.
        func take() -> [String] {
            shown.withLock { shown in
                defer { shown = [] }
                return shown
            }
        }
    }

    private static let source = SourceFile(name: "<:watch>", text: "show a; show b")

    private static func report(_ screen: Screen, secrets: SecretStore = SecretStore()) -> LineReport {
        var view = ResponseView(colors: false, secrets: secrets)
        view.columns = { 80 }
        return LineReport(
            CallList("show a; show b"), in: source, view: view, colors: false, secrets: secrets, showsNewsOnly: true,
            clock: { "12:00:00" }, to: LineReport.Outlet(say: { text, _ in screen.add(text) }, show: { _ in }))
    }

    private static func answer(_ start: UInt32, _ body: Value, milliseconds: Int64 = 1) -> TimedEvent {
        var response = Response(status: 200)
        response.duration = milliseconds * 1_000_000
        let location = SourceLocation(source: source, span: SourceSpan(start: start, end: start + 6))
        return TimedEvent(
            .commandEnded(
                Exchange(command: "show", location: location, response: response, responseBody: body, isSuccess: true)),
            at: 0)
    }

    @Test func eachCallIsComparedWithItself() {
        let screen = Screen()
        let report = Self.report(screen)
        report.take(Self.answer(0, ["name": "a", "up": true]))
        report.take(Self.answer(8, ["name": "b", "up": true]))
        #expect(
            screen.take() == [
                "12:00:00  200 OK  1.0 ms\nname  a\nup    true", "12:00:00  200 OK  1.0 ms\nname  b\nup    true",
            ])
        report.beginRound()
        report.take(Self.answer(0, ["name": "a", "up": true], milliseconds: 7))
        #expect(screen.take() == [])
        report.take(Self.answer(8, ["name": "b", "up": false], milliseconds: 7))
        #expect(screen.take() == ["12:00:00  200 OK  7.0 ms\n  name  b\n* up    false"])
    }

    @Test func theCallsOfALoopAreToldApart() {
        let screen = Screen()
        let report = Self.report(screen)
        for _ in 1...3 {
            report.beginRound()
            for name in ["a", "b"] { report.take(Self.answer(0, ["name": .string(name)])) }
        }
        #expect(screen.take().count == 2)
    }

    @Test func linesAndExpressionsAreShownWhenTheyChange() {
        let screen = Screen()
        let report = Self.report(screen)
        func round(_ lines: [String], _ value: Int) -> [String] {
            report.beginRound()
            for line in lines { report.take(TimedEvent(.printed(line), at: 0)) }
            let shown = Redactor(SecretStore()).show(Value.integer(Int64(value)))
            report.take(TimedEvent(.shown("\(value)"), at: 0, value: shown))
            return screen.take()
        }
        #expect(round(["one", "two"], 1) == ["12:00:00  one", "12:00:00  two", "12:00:00  1"])
        #expect(round(["one", "two"], 1) == [])
        #expect(round(["one", "three"], 2) == ["12:00:00  three", "12:00:00  2"])
    }

    @Test func theTableOfAnExpressionStandsBelowTheTime() {
        let screen = Screen()
        let report = Self.report(screen)
        for isUp in [true, false] {
            report.beginRound()
            let value = Redactor(SecretStore()).show(["name": "a", "up": .boolean(isUp)] as Value)
            report.take(TimedEvent(.shown("\(isUp)"), at: 0, value: value))
        }
        #expect(screen.take() == ["12:00:00\nname  a\nup    true", "12:00:00\n  name  a\n* up    false"])
    }

    /// P30: a report keeps names, and only the last answer.
    @Test func onlyNamesAreKept() {
        let report = Self.report(Screen())
        for number in 1...20_000 { report.take(Self.answer(0, ["name": .string("c\(number % 50)")])) }
        #expect(report.names.connections.count == 50 && report.names.succeeded == ["show"])
        for number in 1...20_000 { report.take(Self.answer(0, ["name": .string("n\(number)")])) }
        #expect(report.names.connections.count == 10_000)
        #expect(report.last?.responseBody == ["name": "n20000"])
    }

    @Test func whatIsKeptOfAWatchIsBounded() {
        var news = WatchNews()
        for number in 0..<2_000 { #expect(news.take(.call(start: UInt32(number)), mark: 1) == .first) }
        #expect(news.take(.call(start: 5_000), mark: 1) == .first)
        news.beginRound()
        #expect(news.take(.call(start: 1_999), mark: 1) == .same)
        #expect(news.take(.call(start: 5_000), mark: 1) == .first)
    }
}
