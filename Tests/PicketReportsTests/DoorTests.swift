import Foundation
import PicketRuntime
import PicketSyntax
import Testing

@testable import PicketReports

/// Everything that a report holds goes through the one door, whichever report is written: a text, a number, a key, a nested
/// field, a glued text, a short secret and every form in which a secret travels.
@Suite struct DoorTests {
    static let secret = "Tr0ub4dor & <3>/\"ö\"+x"
    static let number = "4815162342"
    /// Hidden by its taint alone.
    static let short = "Qx7"
    /// Hidden by the name of its field alone.
    static let field = "nested-zz9"

    /// The secret as it is, and as it travels.
    static var forms: [String] {
        let bytes = Array(secret.utf8)
        let percent = secret.addingPercentEncoding(withAllowedCharacters: .urlUnreserved) ?? ""
        let base64 = Data(bytes).base64EncodedString()
        let hexadecimal = bytes.map { String(format: "%02x", $0) }.joined()
        let shifted = (0..<3).map { count in
            Data([UInt8](repeating: 0x41, count: count) + bytes + [0x41, 0x41, 0x41]).base64EncodedString()
        }
        return [
            secret, percent, base64, base64.replacing("+", with: "-").replacing("/", with: "_"),
            base64.replacing("=", with: ""), hexadecimal, hexadecimal.uppercased(), number,
            secret.replacing("\"", with: "\\\""), "glued\(secret)text", "4\(number)",
        ] + shifted
    }

    /// What none of the reports may hold: of each form a part that stands in no other text.
    static var marks: [String] {
        let hexadecimal = secret.utf8.map { String(format: "%02x", $0) }.joined()
        let middles = (0..<3).map { count in
            // After any number of bytes, without what neighbours share.
            let text = Data([UInt8](repeating: 0x41, count: count) + secret.utf8).base64EncodedString()
            return String(text.dropFirst(8).prefix(12))
        }
        return [
            "Tr0ub4dor", String(hexadecimal.dropFirst(2).prefix(16)),
            String(hexadecimal.uppercased().dropFirst(2).prefix(16)), number, short, field,
        ] + middles
    }

    private static func failure(_ text: String, at location: PicketSyntax.SourceLocation) -> Failure {
        var evidence = Failure.Evidence()
        evidence.because = text
        evidence.expected = .comparison("==", .init(text, type: "string"))
        evidence.actual = .init(text, type: "string")
        evidence.differences = [
            // A text that is escaped already would be escaped once more.
            .init(
                path: [.key(text.contains("\\") ? "a" : text), .secretKey, .position(0)], expected: .init(text),
                actual: nil),
            .init(path: [.key("a")], expected: .init("•••", isSecret: true), actual: .init("•••", isSecret: true)),
        ]
        evidence.request = "GET /\(text)"
        evidence.answer = .init(status: 500, body: .init(text), note: text)
        evidence.reason = text
        evidence.rows = ["\(text):1"]
        let diagnostic = Diagnostic(
            code: "x", message: text, at: location, label: text, notes: [.init(text), .init(text, at: location)],
            help: text)
        return Failure(.expectation, diagnostic, evidence: evidence)
    }

    private static func events(_ form: String) -> [Event] {
        let source = SourceFile(name: "leak \(form)", text: "print '\(form)'\n")
        let location = PicketSyntax.SourceLocation(source: source, span: source.span)
        let failure = failure(form, at: location)
        var response = Response(status: 500)
        response.request = "GET /\(form)"
        response.error = form
        response.change = form
        response.headers = [
            .init("Authorization", short), .init("X-\(form)", form), .init("Password", field),
            .init("Location", "https://u:\(field)@h/?token=\(field)"),
        ]
        let body = Value.map([
            form: .string(form), "n": .integer(Int64(number) ?? 0), "list": .list([.secret(.string(short))]),
            "deep": .list([.map(["PassWord": .string(field)])]), "password": .map(["inner": .string(field)]),
        ])
        let exchange = Exchange(
            command: "add", location: location, response: response, requestBody: body, responseBody: .list([body]),
            isSuccess: false)
        return [
            .printed(form), .testStarted(name: form, tags: [form], location: location),
            .stepStarted(name: form, location: location), .commandStarted(name: "add", location: location),
            .commandEnded(exchange), .held(location: location), .attemptFailed(failure), .recorded(failure),
            .shown(form), .stepEnded(name: form, failed: true), .testEnded(name: form, result: .failed(failure)),
            .testStarted(name: "second", tags: [], location: location),
            .testEnded(name: "second", result: .skipped(form)),
        ]
    }

