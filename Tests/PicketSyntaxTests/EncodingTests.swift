import Testing

@testable import PicketSyntax

/// A text in another encoding, or with other line ends, is named as what it is, once, with what to save it as.
@Suite struct EncodingTests {
    private func problems(_ bytes: [UInt8]) -> [Diagnostic] {
        var parser = Parser(SourceFile(name: "script", bytes: bytes))
        _ = parser.parseScript()
        return parser.diagnostics
    }

    @Test func utf16IsNamed() {
        let text = "print 1\nping\n"
        let little = text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        let big = text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
        for bytes in [[0xFF, 0xFE] + little, [0xFE, 0xFF] + big, little, big] {
            let found = problems(bytes)
            #expect(found.map(\.code) == ["invalid-utf8"])
            #expect(found.first?.message.contains("UTF-16") == true)
            #expect(found.first?.help?.contains("save the file as UTF-8") == true)
        }
        #expect(problems(Array("a".utf8) + [0]).map(\.code).first == "nul-byte")
    }

    @Test func latin1IsNamedWithTheLetter() {
        let found = problems(Array("print \"caf".utf8) + [0xE9] + Array("\"\n".utf8))
        #expect(found.map(\.code) == ["invalid-utf8"])
        #expect(found.first?.label == "the byte 0xE9 starts no character; in Latin-1 it is `é`")
        #expect(found.first?.help?.contains("ISO 8859-1") == true)
    }

    @Test func aSecondByteOrderMarkIsNamed() {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        #expect(problems(mark + Array("ping\n".utf8)).isEmpty)
        for count in 2...3 {
            let found = problems(Array(repeatElement(mark, count: count).joined()) + Array("ping\n".utf8))
            #expect(found.map(\.code) == ["invalid-character"])
            #expect(found.first?.message == "the text begins with more than one byte order mark (U+FEFF)")
        }
    }

    /// Each was read as a blank, or as a part of the comment, in silence.
    @Test(
        arguments: [
            "print 1\rprint 2\r", "# a comment\rping\r", "ping\r", "if $x {\r ping\r}\r", "add web host=pg\rping\r",
            "let x = [1,\r2]\n", "let x =\r 1\n", "ping # a\rping\n", "let x = 1 \r+ 2\n",
        ])
    func aCarriageReturnAloneEndsNoLine(_ text: String) {
        let found = problems(Array(text.utf8))
        #expect(found.map(\.code) == ["invalid-character"], "\(text.debugDescription)")
        #expect(found.first?.message == "a carriage return (U+000D) alone does not end a line")
        #expect(found.first?.help?.contains("LF") == true)
    }

    @Test func carriageReturnsBeforeNewlinesAndInStringsStay() {
        #expect(problems(Array("# a\r\nping\r\nprint \"a\rb\", 'a\rb'\r\n".utf8)).isEmpty)
    }
}
