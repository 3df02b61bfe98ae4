import PicketSystem
import Testing

/// Words that a person copies from a message into a shell.
@Suite struct ShellTextTests {
    @Test(arguments: [
        ("a/b-c.key", "a/b-c.key"), ("é", "é"), ("", "''"), ("a b", "'a b'"), ("it's", #"'it'\''s'"#),
        // A quote with an accent is a character of its own, and a quote for the shell.
        ("'\u{301};x", "''\\''\u{301};x'"),
    ])
    func aTextIsOneWord(_ text: String, _ word: String) {
        #expect(Array(ShellText.word(text).utf8) == Array(word.utf8))
    }

    @Test func aPathIsNoOption() {
        #expect(ShellText.path("-rf") == "./-rf" && ShellText.path("-r f") == "'./-r f'")
    }
}
