import Foundation
import PicketRuntime
import PicketSyntax
import PicketTerminal
import Testing

@Suite struct SessionLanguageTests {
    private let language = SessionFixture.language()

    // MARK: Completion

    @Test func statementsOfferCommandsDefsAndKeywords() {
        let all = SessionFixture.candidates("|")
        #expect(all.prefix(3) == ["add", "show", "display"])
        #expect(all.contains("greet") && all.contains("for"))
        #expect(SessionFixture.candidates("print 1; di|") == ["display"])
        #expect(SessionFixture.candidates("for i in 1..3 {\n    sh|") == ["show"])
        #expect(SessionFixture.candidates("defer sh|") == ["show"])
    }

    @Test func candidatesSayWhatTheyAre() {
        let show = language.complete("sho", cursor: 3)
        #expect(show.start == 0)
        #expect(show.candidates == [Candidate("show", note: "show a connection")])
        let port = language.complete("add x po", cursor: 8).candidates
        #expect(port == [Candidate("port=", note: "PostgreSQL port (integer 1…65535)", suffix: "")])
    }

    @Test func argumentsOfferWhatIsNotGivenYet() {
        #expect(SessionFixture.candidates("add x host=h |") == ["port=", "password=", "enabled="])
        #expect(SessionFixture.candidates("add |").prefix(2) == ["sales-1", "crm-1"])
        #expect(SessionFixture.candidates("show s|") == ["sales-1"])
        #expect(SessionFixture.candidates("show sales-1 |").isEmpty)
    }

    @Test func valuesOfferWhatTheParameterTakes() {
        #expect(SessionFixture.candidates("add x enabled=|") == ["true", "false"])
        #expect(SessionFixture.candidates("add x enabled=f|") == ["false"])
        #expect(SessionFixture.candidates("use p|") == ["production"])
        #expect(SessionFixture.candidates("add x port=|").isEmpty)
    }

    @Test func variablesOfferTheirFields() {
        #expect(SessionFixture.candidates("print $|") == ["last", "fleet", "n"])
        #expect(SessionFixture.candidates("print $last.|") == ["status", "body"])
        #expect(SessionFixture.candidates("print \"${last.body.|\"") == ["name"])
        #expect(SessionFixture.candidates("print '$la|'").isEmpty)
        #expect(SessionFixture.candidates("show $f|") == ["fleet"])
    }

    @Test func expressionsOfferFunctions() {
        #expect(SessionFixture.candidates("let x = spl|") == ["split("])
        #expect(SessionFixture.candidates("$n + le|") == ["len("])
        #expect(SessionFixture.candidates("show (up|") == ["upper("])
        #expect(SessionFixture.candidates("print len(gre|") == ["greet("])
    }

    @Test func pathsAndSessionCommandsComplete() {
        #expect(SessionFixture.candidates("include f|") == ["fleet.picket"])
        #expect(SessionFixture.candidates(":so|") == ["source"])
        #expect(SessionFixture.candidates(":source n|") == ["notes/"])
        #expect(SessionFixture.candidates(":use s|") == ["staging"])
        #expect(SessionFixture.candidates(":help ad|") == ["add"])
        #expect(SessionFixture.candidates(":watch 2s show c|") == ["crm-1"])
        #expect(language.complete(":watch 2s show c", cursor: 16).start == 15)
        #expect(SessionFixture.candidates(":watch 2s 10 show c|") == ["crm-1"])
        #expect(SessionFixture.candidates(":watch 2s show crm-1 until $last.st|") == ["status"])
        #expect(language.complete(":watch 2s show x until $last.st", cursor: 31).start == 29)
        #expect(SessionFixture.candidates(":diff s|") == ["sales-1"])
        #expect(SessionFixture.candidates(":diff sales-1 c|") == ["sales-1 crm-1"])
        #expect(SessionFixture.candidates(":output n|") == ["notes/"])
    }

    @Test func nothingIsOfferedInCommentsAndTexts() {
        #expect(SessionFixture.candidates("show # a|").isEmpty)
        #expect(SessionFixture.candidates("print \"ad|").isEmpty)
    }

