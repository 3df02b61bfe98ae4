import PicketRuntime
import PicketSyntax
import PicketTerminal
import Testing

/// What is saved holds no secret that the session knows then, and parses.
@Suite struct SavedScriptTests {
    private func saved(_ texts: [String], knowing secrets: [String] = []) -> String {
        let store = SecretStore()
        for secret in secrets { store.add(secret) }
        var script = SessionScript()
        for text in texts { script.succeeded(text) }
        let text = script.saved(SessionFixture.commands.secretNames, by: Redactor(store)).content
        var parser = Parser(SourceFile(name: "", text: text))
        _ = parser.parseScript()
        #expect(parser.diagnostics.isEmpty, "\(text)")
        return text
    }

    @Test func aBlockBehindAComparisonStays() {
        let text = "if $password == null { fail \"NOPE is not set\" }"
        #expect(saved([text]) == text + "\n")
    }

    @Test func aNameThatASecretIsMadeOfLaterIsReadFromTheEnvironment() {
        let text = saved(["let p = \"hunter22\"", "secret s = $p"], knowing: ["hunter22"])
        let note = "# A secret stood here: it is read from `P` of the environment.\n"
        #expect(text == note + "let p = env(\"P\")\nsecret s = $p\n")
    }

    @Test func aShortOneIsFoundByTheTree() {
        #expect(saved(["let p = \"abc\"", "unlock pin=$p"]).hasSuffix("let p = env(\"P\")\nunlock pin=$p\n"))
        #expect(saved(["unlock pin=12"]) == "unlock pin=(env(\"PIN\"))\n")
    }

    @Test func whatTheStoreKnowsIsTakenOutOfTextsAndWords() {
        let text = saved(
            ["print \"it is hunter22, $n\"", "add x host=xhunter22y", "print 'raw hunter22'", "let n = 12345678"],
            knowing: ["hunter22", "12345678"])
        #expect(!text.contains("hunter22") && !text.contains("12345678"), "\(text)")
        #expect(text.contains("print \"it is $(env(\"SECRET\")), $n\"\n"), "\(text)")
        #expect(text.contains("add x host=x$(env(\"SECRET\"))y\n"), "\(text)")
        #expect(text.contains("let n = int(env(\"N\"))\n"), "\(text)")
    }

    @Test(arguments: ["aHVudGVyMjI=", "68756e7465723232", "hunter%32%32"])
    func formsAreTakenOutToo(_ form: String) {
        let secret = form.hasPrefix("hunter") ? "hunter%32%32" : "hunter22"
        #expect(!saved(["print \"$n \(form)\""], knowing: [secret]).contains(form))
    }

    @Test func aPasswordInAURLIsTakenOut() {
        let text = saved(["use http://bob:pw@example.org"])
        #expect(text.hasSuffix("use http://$(env(\"SECRET\"))@example.org\n"), "\(text)")
    }

    @Test func whatNoVariableCanStandForIsLeftOut() {
        let text = saved(["let hunter22 = 1", "print 2 # is hunter22", "let m = {hunter22: 1}"], knowing: ["hunter22"])
        #expect(!text.contains("hunter22"))
        #expect(text.contains("# A statement is left out here"))
        #expect(text.contains("print 2"))
    }

    @Test func twoSpellingsOfOneSecretAreOneVariable() {
        let text = saved(["unlock pin=hunter22", "unlock pin=\"hunter22\"", "unlock pin=other234"])
        #expect(
            text == """
                unlock pin=(env("PIN"))
                unlock pin=(env("PIN"))
                unlock pin=(env("PIN_2"))

                """)
    }
}

/// Nothing that a response or a prompt shows holds a known secret.
@Suite struct ShownTextTests {
    private let secrets: SecretStore = {
        let secrets = SecretStore()
        for secret in ["hunter22", "41414141", "s3cr"] { secrets.add(secret) }
        return secrets
    }()

