import Picket
import PicketTerminal
import Testing

/// A candidate is written so that the script reads exactly what was offered (P19), and is found wherever something can be
/// named (P37).
@Suite struct CompletionFormTests {
    private let language: SessionLanguage

    init() {
        let vocabulary = Vocabulary(commands: SessionFixture.commands)
        for name in Self.forms.keys.sorted() { vocabulary.met(connection: name) }
        vocabulary.variables = ["fleet"]
        vocabulary.fields = { path in
            path == ["last", "body"] || path == ["last", "body", "a b", "0"] ? ["name", "collection-rate", "a b"] : []
        }
        vocabulary.files = { prefix in
            ["data.csv", "in dex.picket", "sub/"].filter { $0.hasPrefix(prefix) }
        }
        vocabulary.parameters = { $0 == "in.picket" ? [("region", "a word"), ("count", "a number")] : [] }
        vocabulary.topics = ["prompt"]
        language = SessionLanguage(vocabulary)
    }

    private static let forms = [
        "web": "web", "x;delete web": "'x;delete web'", "it's": "\"it's\"", "a b": "'a b'", "$x": "'$x'",
        "123": "'123'",
        "true": "'true'", "a=b": "'a=b'", "#c": "'#c'", "say \"hi\"": "'say \"hi\"'", "it's $5": "\"it's \\$5\"",
        "l1\nl2": "\"l1\\nl2\"", "back\\slash": "'back\\slash'", "(": "'('", "[1]": "'[1]'", "...x": "'...x'",
        "web-1.eu": "web-1.eu",
        "caf\u{E9}": "caf\u{E9}", "bi\u{202E}di": "\"bi\\u{202e}di\"",
    ]

    private func found(_ marked: String) -> [Candidate] {
        let (text, cursor) = SessionFixture.place(marked)
        return language.complete(text, cursor: cursor).candidates
    }

    private func texts(_ marked: String) -> [String] { found(marked).map(\.text) }

    /// Takes the only candidate, as Tab does.
    private func completed(_ marked: String) -> String? {
        let (text, cursor) = SessionFixture.place(marked)
        let completion = language.complete(text, cursor: cursor)
        guard completion.candidates.count == 1, let only = completion.candidates.first else { return nil }
        let bytes = Array(text.utf8)
        return String(decoding: bytes[..<(completion.start - only.takesBack)], as: UTF8.self) + only.text + only.suffix
    }

    // MARK: Forms

    @Test func namesAreQuotedWhereTheyMustBe() {
        let offered = texts("show |")
        #expect(offered == Self.forms.keys.sorted().map { Self.forms[$0] ?? "" })
        #expect(Set(texts("use |")).isEmpty)
    }

