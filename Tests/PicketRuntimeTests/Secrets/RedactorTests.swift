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

    @Test func whatIsRevealedIsShownAndTheOthersAreNot() {
        let store = SecretStore()
        for secret in ["first-word", "second-word", "first-word"] { store.add(secret) }
        #expect(store.remove("first-word"))
        #expect(!store.remove("first-word"))
        #expect(Redactor(store).redact("first-word second-word") == "first-word •••")
        store.add("first-word")
        #expect(Redactor(store).redact("first-word second-word") == "••• •••")
    }

    /// One text may be a form of two secrets: it stays hidden until both are revealed.
    @Test func aFormThatTwoSecretsShareStaysHidden() {
        let store = SecretStore()
        store.add("a b c d")
        store.add("a%20b%20c%20d")
        #expect(store.remove("a b c d"))
        #expect(Redactor(store).redact("a b c d, a%20b%20c%20d") == "a b c d, •••")
    }

    @Test func aSecretThatCrossesTheEndIsHidden() {
        let store = SecretStore()
        store.add("deep-secret")
        var work = 0
        let text = Array("so deep-secret it is".utf8)
        guard case .changed(let shown) = Redactor(store).redact(text, upTo: 7, work: &work) else {
            Issue.record("nothing is hidden")
            return
        }
        #expect(String(decoding: shown, as: UTF8.self) == "so •••")
        guard case .changed(let beginning) = Redactor(store).redact(text, upTo: 2, work: &work) else {
            Issue.record("nothing is cut")
            return
        }
        #expect(beginning == Array("so".utf8))
    }

    /// Many secrets that begin alike make every place of some texts a candidate: such a text is hidden as a whole, for work
    /// that grows with its length alone.
    @Test func theWorkOnATextIsBounded() {
        let store = SecretStore()
        for length in 4..<600 { store.add(String(repeating: "-", count: length) + "x") }
        let text = [UInt8](repeating: UInt8(ascii: "-"), count: 100_000)
        var work = 0
        guard case .changed(let shown) = Redactor(store).redact(text, work: &work) else {
            Issue.record("nothing is hidden")
            return
        }
        #expect(shown == Array("•••".utf8))
        #expect(work < 300 * text.count + 2 << 20)
        guard case .givenUp = Redactor(store).redact(text, work: &work, isAwaited: { true }) else {
            Issue.record("it went on")
            return
        }
    }
}
