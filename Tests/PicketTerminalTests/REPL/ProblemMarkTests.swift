import Foundation
import Picket
import PicketTerminal
import Testing

/// P38: what is surely wrong is red, and what is only unfinished is not.
@Suite struct ProblemMarkTests {
    private let language: SessionLanguage

    init() {
        let vocabulary = Vocabulary(commands: SessionFixture.commands)
        let compiler = Compiler(commands: SessionFixture.commands, isInteractive: true)
        _ = compiler.compile(SourceFile(name: "", text: "let fleet = [1]\ndef greet(who) { print $who }\n"))
        (vocabulary.variables, vocabulary.definitions) = compiler.names
        vocabulary.findSignature = { compiler.signature(of: $0) }
        vocabulary.profiles = ["production"]
        vocabulary.findProblems = { compiler.problems(in: $0) }
        language = SessionLanguage(vocabulary)
    }

    /// The red parts with the cursor at `¦`, or at the end.
    private func red(_ marked: String) -> [String] {
        let cursor = marked.utf8.firstIndex(of: 0xC2).map { marked.utf8.distance(from: marked.utf8.startIndex, to: $0) }
        let text = marked.replacing("¦", with: "")
        let bytes = Array(text.utf8)
        return language.highlight(text).filter { span in
            let place = cursor ?? bytes.count
            let isTyped = span.typing.map { $0.range.lowerBound < place && place <= $0.range.upperBound } ?? false
            return !isTyped && (span.style == .error || span.style == .unknownCommand)
        }.map { String(decoding: bytes[$0.range], as: UTF8.self) }
    }

    @Test(arguments: [
        ("print $nosuch; show x", ["$nosuch"]), ("set undefined = 1", ["undefined"]), ("let = 3", ["="]),
        ("expect statuss == 200; show x", ["statuss"]),
        ("break; show x", ["break"]), ("return 1; show x", ["return"]), ("show web | grep x", ["|"]),
        ("sohw web", ["sohw"]),
        (":watch foo show web", ["foo"]), (":use nosuch", ["nosuch"]), (":timing maybe", ["maybe"]),
        ("print ${nosuch}; show x", ["${nosuch"]),
        ("print \"included\", $nosuch; show x", ["$nosuch"]),
        (":hepl x", [":hepl"]), ("print ¦\"open", ["\"open"]),
    ])
    func whatIsWrongIsRed(_ text: String, _ expected: [String]) {
        #expect(red(text) == expected, "\(text)")
    }

    @Test(arguments: [
        "print $fleet", "print $nosuch¦", "set undef¦", "let x = ¦", "let x¦", "let¦", "print \"open", "print 'open",
        "print \"\"\"\nopen",
        "print (1 +", "print [1, 2", "for i in 1..3 {", "for i in 1..3 {\n    print $i", "if true", "def f(a",
        "def f(a) {\n  return $a",
        "show web ", "sho", "sho¦", "greet ", "add x port=", "print $fl¦", "print \"$(len(",
        "print {a: 1",
        "try {\n  show x\n}", "try {\n  show x\n} catch e {", ":watch 2¦", ":watch 2s sh", ":use prod¦",
        ":use https://x", ":timing o¦", ":use local ",
        "include 'x'; print $from_x; show y", "expect status 2", "show x as r\nprint $r.status", ":!ls -l",
        "greet who=1; ", ":q", ":w night.picket", ":e night.picket", "quit", ".read night.picket", "\\timing",
        "let x = [1, # the first", "if true { # a comment",
    ])
    func whatIsUnfinishedOrRightIsNot(_ text: String) {
        #expect(red(text).isEmpty, "\(text): \(red(text))")
    }

    /// Every beginning of a right text is without marks where the cursor is at its end.
    @Test(arguments: [
        "for i in 1..3 {\n    show web as r\n    if $r.status == 200 and not false { print \"is $i: $(len($fleet))\" }\n}",
        "def both(a, b = [1, 2]) { greet who=$a; return {x: $b} }\nprint both(1)",
        "try { fail \"no\" } catch e { print $e.message } finally { print 'done' }",
        "within 10s every 1s { expect 1 == 1 }",
        "let text = \"\"\"\n    a $(upper(\"b\")) c\n    \"\"\"\nappend fleet 2; set fleet = []",
    ])
    func noBeginningIsMarked(_ text: String) {
        for end in 1...text.unicodeScalars.count {
            let beginning = String(text.unicodeScalars.prefix(end))
            let marks = red(beginning + "¦")
            #expect(marks.isEmpty, "\(beginning): \(marks)")
        }
    }
}
