import Testing

@testable import PicketSyntax

/// No word holds a character that nobody can see, wherever a word can stand; quotes say that it is meant.
@Suite struct HiddenCharacterTests {
    /// Texts with a place for the character inside, behind or before a word.
    static let places = [
        "delete web@", "delete we@b", "delete @web", "add a host=h@ port=1", "add a host=@h", "add a ho@st=h",
        "add a host=$x@", "add a host=h-$x@y", "add a tags=[we@b]", "add a@ as r", "ping as r@", "ping as r@r",
        "request GET /a@b", "pi@ng", "ping@", "\n@ping", "ping;@ping", "let x@ = 1", "let @x = 1", "let x =@ 1",
        "let x = we@b", "let x = web@", "let x = @web", "let x = 10@", "let x = 1@0", "let x = 5s@", "let x = $y@",
        "let x = $y@.z", "let x = \"a\"@", "let x = [a, b@]", "let x = {k@: 1}", "let x = {k@y: 1}",
        "let x = {k: v@}", "let x = f(a@)", "let x = f@(a)", "let x = \"$(a@b)\"", "print ${x@}", "show ${x@}",
        "show $x[@0]", "print $x[1@]", "set x@ = 1", "set x.y@ = 1", "append x@ 1", "for x@ in a { }",
        "for x in a@ { }", "if a@ { }", "if a {@ }", "def f@() { }", "def f(a@) { }", "def f(a = b@) { }",
        "expect status@ 200", "expect body.x@ == 1", "check a matches b@", "test a@ { }", "step a@b { }",
        "include a@b", "param x@", "param x = a@", "secret s@ = 1", "sleep 1s@", "exit 1@", "fail no@",
        "ping \\@\n", "add ...@$x",
    ]

    static let hidden: [Unicode.Scalar] = [
        "\u{1}", "\u{7}", "\u{1B}", "\u{7F}", "\u{85}", "\u{A0}", "\u{AD}", "\u{34F}", "\u{61C}", "\u{115F}",
        "\u{1680}",
        "\u{180E}", "\u{2000}", "\u{200B}", "\u{200C}", "\u{200D}", "\u{200E}", "\u{2028}", "\u{2029}", "\u{202E}",
        "\u{202F}", "\u{205F}", "\u{2060}", "\u{2066}", "\u{206F}", "\u{2800}", "\u{3000}", "\u{3164}", "\u{FE0F}",
        "\u{FEFF}", "\u{FFA0}", "\u{FFF9}", "\u{E0001}", "\u{E0041}", "\u{E0100}",
    ]

    private func diagnostics(_ text: String) -> [Diagnostic] {
        var parser = Parser(SourceFile(name: "test.picket", text: text))
        _ = parser.parseScript()
        return parser.diagnostics
    }

    private func number(_ scalar: Unicode.Scalar) -> String {
        let digits = String(scalar.value, radix: 16, uppercase: true)
        return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }

    @Test(arguments: places)
    func isNamedWhereverAWordCanStand(_ place: String) {
        for scalar in HiddenCharacterTests.hidden {
            let found = diagnostics(place.replacing("@", with: String(Character(scalar))))
            #expect(found.first?.code == "invalid-character", "\(number(scalar)): \(found.map(\.code))")
            #expect(found.first?.message.contains(number(scalar) + " ") == true, "\(found.map(\.message))")
        }
    }

    /// The whole of the categories of controls, formats, blanks and separators.
    @Test func everyCharacterOfItsKindIsRefused() {
        var accepted: [String] = []
        for value in UInt32(1)...0x10FFFF {
            guard let scalar = Unicode.Scalar(value), scalar != " ", scalar != "\t", scalar != "\n", scalar != "\r"
            else {
                continue
            }
            switch scalar.properties.generalCategory {
            case .control, .format, .spaceSeparator, .lineSeparator, .paragraphSeparator: break
            default: guard scalar.properties.isDefaultIgnorableCodePoint else { continue }
            }
            if !HiddenCharacter.isOne(scalar, after: "w", before: "b") { accepted.append(number(scalar)) }
        }
        #expect(accepted == [])
    }

    @Test(arguments: [
        "print \"a@b\"", "print 'a@b'", "print \"\"\"\na@b\n\"\"\"", "ping # a@b", "#@", "add \"a@b\" host=\"@\"",
        "let x = {\"k@\": 1}", "print \"$(\"a@\")@$x@\"",
    ])
    func isMeantInQuotesAndComments(_ text: String) {
        for scalar in HiddenCharacterTests.hidden where !["\u{0}"].contains(scalar) {
            let found = diagnostics(text.replacing("@", with: String(Character(scalar))))
            #expect(found == [], "\(number(scalar)): \(found.map(\.message))")
        }
    }

    /// What words are made of, joiners and selectors included where they join or select.
    @Test(arguments: [
        "café", "cafe\u{301}", "東京", "葛\u{E0100}城", "نمی\u{200C}خواهم", "क्\u{200D}ष", "ක්\u{200D}ර", "👩\u{200D}💻",
        "❤\u{FE0F}", "❤\u{FE0F}\u{200D}🔥", "🇫🇷", "👍🏽", "1\u{FE0F}\u{20E3}", "한국", "ไทย", "ﬁ", "naïve’s",
    ])
    func wordsOfAllLanguagesStandWithoutQuotes(_ word: String) {
        #expect(diagnostics("show w-\(word) host=\(word)-w") == [])
        #expect(diagnostics("let x = w\(word)") == [])
        #expect(diagnostics("let x = {w\(word): w\(word)}") == [])
    }

    @Test(arguments: [
        "a\u{200D}b", "نمی\u{200C}", "\u{200C}خ", "👩\u{200D}", "👩\u{200D}a", "a\u{FE0F}", "1\u{FE0F}",
        "ن\u{200C}\u{200C}خ",
        "a\u{E0100}", "❤\u{FE0F}\u{FE0F}", "1\u{200D}💻",
    ])
    func joinersAndSelectorsStandOnlyWhereTheyDoSomething(_ word: String) {
        #expect(diagnostics("show w\(word)").first?.code == "invalid-character")
        #expect(diagnostics("let x = w\(word)").first?.code == "invalid-character")
    }
}
