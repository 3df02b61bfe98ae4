import Foundation
import HTTPHarness
import PicketHTTP
import PicketRuntime
import PicketSyntax
import Synchronization
import Testing

@testable import PicketPool

/// W18, W21, W22, W12: a body is JSON, text or bytes, and what cannot be read is named.
@Suite struct AnswerFormTests {
    private static let pdf: [UInt8] = Array("%PDF-1.7 Hunter22 ".utf8) + [0xFF, 0xFE, 0x00, 0x80]

    private func run(_ script: String, _ body: [UInt8], type: String = "", fields: String = "") async throws
        -> ScriptRun
    {
        let type = type.isEmpty ? "" : "Content-Type: \(type)\r\n"
        let platform = try await FakePlatform.start { request in
            request.shortLine.hasPrefix("POST /ds-api/user-token") ? nil : [answer(body, fields: type + fields)]
        }
        return try await PicketPoolTests.run(script, on: platform)
    }

    private func texts(_ run: ScriptRun) -> String {
        var texts = run.printed + run.verbose + [run.failureText]
        for case .commandEnded(let exchange) in run.events { texts.append(exchange.responseBody.wireJSONText) }
        return texts.joined(separator: "\n")
    }

    // MARK: Bytes

    @Test func aBodyThatIsNoTextIsBytesThatNothingShows() async throws {
        let result = try await run(
            """
            request GET /x as first
            print $last.body, len($last.body), type($last.body), "<$last.body>"
            print $first
            request GET /x
            print $($first.body == $last.body), $($first.body == "x"), $(len(unique([$first.body, $last.body])))
            expect body == "x"
            """, Self.pdf, type: "application/pdf")
        let shown = "<\(Self.pdf.count) bytes, application/pdf>"
        #expect(result.printed.first == "\(shown) \(Self.pdf.count) bytes <\(shown)>", "\(result.failureText)")
        #expect(result.printed.last == "true false 1")
        #expect(result.failure?.diagnostic.code == "expectation-failed")
        #expect(texts(result).contains("< \(shown)"))
        for mark in ["%PDF", "Hunter22"] { #expect(!texts(result).contains(mark), "\(texts(result))") }
    }

    @Test func bytesAreSentAsTheyAre() async throws {
        let bodies = Mutex<[(String?, Int)]>([])
        let platform = try await FakePlatform.start { request in
            if request.shortLine == "GET /x" {
                return [answer([0x80, 0x81], fields: "Content-Type: image/png\r\n")]
            }
            guard request.shortLine.contains(" /y") else { return nil }
            bodies.withLock {
                $0.append((request.value(of: "Content-Type"), Int(request.value(of: "Content-Length") ?? "") ?? 0))
            }
            return [.send(answer("{}"))]
        }
        let result = try await PicketPoolTests.run(
            "request GET /x as a\nrequest PUT /y body=$a.body\ntry { request PUT /y body={a: $a.body} } catch p { print $p.message }",
            on: platform)
        #expect(result.printed.first?.contains("JSON cannot contain bytes") == true, "\(result.failureText)")
        #expect(bodies.withLock { $0.map(\.0) } == ["image/png"])
        #expect(bodies.withLock { $0.map(\.1) } == [2])
    }

    @Test(arguments: [
        "upper($b)", "to_json($b)", "to_json([$b])", "$b + 1", "$b < $b", "int($b)", "encode($b)", "keys($b)",
    ])
    func whatTakesNoBytesSaysSo(expression: String) async throws {
        let result = try await run("request GET /x as a\nlet b = $a.body\nprint $(\(expression))", Self.pdf)
        #expect(result.failure?.diagnostic.code == "type-mismatch", "\(result.failureText)")
        #expect(!texts(result).contains("Hunter22"))
    }

    // MARK: JSON by its type

    @Test(arguments: [
        ("application/json", "map"), ("application/problem+json; charset=utf-8", "map"), ("text/json", "map"),
        ("", "map"),
        ("text/plain", "string"), ("text/html; charset=utf-8", "string"), ("application/octet-stream", "string"),
    ])
    func aBodyIsJSONIfItsTypeSaysSoOrNothing(type: String, kind: String) async throws {
        let result = try await run("request GET /x\nprint type($last.body)", Array(#"{"a":1}"#.utf8), type: type)
        #expect(result.printed == [kind], "\(result.failureText)")
    }

    @Test func aBodyThatSaysJSONAndIsNoneIsATextWithANote() async throws {
        let result = try await run(
            "request GET /x\nprint $last.body\nprint $last.note", Array(#"{"port":01}"#.utf8), type: "application/json")
        #expect(result.printed.first == #"{"port":01}"#, "\(result.failureText)")
        #expect(
            result.printed.last?.hasPrefix(
                "the body is no JSON from byte 8 on: a number in JSON does not begin with `0`") == true)
    }

    /// W12, H10: one rule for a number, wherever it is read and sent again.
    @Test func aNumberBeyond64BitsComesBackAsItIsWritten() async throws {
        let platform = try await FakePlatform.start { request in
            request.shortLine.contains(" /x")
                ? [
                    .send(
                        answer(#"{"n":18446744073709551615,"e":1E400}"#, fields: "Content-Type: application/json\r\n"))
                ] : nil
        }
        let result = try await PicketPoolTests.run(
            """
            request GET /x as a
            request PUT /x body=$a.body
            request PUT /x body=$(to_json($a.body))
            request PUT /x n=$a.body.n
            """, on: platform)
        #expect(result.exitStatus == 0, "\(result.failureText)")
        let whole = #"{"n":18446744073709551615,"e":1E400}"#
        #expect(
            platform.requests.filter { $0.shortLine == "PUT /x" }.map(\.body) == [
                whole, whole, #"{"n":18446744073709551615}"#,
            ])
    }

    // MARK: Encodings

    @Test func aByteOrderMarkIsPassedOver() async throws {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let shown = try await run("show a\nprint $last.body.name", mark + Array(#"{"name":"a"}"#.utf8))
        #expect(shown.printed == ["a"], "\(shown.failureText)")
        let text = try await run("request GET /x\nprint $last.body", mark + Array("text".utf8), type: "text/plain")
        #expect(text.printed == ["text"])
        let bad = try await run("show a", mark + Array(#"{"port":01}"#.utf8))
        #expect(bad.failureText.contains("no JSON from byte 11 on"), "\(bad.failureText)")
    }

    @Test func anEncodingThatNobodyAskedForIsNamed() async throws {
        let body: [UInt8] = [0x1F, 0x8B, 0x08, 0x00]
        let fields = "Content-Encoding: gzip\r\n"
        let shown = try await run("show a", body, type: "application/json", fields: fields)
        #expect(shown.failure?.diagnostic.code == "bad-answer")
        let reason = "the body is encoded as `gzip`, which was not asked for (4 bytes"
        #expect(shown.failureText.contains(reason + ", application/json)"), "\(shown.failureText)")
        let other = try await run("request GET /x\nprint $last.body\nprint $last.note", body, fields: fields)
        #expect(other.printed == ["<4 bytes, gzip>", reason + ")"], "\(other.failureText)")
        // What can be read is read, whatever the header says.
        let plain = try await run("show a\nprint $last.body", Array(#"{"name":"a"}"#.utf8), fields: fields)
        #expect(plain.exitStatus == 0, "\(plain.failureText)")
    }

    @Test(arguments: [
        (Array(#"{"a":"xy"#.utf8) + [0xFF] + Array(#""}"#.utf8), 6, "not valid UTF-8"),
        (Array(#"{"a":"\n"#.utf8) + [0xC3, 0x28] + Array(#""}"#.utf8), 6, "not valid UTF-8"),
        (Array(#"{"a":"x\ud800"}"#.utf8), 7, "half of a surrogate pair"),
        (Array(#"{"a":"x\udc00"}"#.utf8), 7, "half of a surrogate pair"),
        (Array(#"{"a":"x\ud800\u0041"}"#.utf8), 7, "half of a surrogate pair"),
        ([0xFF], 0, "not JSON from here on"),
    ])
    func aTextThatIsNoUnicodeIsABadAnswerWithItsOffset(body: [UInt8], offset: Int, reason: String) async throws {
        let result = try await run("show a", body, type: "application/json")
        #expect(result.failure?.diagnostic.code == "bad-answer")
        #expect(result.failureText.contains("no JSON from byte \(offset) on"), "\(result.failureText)")
        #expect(
            result.failureText.contains(reason) && !result.failureText.contains("\u{FFFD}"), "\(result.failureText)")
    }
}
