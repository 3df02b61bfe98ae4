import Testing

@testable import PicketRuntime

/// Secrets are hidden in every form in which they travel, and nothing else is.
@Suite struct RedactorTests {
    private func redact(_ text: String, hiding secrets: String...) -> String {
        let store = SecretStore()
        for secret in secrets { store.add(secret) }
        return Redactor(store).redact(text)
    }

    @Test(arguments: [
        ("deep secret", "•••"), ("(deep secret)", "(•••)"), ("x=deep secret;", "x=•••;"),
        ("deep secrets", "deep secrets"),
        ("adeep secret", "adeep secret"), ("deep%20secret", "•••"), ("ZGVlcCBzZWNyZXQ=", "•••"),
        ("ZGVlcCBzZWNyZXQ", "•••"),
        ("deep secret deep secret", "••• •••"), ("deep secre", "deep secre"), ("", ""), ("dee", "dee"),
        ("deep", "deep"),
    ])
    func aSecretIsHiddenWhereItStands(text: String, shown: String) {
        #expect(redact(text, hiding: "deep secret") == shown)
    }

    @Test func whatJSONEscapesIsHidden() {
        #expect(redact(#"{"a":"p\"w\\1"}"#, hiding: "p\"w\\1") == #"{"a":"•••"}"#)
    }

    @Test func theLongestIsHidden() {
        #expect(redact("abcd-efgh abcd", hiding: "abcd", "abcd-efgh") == "••• •••")
        // The longer one does not stand there; the shorter one does.
        #expect(redact("abcd-efghi", hiding: "abcd", "abcd-efgh") == "•••-efghi")
    }

    @Test func signsNeedNoBoundary() {
        #expect(redact("a!word!b", hiding: "!word!") == "a•••b")
    }

    @Test func lettersBeyondASCIIAreLetters() {
        #expect(redact("éclair clair", hiding: "clair") == "éclair •••")
        #expect(redact("naïveté!", hiding: "naïveté") == "•••!")
    }

    @Test func shortOnesAreLeftToTheirTaint() {
        #expect(redact("abc", hiding: "abc") == "abc")
    }

    @Test func manySecretsAreHiddenInOneWalk() {
        let store = SecretStore()
        for number in 0..<5_000 { store.add("password-\(number)") }
        let text = (0..<5_000).map { "password-\($0)" }.joined(separator: " ")
        let shown = Redactor(store).redact(text)
        #expect(shown == Array(repeating: "•••", count: 5_000).joined(separator: " "))
        #expect(store.count == 5_000)
    }
}