    // MARK: Hints and help

    @Test func theGrammarGivesTheGhostText() {
        #expect(language.hint("sho", cursor: 3) == "w")
        #expect(language.hint("add x ", cursor: 6) == "host=")
        #expect(language.hint("add x host=h ", cursor: 13) == "port=")
        #expect(language.hint("add x ho", cursor: 8) == "st=")
        #expect(language.hint("add x host=h port=1 password=$p ", cursor: 32) == nil)
        #expect(language.hint("s", cursor: 1) == nil)
    }

    @Test func theParameterThatIsDueStandsOut() throws {
        let help = try #require(language.parameterHelp("add x host=h ", cursor: 13))
        #expect(help.plain == "add NAME host= port= password= [enabled=]  PostgreSQL port, integer 1…65535")
        #expect(help.runs.filter { $0.appearance.traits.contains(.bold) }.map(\.text) == ["port="])
        let value = try #require(language.parameterHelp("add x host=h", cursor: 12))
        #expect(value.runs.filter { $0.appearance.traits.contains(.bold) }.map(\.text) == ["host="])
        #expect(language.parameterHelp("sohw x", cursor: 6) == nil)
        #expect(
            language.parameterHelp(":watch ", cursor: 7)?.plain.hasPrefix(":watch 2s [COUNT] COMMAND [until CONDITION]")
                == true)
    }

    // MARK: Colour

    @Test func unknownCommandsAndBadArgumentsAreMarked() {
        #expect(style("sohw x", of: "sohw") == .unknownCommand)
        #expect(style("sohw", of: "sohw") == .unknownCommand)
        #expect(style("sho", of: "sho") == nil && style("sho x", of: "sho") == .unknownCommand)
        #expect(style("show x", of: "show") == .command)
        #expect(style("greet x", of: "greet") == .command)
        #expect(style("def hi(a) { show $a }", of: "hi") == .command)
        #expect(style("print lne(1)", of: "lne") == .unknownCommand)
        #expect(style("add x prot=1", of: "prot") == .error)
        #expect(style("add x port=99999", of: "99999") == .error)
        #expect(style("add x port=5432", of: "5432") == .number)
        #expect(style("add x port=abc host=abc", of: "abc") == .error)
        #expect(style("add x enabled=yes", of: "yes") == .error)
        #expect(style("add x port=54$n", of: "54") != .error)
        #expect(style(":hepl", of: ":hepl") == .unknownCommand)
        #expect(style(":help x", of: ":help") == .keyword)
        let watch = ":watch 2s 10 show x until status == 'a'"
        #expect(style(watch, of: "10") == .number && style(watch, of: "show") == .command)
        #expect(style(watch, of: "until") == .keyword && style(watch, of: "'a'") == .string)
        #expect(style(":job :watch 2s sohw x until len(1)", of: "sohw") == .unknownCommand)
        #expect(style(":job :watch 2s sohw x until len(1)", of: "len") == .command)
    }

    private func style(_ text: String, of word: String) -> TextStyle? {
        guard let range = text.range(of: word) else { return nil }
        let start = text.utf8.distance(from: text.startIndex, to: range.lowerBound)
        return language.highlight(text).first { $0.range.lowerBound == start }?.style
    }

    // MARK: Completeness and secrets

    @Test func blocksGoOnIndented() {
        #expect(language.completeness("show x") == .complete)
        #expect(language.completeness("for i in 1..3 {") == .incomplete(indent: 4))
        #expect(language.completeness("for i in 1..3 {\n    if true {") == .incomplete(indent: 8))
        #expect(language.completeness("for i in 1..3 { show x }") == .complete)
        #expect(language.completeness(":watch 1s {") == .complete)
        #expect(language.completeness("show )") == .complete)
    }

    @Test func textsWithSecretsAreSensitive() {
        for text in [
            "add x password=abc", "login ops password=\"a b\"", "secret pin = 1234", "let t = secret(\"abcd\")",
            "unlock pin=1234", "print hunter22", "let token = abcd", ":watch 1s login ops password=x",
        ] {
            #expect(language.isSensitive(text), "\(text)")
        }
        for text in ["add x password=$pw", "secret pin = env(\"PIN\")", "show x", "unlock pin=$pin"] {
            #expect(!language.isSensitive(text), "\(text)")
        }
    }

    /// A slip of the keyboard leaves the secret where none belongs. Such a text may parse, or even run.
    @Test(arguments: [
        "logn me pw-secret1", ":login me pw-secret1", "log in me pw-secret1", "log-in me pw-secret1",
        "LOGIN me pw-secret1", "lgoin me pw-secret1", "secrt pw = \"pw-secret1\"", "secrt pw = pw-secret1",
        "secert pw = x", "sercet pin = 1234", "add x host=h passwrd = pw-secret1", "add x pasword=pw-secret1",
        "let m = {\"passwrd\": \"pw-secret1\"}", "let m = {passwrd: abc}", "let pasword = \"pw-secret1\"",
        "let usr-token = \"abc\"", "set tokn = \"abc\"", "param passphrase = \"abc\"", "let pwd = \"abc\"",
        ":sve login me pw", "echo pw | login me", "echo pw |login me", "if true { logn me pw-secret1 }",
        "print 1; logn me pw", ":job logn me pw-secret1", ":watch 2s logn me pw", "sudo login me pw",
        "let x = {\n  \"passwrd\": \"abc\"\n}", "add x passwrd=(\"abc\")",
    ])
    func slipsAreSensitive(_ text: String) { #expect(language.isSensitive(text), "\(text)") }

    /// Their names or their places alone say that these may be secrets.
    @Test(arguments: [
        "request GET \"/x?token=pw-1\"", "request GET /x?a=b&user-token=pw-1", ":job request GET \"/x?token=pw-1\"",
        "request GET /x headers={\"X-Api-Key\": \"pw-1\"}", "let api_key = \"pw-1\"", "set aws.access-key = pw-1",
        "let m = {apiKey: \"pw-1\"}", ":!curl -u me:pw-1 http://x", ":!curl -ume:pw-1 http://x",
        ":!curl --user=me:pw-1 http://x", ":!curl -H 'X-Api-Key: pw-1' http://x", ":!curl \"http://x?token=pw-1\"",
        ":!PGPASSWORD=pw-1 psql", ":source f.picket api_key=pw-1",
    ])
    func whatANameTellsIsSensitive(_ text: String) { #expect(language.isSensitive(text), "\(text)") }

    /// The def is one of an earlier line.
    @Test func anArgumentForASecretParameterIsSensitive() throws {
        let commands = SessionFixture.commands
        let vocabulary = Vocabulary(commands: commands)
        let language = SessionLanguage(vocabulary)
        for text in ["def f(name, password) { print $name }", "def g(pin) { unlock pin=$pin }"] {
            let source = SourceFile(name: "", text: text)
            let found = try #require(
                SecretLiterals(source, vocabulary.secretNames, names: vocabulary.secretVariables))
            vocabulary.secretVariables.formUnion(found.names)
        }
        for text in ["f web pw-1", "f web password=pw-1", "g 1234", "print f(web, \"pw-1\")"] {
            #expect(language.isSensitive(text), "\(text)")
        }
        for text in ["f web $pw", "f web", "g (env(\"PIN\"))", "h web pw-1"] {
            #expect(!language.isSensitive(text), "\(text)")
        }
    }

    @Test(arguments: [
        ":help login", "help login", "login ops", "login ops; show x", "if true { login ops }", "secret p = $q",
        "let passwrd = env(\"P\")", "add x passwrd=$pw", "add x passwrd=($pw)", "greet login2", "show sales-1",
        "print \"please log in\"", "for i in 1..3 { show x }", ":save login.picket", "let path = \"a\"", "let n = 1",
        ":job login ops", "request GET \"/x?token=$t\"", "request GET /x?tokens", "let api_key = env(\"K\")",
        ":!curl -u me http://x", ":!ls -u", ":find api_key: x", ":source login.picket n=1",
    ])
    func harmlessTextsAreNot(_ text: String) { #expect(!language.isSensitive(text), "\(text)") }
}
