import PicketRuntime
import PicketSyntax
import PicketTerminal
import Testing

/// What is saved holds no secret that the session knows then, and parses.
@Suite struct SavedScriptTests {
    private func saved(
        _ texts: [String], knowing secrets: [String] = [], in environment: [String: String] = [:]
    ) -> String {
        let store = SecretStore()
        for secret in secrets { store.add(secret) }
        var script = SessionScript()
        for text in texts { script.succeeded(text) }
        let text =
            script.savedScript(
                SessionFixture.commands.secretNames, by: Redactor(store), environment: { environment[$0] }
            )?.text.content ?? ""
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

    /// A variable of the environment is a text: what is read from it is what stood there.
    @Test func whatIsReadFromTheEnvironmentKeepsItsType() {
        let text = saved([
            "secret d = 1500ms", "secret f = 1.5", "secret n = 15", "let m = {d: 1500ms}\nsecret s = $m.d",
        ])
        #expect(text.contains("secret d = (float(env(\"D_SECONDS\")) * 1s)\n"), "\(text)")
        #expect(text.contains("secret f = float(env(\"F\"))\n"), "\(text)")
        #expect(text.contains("secret n = int(env(\"N\"))\n"), "\(text)")
        #expect(text.contains("{d: (float(env(\"D_SECONDS\")) * 1s)}"), "\(text)")
    }

    /// A variable that the texts read already is the variable of its value.
    @Test func aSecretHasTheVariableThatTheTextsRead() {
        let texts = [
            "secret pg = env(\"PG_PASSWORD\")", "print \"hunter22\"", "unlock pin=hunter22", "unlock pin=other-secret",
        ]
        let text = saved(
            texts, knowing: ["hunter22"], in: ["PG_PASSWORD": "hunter22", "PIN": "another"])
        #expect(text.contains("print env(\"PG_PASSWORD\")\n"), "\(text)")
        #expect(text.contains("unlock pin=(env(\"PG_PASSWORD\"))\n"), "\(text)")
        #expect(text.contains("unlock pin=(env(\"PIN_2\"))\n"), "\(text)")
    }

    @Test func aKeyIsTakenOut() {
        let text = saved(["let m = {hunter22: 1, \"x hunter22\": 2}", "print $m"], knowing: ["hunter22"])
        #expect(
            text.contains("let m = {\"$(env(\"SECRET\"))\": 1, \"x $(env(\"SECRET\"))\": 2}\nprint $m\n"), "\(text)")
    }

    /// What needs a name that is left out is left out, too, and says so; a name that is given again is there.
    @Test func whatNeedsANameThatIsLeftOutIsLeftOut() {
        let text = saved(
            [
                "let v = $m.hunter22", "print \"it is $v\"", "let w = $v", "print ${w}", "add v port=1", "let v = 2",
                "print $v", "def hunter22() { print x }", "def g() { hunter22 }", "g", "print g",
            ], knowing: ["hunter22"])
        let left = text.split(separator: "\n").filter { !$0.hasPrefix("#") }
        #expect(left == ["add v port=1", "let v = 2", "print $v"], "\(text)")
        #expect(text.contains("# A statement is left out here: it needs a name that is left out above.\n"))
    }

    /// The variable has the name of the place that is secret, and of no variable that is something else already.
    @Test func aVariableIsNamedAfterTheSecretPlace() {
        let store = SecretStore()
        store.add("postgres")
        var script = SessionScript()
        script.succeeded("let user = postgres")
        script.succeeded("unlock pin=postgres")
        script.succeeded("secret d = 1500ms")
        let saved = script.savedScript(SessionFixture.commands.secretNames, by: Redactor(store)) { name in
            ["PIN": "other", "PIN_2": "", "USER": "me", "D_SECONDS": "1.500000000"].first { $0.key == name }?.value
        }
        #expect(
            saved?.text.content == """
                # A secret stood here: it is read from `PIN_3` of the environment.
                let user = env("PIN_3")
                unlock pin=(env("PIN_3"))
                secret d = (float(env("D_SECONDS")) * 1s)

                """)
        let values = saved?.secretValues.map { "\($0.name)=\($0.value)" }
        #expect(values == ["PIN_3=postgres", "D_SECONDS=1.500000000"])
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

    @Test(arguments: ResponseView.Format.allCases)
    func hiddenKeysAreAllShown(_ format: ResponseView.Format) {
        var view = ResponseView(colors: false, secrets: secrets)
        view.format = format
        let map: Value = ["hunter22": 71, "41414141": 72, "s3cr": 73]
        for body in [map, .list([map, map]), ["deep": map]] {
            let text = view.text(exchange(body)).content
            for value in ["71", "72", "73"] { #expect(text.contains(value), "\(text)") }
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
        #expect(language.isSensitive("show x password = abc"))
        #expect(language.isSensitive("secret pw \"abc\""))
        #expect(language.isSensitive("print {\"pass\\u0077ord\": \"abc\"}"))
        #expect(language.isSensitive("request POST /x body='{\"password\": \"abc\"}'"))
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