    @Test(arguments: [Report.Mode.test, .run], forms) func noWriterLetsItOut(_ mode: Report.Mode, _ form: String) throws
    {
        let store = SecretStore()
        store.add(DoorTests.secret)
        store.add(DoorTests.number)
        store.declare(["password"])
        let redactor = Redactor(store)
        var collector = FileCollector(path: form, mode: mode, hasTests: mode == .test)
        var lines = EventLines()
        var written: [[UInt8]] = []
        for (offset, event) in DoorTests.events(form).enumerated() {
            let timed = TimedEvent(event, at: Int64(offset))
            collector.take(timed)
            written.append(EventLines.bytes(redactor.show(lines.line(of: timed, file: form))))
        }
        let nowhere = PicketSyntax.SourceLocation(source: SourceFile(name: "", text: ""), span: SourceSpan(0, 0))
        let failure = DoorTests.failure(form, at: nowhere)
        written.append(EventLines.bytes(redactor.show(lines.fileEnded(form, .failure(failure), at: 99))))
        let report = redactor.show(
            Report(
                mode: mode, title: form, version: "1.0.0", platform: form,
                files: [collector.finish(.failure(failure), at: 99)]))
        let summary = SummaryText()
        let file = report.map { $0.files[0] }
        for position in file.content.cases.indices {
            let item: Shown<CaseReport> = file.map { $0.cases[position] }
            let path: Shown<String> = file.map(\.path)
            written.append(Array(summary.failures(item, in: path).content.utf8))
        }
        var failed = FailedTests(root: ["/"])
        failed.update(with: report)
        var remembered = FailedTestsMemory()
        remembered.store(failed)
        let progress = ProgressLine(done: 1, total: 2, activity: redactor.show(form))
        written += [
            JUnitReport.bytes(report), TAPReport.bytes(report), JSONReport.bytes(report), HTMLReport.bytes(report),
            MarkdownReport.bytes(report), findings(report),
            EventLines.head(report), HTMLReport.bytes(report, deferralLimit: 0), remembered.bytes,
            Array((summary.total(report)?.content ?? "").utf8), Array(progress.text(width: 200).utf8),
        ]
        written += try UnfoldedPage(HTMLReport.bytes(report, deferralLimit: 0)).bodies.values.map { Array($0.utf8) }
        for bytes in written {
            let text = String(decoding: bytes, as: UTF8.self)
            for mark in DoorTests.marks { #expect(!text.contains(mark), "\(mark) in \(text.prefix(400))") }
        }
    }

    private func findings(_ report: Shown<Report>) -> [UInt8] {
        let list = Redactor(SecretStore()).show(report.content.findings { .inside($0) })
        return GitHubCommands.bytes(list, namesPlaces: true) + CodeQualityReport.bytes(list) + SARIFReport.bytes(list)
    }

    /// The test would find it.
    @Test func withoutTheDoorItIsOut() throws {
        var collector = FileCollector(path: "a", mode: .run)
        for event in DoorTests.events(DoorTests.secret) { collector.take(TimedEvent(event, at: 0)) }
        let report = Report(mode: .run, title: "t", version: "1", files: [collector.finish(.success, at: 1)])
        let text = String(decoding: JSONReport.bytes(report), as: UTF8.self)
        for mark in ["Tr0ub4dor", DoorTests.number, DoorTests.field] { #expect(text.contains(mark)) }
    }
}

extension CharacterSet {
    /// What stands for itself in a URL (RFC 3986, section 2.3).
    fileprivate static let urlUnreserved = CharacterSet(
        charactersIn: "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~")
}
