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
        // Eight bytes and more are hidden anywhere.
        ("deep secrets", "•••s"), ("adeep secret", "a•••"), ("deep%20secret", "•••"), ("ZGVlcCBzZWNyZXQ=", "•••"),
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

    /// C30: each form that a secret of eight bytes and more takes on its way is hidden, inside of other text too.
    @Test(arguments: [
        "xHunter2/2y", "Hunter2%2F2", "Hunter2%2f2", "SHVudGVyMi8y", "eHh4SHVudGVyMi8y", "eHhIdW50ZXIyLzI=",
        "eEh1bnRlcjIvMg==", "48756e746572322f32", "48756E746572322F32", "Ym9iOkh1bnRlcjIvMg==",
    ])
    func everyFormIsHidden(text: String) {
        let shown = redact(text, hiding: "Hunter2/2")
        #expect(shown.contains("•••") && shown.utf8.count < "•••".utf8.count + 12, "\(shown)")
    }

    @Test func whatFormsAndPagesEscapeIsHidden() {
        #expect(redact("a=my+pass%26word", hiding: "my pass&word") == "a=•••")
        #expect(redact("my%20pass%26word", hiding: "my pass&word") == "•••")
        #expect(redact("<b>my pass&amp;word</b>", hiding: "my pass&word") == "<b>•••</b>")
        #expect(redact(#"{"a":"gr\u00fcne-W\u00e4lder"}"#, hiding: "grüne-Wälder") == #"{"a":"•••"}"#)
        #expect(redact(#"{"a":"gr\u00FCne-W\u00E4lder"}"#, hiding: "grüne-Wälder") == #"{"a":"•••"}"#)
        // A line that may be a common word is not looked for.
        #expect(redact("is it true or not", hiding: "true\nnot\nlong-enough") == "is it true or not")
        #expect(redact("so long-enough", hiding: "true\r\nnot\r\nlong-enough\r\n") == "so •••")
        let key = "-----BEGIN KEY-----\nc2VjcmV0IG9uZQ\nc2VjcmV0IHR3bw\n-----END KEY-----"
        #expect(redact("line 2 is c2VjcmV0IG9uZQ", hiding: key) == "line 2 is •••")
    }

    /// The one walk: keys, texts, numbers and durations, nested, and the fields of the command table in any case.
    @Test func aValueIsShownWithoutSecrets() {
        let store = SecretStore()
        for secret in ["Hunter22", "12345678"] { store.add(secret) }
        store.declare(["password", "user-token"])
        let value: Value = [
            "key-Hunter22": "aHunter22b", "number": 12_345_678, "list": [["Hunter22"], .secret("x")],
            "Password": ["x", ["deep": 1]], "user-token": "t", "password_hint": "mind", "PASSWORD": .null,
        ]
        let shown: Value = [
            "key-•••": "a•••b", "number": "•••", "list": [["•••"], "•••"], "Password": "•••", "user-token": "•••",
            "password_hint": "mind", "PASSWORD": .null,
        ]
        #expect(Redactor(store).show(value).content == shown)
    }

    /// Two keys that are hidden are two entries still.
    @Test(arguments: [0, 40]) func hiddenKeysStayApart(others: Int) {
        let store = SecretStore()
        for secret in ["Hunter22", "Hunter33"] { store.add(secret) }
        var value: ValueMap = ["Hunter22": 1, "ab": 2, "Hunter33": "x", "cd": 4]
        for key in ["ab", "cd"] { value.hide(key: key) }
        for number in 0..<others { value["k\(number)"] = 0 }
        let shown = Redactor(store).show(Value.list([.map(value)])).content
        #expect(shown.description.hasPrefix("[{\"•••\": 1, \"•••\": 2, \"•••\": x, \"•••\": 4"), "\(shown)")
        #expect(shown.wireJSONText.hasPrefix(#"[{"•••":1,"•••":2,"•••":"x","•••":4"#), "\(shown.wireJSONText)")
    }

    /// W2: in a text that cannot be read the name of a field tells what is secret.
    @Test(arguments: [
        (#"{"port":01,"password":"x y","user":"u"}"#, ["x y"]), (#"{"password": "cut sho"#, ["cut sho"]),
        (#"{"Password":["a","b"],"c":1}"#, [#"["a","b"]"#]), ("password=abc&user=u", ["abc"]),
        ("<password>abc</password>", ["abc"]), (#"{\"password\":\"abc\",\"u\":1}"#, ["abc"]),
        ("password_hint=abc", []), ("no password here", []), ("password", []), ("password:", []),
        ("password: 12", ["12"]),
        (#"<input name="password" value="P w">"#, ["P w"]), (#"<password type="x">P</password>"#, ["P"]),
        ("<password><![CDATA[P]]></password>", ["P"]), ("<key>password</key><string>P</string>", ["P"]),
        ("&quot;password&quot;: &quot;P&quot;", ["P"]), ("password%3DP", ["P"]), ("%22password%22%3A%22P%22", ["P"]),
        ("password: a b\nuser: u", ["a b"]), ("password:\n  - one\n  - two\nuser: u", ["- one\n  - two"]),
        (#"{"pass\u0077ord":"P","a":"#, ["P"]), (#"{"PASS\u0057ord":"P"}"#, ["P"]),
        (#"{\"p\\u0061ssword\":\"P\"}"#, ["P"]),
        ("p%61ssword=P&a=b", ["P"]), ("<p>&#112;ass&#x77;ord: P</p>", ["P"]), (#"{"a":"\npassword=P"#, ["P"]),
        (#"{"pass\u0078ord":"P"}"#, []), (#"{"x\u0070assword":"P"}"#, []),
        (#"{"password":"a\"b"}"#, [#"a\"b"#]), (#"{"password":{"x":["}"]},"y":1}"#, [#"{"x":["}"]}"#]),
    ])
    func aFieldTellsInAnyText(text: String, values: [String]) {
        let bytes = Array(text.utf8)
        let found = SecretFields(["password"]).values(in: bytes).map { String(decoding: bytes[$0], as: UTF8.self) }
        #expect(found == values)
    }

    @Test func shownTextsAreInterpolated() {
        let redactor = Redactor(SecretStore())
        let name: Shown<String> = redactor.show("web")
        let text: Shown<String> = "no \(name) in line \(3)"
        #expect(text.content == "no web in line 3")
    }

    @Test func theLongestIsHidden() {
        #expect(redact("abcd-efgh abcd", hiding: "abcd", "abcd-efgh") == "••• •••")
        // The longer one does not stand there; the shorter one does.
        #expect(redact("ab-c dei", hiding: "ab-c", "ab-c de") == "••• dei")
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
