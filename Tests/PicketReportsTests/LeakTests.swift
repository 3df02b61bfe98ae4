import PicketRuntime
import PicketSyntax
import Testing

@testable import PicketReports

/// A marked secret goes in by every door, in every form; no report may let it out.
@Suite struct LeakTests {
    static let secret = "s3cret/\"Marked\"+$Öne"
    static let short = "xQ7"

    /// Plain, URL-encoded, base64 with and without its end, JSON-escaped.
    static var forms: [String] {
        [
            secret, "s3cret%2F%22Marked%22%2B%24%C3%96ne", "s3cret/\\\"Marked\\\"+$Öne", "czNjcmV0LyJNYXJrZWQiKyTDlm5l",
        ]
    }

    private static func events() -> [TimedEvent] {
        let source = SourceFile(name: "leak.picket", text: "add x password=\"\(secret)\"\nexpect status 201\n")
        let location = SourceLocation(source: source, span: source.span)
        let text = forms.joined(separator: " | ")
        var diagnostic = Diagnostic(code: "x", message: text, at: location, label: text, help: text)
        diagnostic.notes = forms.flatMap { form in
            ["expected: ", "actual:   ", "request:  ", "response: ", "  a: - ", ""].map { Diagnostic.Note($0 + form) }
        }
        let failure = Failure(.expectation, diagnostic)
        var response = Response(status: 500)
        response.request = "GET /\(text)"
        response.error = text
        response.headers = [.init("Authorization", secret), .init("X-Echo", text), .init("Set-Cookie", text)]
        let exchange = Exchange(
            command: "add", location: location, response: response, requestBody: .map(["a": .string(text)]),
            responseBody: .list([.string(text), .secret(.string(short))]), isSuccess: false)
        let quoted = Value.list([.string(secret)]).description
        let events: [Event] = [
            .printed(quoted), .printed(text), .testStarted(name: text, tags: [text], location: location),
            .stepStarted(name: text, location: location), .commandStarted(name: "add", location: location),
            .commandEnded(exchange), .held(location: location), .attemptFailed(failure), .recorded(failure),
            .shown(text), .stepEnded(name: text, failed: true), .testEnded(name: text, result: .failed(failure)),
            .testStarted(name: "second", tags: [], location: location),
            .testEnded(name: "second", result: .skipped(text)),
        ]
        return events.enumerated().map { TimedEvent($0.element, at: Int64($0.offset)) }
    }

    @Test(arguments: [Report.Mode.test, .run]) func noReportLetsASecretOut(_ mode: Report.Mode) throws {
        let store = SecretStore()
        store.add(LeakTests.secret)
        let redactor = Redactor(store)
        var collector = FileCollector(path: "leak.picket", mode: mode, hasTests: mode == .test)
        var lines = EventLines()
        var written: [[UInt8]] = []
        for event in LeakTests.events() {
            collector.take(event)
            written.append(lines.event(event, file: "leak.picket", redactor: redactor))
        }
        let failure = Failure(.fail, Diagnostic(code: "fail", message: LeakTests.secret, at: nil))
        written.append(lines.fileEnded("leak.picket", .failure(failure), at: 99, redactor: redactor))
        let report = Report(
            mode: mode, title: LeakTests.secret, version: "1.0.0", platform: LeakTests.secret,
            files: [collector.finish(.failure(failure), at: 99)], redactor: redactor)
        written += [
            JUnitReport.bytes(report), TAPReport.bytes(report), JSONReport.bytes(report), HTMLReport.bytes(report),
            Array(SuiteText.text(report).utf8), HTMLReport.bytes(report, deferralLimit: 0),
        ]
        // What a large page folds might put together what no byte of it holds.
        written += try UnfoldedPage(HTMLReport.bytes(report, deferralLimit: 0)).bodies.values.map { Array($0.utf8) }
        for bytes in written {
            let text = String(decoding: bytes, as: UTF8.self)
            for mark in ["s3cret", "Marked", "czNjcmV0", "Öne", LeakTests.short] {
                #expect(!text.contains(mark), "\(mark) in \(text.prefix(400))")
            }
        }
        #expect(String(decoding: HTMLReport.bytes(report), as: UTF8.self).contains("•••"))
    }

    /// The password of the goldens' platform is in their responses and requests, and in the script.
    @Test(arguments: ["smoke", "runbook"]) func goldensHoldNoPassword(_ name: String) throws {
        let run = try GoldenTests.suite(name)
        let report = run.report(mode: name == "smoke" ? .test : .run)
        for form in GoldenTests.forms {
            let text = String(decoding: form.write(run, report), as: UTF8.self)
            #expect(!text.contains("correct-horse"), "\(form.name)")
        }
    }
}
