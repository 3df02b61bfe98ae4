import HTTPHarness
import PicketRuntime
import PicketSyntax
import Testing

@testable import PicketPool

/// What is secret in an answer is found once, when it arrives, at any depth; what cannot be read is never shown raw.
@Suite struct AnswerSecretTests {
    private func show(_ body: String, type: String = "application/json", status: Int = 200, then script: String = "")
        async throws -> ScriptRun
    {
        let platform = try await FakePlatform.start { request in
            request.shortLine.hasPrefix("POST")
                ? nil : [.send(answer(body, status: "\(status) -", fields: "Content-Type: \(type)\r\n"))]
        }
        return try await run("show a\n" + script, on: platform)
    }

    /// Everything that anybody sees of a run.
    private func text(_ run: ScriptRun) -> String {
        var texts = run.printed + run.verbose + [run.failureText]
        for case .commandEnded(let exchange) in run.events {
            texts += [exchange.requestBody.wireJSONText, exchange.responseBody.wireJSONText]
        }
        return texts.joined(separator: "\n")
    }

    /// C8, W1, H5: texts, numbers, lists, maps and keys beneath a secret field, in any case.
    @Test(arguments: [
        #"{"password":"xqz"}"#, #"{"Password":"xqz"}"#, #"{"PASSWORD":"Hunter22"}"#, #"{"password":["xqz"]}"#,
        #"{"password":{"deep":["xqz"]}}"#, #"{"password":{"Hunter22":1}}"#, #"{"password":{"xqz":1}}"#,
        #"{"password":482913}"#, #"{"password":[482913.5]}"#, #"[{"password":"xqz"}]"#,
        #"{"list":[{"a":{"password":"xqz"}}]}"#, #"{"user-token":"xqz"}"#, #"{"User-Token":["Hunter22"]}"#,
        #"{"password":"Hunter22","echo":"glued-xHunter22y","b64":"SHVudGVyMjI="}"#, #"{"pass\u0077ord":"xqz"}"#,
    ])
    func aSecretFieldIsHiddenAtAnyDepth(body: String) async throws {
        let result = try await show(body, then: "print $last.body\nprint $last\nexpect body == {nothing: \"of this\"}")
        #expect(result.exitStatus == 1)
        let text = text(result)
        for mark in ["xqz", "Hunter22", "482913", "SHVudGVyMjI"] { #expect(!text.contains(mark), "\(text)") }
        #expect(text.contains("•••"))
    }

    /// W2: an answer that is cut short, or not quite JSON.
    @Test(arguments: [
        (#"{"name":"a","password":"xqz"#, 27), (#"{"password":"Hunter22","port":01}"#, 30),
        (#"{"password":"xqz" "port":1}"#, 18), (#"<html>password=xqz</html>"#, 0),
        (#"{"password":["Hunter22","xqz"],}"#, 31),
    ])
    func whatCannotBeReadIsNeverShown(body: String, offset: Int) async throws {
        let result = try await show(body, type: "text/html; charset=utf-8", then: "print done")
        #expect(result.failure?.diagnostic.code == "bad-answer")
        let text = text(result)
        for mark in ["xqz", "Hunter22", "<html>", #""port""#] { #expect(!text.contains(mark), "\(text)") }
        #expect(text.contains("the status is 200, but the body is no JSON from byte \(offset) on"), "\(text)")
        #expect(text.contains("(\(body.utf8.count) bytes, text/html)"))
    }

    @Test func anotherStatusShowsNoTextEither() async throws {
        let result = try await show(#"{"password":"xqz"#, status: 502, then: "print done")
        #expect(!text(result).contains("xqz"))
        #expect(result.failureText.contains("response: 502 <16 bytes, application/json>"), "\(result.failureText)")
    }

    /// `request` gives the text, in which the values of secret fields are hidden.
    @Test(arguments: [
        #"{"password":"Hunter22","a":1"#, "password=Hunter22&a=1", "<password>Hunter22</password> a",
        "password: night\na",
        #"{"password":"xqz","a":01}"#, "password=xqz&a=1",
    ])
    func aTextOfRequestHidesSecretFields(body: String) async throws {
        let platform = try await FakePlatform.start { request in
            request.shortLine.contains("/x") ? [.send(answer(body, fields: "Content-Type: text/plain\r\n"))] : nil
        }
        let result = try await run(
            "request GET /x\nprint $last.body\nexpect body contains \"a\"\nexpect body == nothing", on: platform)
        let text = text(result)
        for mark in ["xqz", "Hunter22", "night"] where mark != "night" || body.contains(mark) {
            #expect(!result.printed.joined().contains(mark))
            #expect(!result.failureText.contains(mark), "\(text)")
        }
        #expect(!text.contains("xqz") && !text.contains("Hunter22"), "\(text)")
        #expect(result.failure?.diagnostic.code == "expectation-failed", "\(text)")
        #expect(result.verbose.contains { $0.hasPrefix("< ") && $0.contains("a") && $0.contains("•••") }, "\(text)")
    }
}