    private func exchange(_ body: Value) -> Exchange {
        var response = Response(status: 200)
        response.change = "created hunter22"
        return Exchange(
            command: "show",
            location: SourceLocation(source: SourceFile(name: "", text: ""), span: SourceSpan(start: 0, end: 0)),
            response: response, responseBody: body, isSuccess: true)
    }

    /// Texts, numbers, keys, nested, glued, encoded, a short one that is tainted.
    private static let body: Value = [
        "note": "is hunter22", "pin": 41_414_141, "hunter22": "key", "glued": "xhunter22y",
        "deep": [["list": ["hunter22", ["n": 41_414_141]]]], "base64": "aHVudGVyMjI=", "hex": "68756e7465723232",
        "short": "a s3cr b", "tainted": .secret("ab"), "time": .duration(41_414_141),
    ]

    @Test(arguments: ResponseView.Format.allCases, [false, true])
    func aResponseHidesThemInEveryPlace(_ format: ResponseView.Format, _ colors: Bool) {
        var view = ResponseView(colors: colors, secrets: secrets)
        view.format = format
        for body in [Self.body, .list([Self.body, Self.body]), .string("hunter22"), 41_414_141] {
            let text = view.text(exchange(body)).content + view.line(exchange(body)).content
            for secret in ["hunter22", "41414141", "aHVudGVyMjI", "68756e", "s3cr", "ab\""] {
                #expect(!text.contains(secret), "\(text)")
            }
            #expect(text.contains("•••"))
        }
    }

    @Test func whatIsKnownLaterIsHiddenThen() {
        let late = SecretStore()
        let view = ResponseView(colors: false, secrets: late)
        #expect(view.text(exchange("is tops3cret")).content.contains("tops3cret"))
        late.add("tops3cret")
        #expect(!view.text(exchange("is tops3cret")).content.contains("tops3cret"))
    }

    @Test func aPromptHidesThem() {
        let place = SessionPrompt(platform: "hunter22", user: "xhunter22")
        #expect(Redactor(secrets).show(place).map(\.prompt).content.first.plain == "x•••@•••> ")
    }

    @Test func aURLWithAPasswordIsSensitive() {
        let language = SessionFixture.language()
        #expect(language.isSensitive("use http://bob:pw@example.org"))
        #expect(language.isSensitive(":use http://bob:pw@example.org"))
        #expect(language.isSensitive(":source f.picket password=abc"))
        #expect(!language.isSensitive("request GET \"http://example.org/x?a=1\""))
        #expect(!language.isSensitive("if $password == null { fail \"NOPE is not set\" }"))
        #expect(!language.isSensitive("expect status 404 because \"no token\""))
    }

    @Test func aNameThatHoldsASecretMakesItsLiteralSensitive() throws {
        let vocabulary = Vocabulary(commands: SessionFixture.commands)
        let later = SourceFile(name: "", text: "secret s = $p")
        let literals = try #require(SecretLiterals(later, vocabulary.secretNames))
        #expect(!SessionLanguage(vocabulary).isSensitive("let p = \"ab\""))
        vocabulary.secretVariables.formUnion(literals.names)
        #expect(SessionLanguage(vocabulary).isSensitive("let p = \"ab\""))
        #expect(SessionLanguage(vocabulary).isSensitive("print $s == \"ab\""))
        #expect(!SessionLanguage(vocabulary).isSensitive("let q = \"ab\""))
    }

    @Test func aNameWithASecretIsNotOffered() {
        #expect(SessionFixture.candidates("show |") == ["sales-1", "crm-1"])
        let vocabulary = Vocabulary(commands: SessionFixture.commands)
        vocabulary.holdsSecret = { $0.contains("hunter22") }
        vocabulary.met(connection: "db-hunter22")
        vocabulary.met(connection: "db-1")
        let candidates = SessionLanguage(vocabulary).complete("show d", cursor: 6).candidates
        #expect(candidates.map(\.text) == ["db-1"])
    }
}
