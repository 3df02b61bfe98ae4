import PicketSyntax
import Testing

@Suite struct TerminalTextTests {
    /// OSC 52 sets the clipboard, C1 has one-byte forms of sequences, and the rest reorders or hides text.
    @Test(arguments: [
        ("\u{1B}]52;c;aGk=\u{7}", "\\u{1b}]52;c;aGk=\\u{7}"), ("a\u{9B}2Jb", "a\\u{9b}2Jb"), ("a\rb", "a\\u{d}b"),
        ("\u{202E}abc", "\\u{202e}abc"), ("a\u{2066}b\u{200B}c", "a\\u{2066}b\\u{200b}c"), ("a\u{AD}b", "a\\u{ad}b"),
        ("\u{7F}", "\\u{7f}"), ("a\u{2028}b", "a\\u{2028}b"), ("👩‍👩‍👧 é 界", "👩‍👩‍👧 é 界"), ("", ""), ("\u{1B}", "\\u{1b}"),
        ("\u{1B}[2J", "\\u{1b}[2J"), ("\u{1B}[8mx", "\\u{1b}[8mx"), ("\u{1B}[38;5;1mx", "\\u{1b}[38;5;1mx"),
        ("\u{1B}[", "\\u{1b}["), ("\u{1B}[1", "\\u{1b}[1"),
        ("\u{1B}[99999999999999999999m", "\\u{1b}[99999999999999999999m"),
    ])
    func whatDrivesATerminalIsSpelledOut(_ text: String, _ shown: String) {
        #expect(TerminalText.safe(text) == shown)
        #expect(TerminalText.safe(Array(text.utf8)) == Array(shown.utf8))
        #expect(TerminalText.foreign(text) == shown)
        #expect(TerminalText.line(text) == shown)
    }

    @Test func onlyOurOwnTextHasStylesAndLines() {
        let text = "\u{1B}[1;31mred\u{1B}[0m\n\ttext\u{1B}[m"
        #expect(TerminalText.safe(text) == text)
        #expect(TerminalText.foreign(text) == "\\u{1b}[1;31mred\\u{1b}[0m\n\ttext\\u{1b}[m")
        #expect(TerminalText.line("a\n\tb") == "a\\n\\tb")
    }

    @Test func bytesThatAreNoTextAreReplaced() {
        #expect(TerminalText.safe([0x61, 0x9B, 0x32, 0x4A]) == Array("a\u{FFFD}2J".utf8))
    }
}