    /// The parser reads each form as one argument of one command.
    @Test(arguments: forms.keys.sorted()) func aFormIsOneArgument(_ name: String) throws {
        let form = try #require(Self.forms[name])
        let list = CallList("show \(form)")
        #expect(list.single?.positionals.count == 1 && list.single?.named.isEmpty == true && list.calls.count == 1)
        if !form.hasPrefix("\"") { #expect(list.single?.positionals == [name]) }
        let compiler = Compiler(commands: SessionFixture.commands, isInteractive: true)
        #expect(compiler.problems(in: SourceFile(name: "", text: "let x = \(form)")).isEmpty || form == name)
        #expect(compiler.problems(in: SourceFile(name: "", text: "show \(form)")).isEmpty)
    }

    /// `:diff` splits its words as a shell does, so a name has another form there. No quotes show a line break.
    @Test(arguments: forms.keys.sorted()) func diffReadsANameBack(_ name: String) throws {
        let candidates = found(":diff crm |").filter { candidate in
            (try? SessionCommand(":diff " + candidate.text)) == .difference("crm", name)
        }
        let isHidden = name.contains("\n") || name.contains("\u{202E}")
        #expect(candidates.map(\.note) == (isHidden ? [] : ["connection"]))
    }

    @Test func aNameAfterDiffGetsQuotesOnlyIfItNeedsThem() {
        #expect(completed(":diff web-|") == ":diff web-1.eu " && completed(":diff a=|") == ":diff a=b ")
        #expect(completed(":diff a |") == nil && texts(":diff a b |").isEmpty)
        #expect(texts(":diff 'a b' a|") == ["'a b' 'a b'", "'a b' a=b"])
        #expect(completed(":diff 'a |") == ":diff 'a b' " && completed(":diff \"a |") == ":diff \"a b\" ")
        #expect(completed(":diff a\\ |") == ":diff 'a b' " && completed(":diff 'SAY|") == ":diff 'say \"hi\"' ")
        #expect(completed(":diff it|") == nil && texts(":diff it|") == ["\"it's\"", "\"it's $5\""])
        #expect(completed(":diff back|") == ":diff 'back\\slash' ")
        #expect(completed(":diff \"back|") == ":diff \"back\\\\slash\" ")
        #expect(language.hint(":diff \"a ", cursor: 9) == "b\"")
    }

    @Test func aWordInQuotesStaysInThem() {
        #expect(completed("show 'x;d|") == "show 'x;delete web'")
        #expect(completed("show \"x;d|") == "show \"x;delete web\"")
        #expect(completed("show \"it's $|") == nil)
        #expect(completed("show \"l|") == "show \"l1\\nl2\"")
        #expect(texts("show 'l|").isEmpty)
    }

    @Test func keysThatAreNoNamesAreWrittenInBrackets() {
        #expect(texts("print $last.body.|") == ["name", "[\"collection-rate\"]", "[\"a b\"]"])
        #expect(completed("print $last.body.coll|") == "print $last.body[\"collection-rate\"]")
        #expect(completed("print $last.body.collection-r|") == "print $last.body[\"collection-rate\"]")
        #expect(completed("print \"is $last.body.coll|") == "print \"is $last.body['collection-rate']")
        #expect(texts("print $last.body[|") == ["\"name\"]", "\"collection-rate\"]", "\"a b\"]"])
        #expect(completed("print $last.body[\"coll|") == "print $last.body[\"collection-rate\"]")
        #expect(completed("print $last[\"body\"][\"a b\"][0].na|") == "print $last[\"body\"][\"a b\"][0].name")
        #expect(texts("print '$last.body.|").isEmpty)
    }

    @Test func expectationsKnowTheBody() {
        #expect(completed("expect body.coll|") == "expect body.collection-rate")
        #expect(completed("check 1 == 1 and body.na|") == "check 1 == 1 and body.name")
        #expect(texts("print body.na|").isEmpty)
    }

    // MARK: Names of the text

    @Test func namesOfTheTextAreKnown() {
        #expect(texts("let zzz = 1; print $z|") == ["zzz"])
        #expect(texts("let zzz = 1\nif true {\n  print $z|") == ["zzz"])
        #expect(texts("for it, other in {a: 1} {\n    print \"$|") == ["last", "other", "it", "fleet"])
        #expect(texts("for it in [1] { }\nprint $i|").isEmpty)
        #expect(texts("def f(p, quick = [1, 2]) {\n    return $q|") == ["quick"])
        #expect(texts("def f(p) { }\nprint $p|").isEmpty)
        #expect(texts("try {\n fail x\n} catch problem {\n print $pr|") == ["problem"])
        #expect(texts("param region\nsecret pin = 1\nprint $|") == ["last", "pin", "region", "fleet"])
        #expect(texts("show web as r\nprint $r.st|") == ["status"])
        #expect(texts("let fleet = 1\nprint $fl|") == ["fleet"])
        #expect(texts("let last_one = 1\nset la|") == ["last_one"])
    }

    // MARK: Files

    @Test func filesAreFoundInQuotes() {
        #expect(completed("let x = json(\"da|") == "let x = json(\"data.csv\"")
        #expect(completed("for row in csv('da|") == "for row in csv('data.csv'")
        #expect(texts("let x = csv(|") == ["'data.csv'", "'in dex.picket'", "'sub/"])
        #expect(texts("let x = upper(\"da|").isEmpty && texts("let x = csv(\"a\", \"da|").isEmpty)
        #expect(completed("include in|") == "include 'in dex.picket' ")
        #expect(completed(":source da|") == ":source data.csv ")
        #expect(completed(":source in|") == ":source 'in dex.picket' ")
        #expect(completed(":source \"in|") == ":source \"in dex.picket\" ")
        #expect(completed(":edit s|") == ":edit sub/")
        #expect(completed(":!wc -l da|") == ":!wc -l data.csv ")
    }

    @Test func aSourcedFileHasParameters() {
        #expect(found(":source in.picket |").map(\.note) == ["a word", "a number"])
        #expect(completed(":source in.picket re|") == ":source in.picket region=")
        #expect(completed(":source in.picket region=eu |") == ":source in.picket region=eu count=")
        #expect(language.hint(":source in.picket re", cursor: 20) == nil)
    }

    // MARK: Case and help

    @Test func otherCaseComesSecond() {
        #expect(completed("SHO|") == "show " && completed("Sho|") == "show ")
        #expect(completed(":HE|") == ":help ")
        #expect(completed("add x HOS|") == "add x host=")
        #expect(texts("show WE|") == ["web", "web-1.eu"])
        let vocabulary = Vocabulary(commands: SessionFixture.commands)
        for name in ["WEB", "web", "Webber", "xy"] { vocabulary.met(connection: name) }
        let other = SessionLanguage(vocabulary)
        #expect(other.complete("show We", cursor: 7).candidates.map(\.text) == ["Webber", "WEB", "web"])
        // What replaces the typed text cannot be shown after it.
        #expect(other.hint("show XY", cursor: 7) == nil && other.hint("show x", cursor: 6) == "y")
    }

    @Test func helpKnowsEveryTopic() {
        #expect(texts(":help le|") == ["len", "let"])
        #expect(texts(":help promp|") == ["prompt"] && texts(":help wat|") == ["watch"])
        #expect(texts(":help because|") == ["because"])
        #expect(texts(":help :|") == SessionCommand.Name.allCases.map { ":\($0.rawValue)" })
        #expect(texts(":help :so|") == [":source"] && texts(":help :sa|") == [":save"])
    }
}
