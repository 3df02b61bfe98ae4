import PicketRuntime
import Testing

@testable import PicketPool

/// An answer that is equal to the latest one is not parsed again.
@Suite struct LatestBodyTests {
    private let secrets = SecretStore()

    init() { secrets.declare(["password"]) }

    private func received(
        _ text: String, _ latest: inout LatestBody, type: String = "application/json", _ encoding: String = ""
    )
        -> ReceivedBody
    {
        latest.received(Array(text.utf8), type: type, encoding: encoding, secrets)
    }

    @Test func anEqualBodyIsTheSameObject() {
        var latest = LatestBody()
        let first = received(#"{"status":"done"}"#, &latest)
        #expect(received(#"{"status":"done"}"#, &latest) === first)
        let other = received(#"{"status":"dono"}"#, &latest)
        #expect(other.object?["status"] == "dono")
        #expect(received(#"{"status":"done"}"#, &latest) !== first)
    }

    /// What a body means depends on its headers, too.
    @Test func anotherHeaderIsAnotherBody() {
        var latest = LatestBody()
        let first = received("x", &latest, type: "text/html")
        #expect(received("x", &latest, type: "text/plain") !== first)
        #expect(received("x", &latest, type: "text/plain").form.contains("text/plain"))
        #expect(received("x", &latest, type: "text/plain", "gzip").problem?.contains("gzip") == true)
    }

    /// A script may reveal a secret between two answers, so that the second must hide it again.
    @Test func aBodyWithSecretsIsParsedEachTime() {
        var latest = LatestBody()
        let text = #"{"password":"longenough"}"#
        let first = received(text, &latest)
        #expect(first.hasSecrets && received(text, &latest) !== first)
    }

    @Test func aLongBodyIsNotKept() {
        var latest = LatestBody()
        let text = #"{"status":""# + String(repeating: "x", count: 300) + #""}"#
        let first = received(text, &latest)
        #expect(received(text, &latest) !== first)
    }
}
