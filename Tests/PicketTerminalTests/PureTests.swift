import Testing

@testable import PicketTerminal

@Suite struct KeyDecoderTests {
    private func keys(_ bytes: [UInt8], final: Bool = true) -> [UInt32] {
        var decoder = KeyDecoder()
        decoder.feed(bytes)
        var keys: [UInt32] = []
        while case .scalar(let key) = decoder.next(isFinal: final) { keys.append(key) }
        return keys
    }

    @Test func translatesSequencesAndSkipsUnknownOnes() {
        #expect(
            keys(Array("a\u{1B}[A\u{1B}OD\u{1B}[9;9Xb".utf8)) == [
                0x61, KeyCode.up.rawValue, KeyCode.left.rawValue, 0x62,
            ])
        #expect(keys(Array("\u{1B}f".utf8)) == [0x1B, 0x66])
    }

    @Test func waitsForTheRestOfASequenceOrCharacter() {
        for part in ["\u{1B}", "\u{1B}[", "\u{1B}[1;5"] {
            var decoder = KeyDecoder()
            decoder.feed(Array(part.utf8))
            #expect(decoder.next() == .unfinished)
        }
        // Nothing but a character begins like this: the rest may take as long as it wants.
        var decoder = KeyDecoder()
        decoder.feed([0xE7, 0x95])
        #expect(decoder.next() == .none && decoder.next(isFinal: true) == .none)
        decoder.feed([0x8C])
        #expect(decoder.next() == .scalar(0x754C))
        #expect(decoder.next() == .none)
    }

    @Test func whatStaysUnfinishedIsTakenAsItIs() {
        #expect(keys([0x1B]) == [0x1B])
        #expect(keys(Array("\u{1B}[".utf8)) == [0x1B, 0x5B])
    }

    @Test func leavesTheUsersOwnSequencesAlone() {
        var decoder = KeyDecoder()
        decoder.untranslated = ["[A"]
        decoder.feed(Array("\u{1B}[A\u{1B}[B".utf8))
        let keys = (0..<4).map { _ in decoder.next() }
        #expect(keys == [.scalar(0x1B), .scalar(0x5B), .scalar(0x41), .scalar(KeyCode.down.rawValue)])
    }

    @Test func noTypedCharacterIsTakenForAKeyCode() {
        #expect(keys(Array("\u{81}\u{9F}\u{A0}".utf8)) == [0xA0])
        #expect(keys([0x81, 0x61, 0xFF]) == [0xFFFD, 0x61, 0xFFFD])
    }

    @Test func findsTheEndOfAPasteAcrossReads() {
        var decoder = KeyDecoder()
        decoder.feed(Array("ab\u{1B}[2".utf8))
        #expect(decoder.takePaste() == nil)
        decoder.feed(Array("01~c".utf8))
        #expect(decoder.takePaste() == Array("ab".utf8))
        #expect(decoder.next() == .scalar(0x63))
    }
}

@Suite struct EditBufferTests {
    @Test func boundariesAreThoseOfCharacters() {
        let buffer = EditBuffer("ae\u{301}👩‍👩‍👧\u{301}\n界🇩🇪🇫🇷x")
        var boundaries = [0]
        for character in buffer.text {
            boundaries.append(boundaries[boundaries.count - 1] + character.unicodeScalars.count)
        }
        var forward = [0]
        while forward[forward.count - 1] < buffer.scalars.count {
            forward.append(buffer.boundary(after: forward[forward.count - 1]))
        }
        var backward = [buffer.scalars.count]
        while backward[0] > 0 { backward.insert(buffer.boundary(before: backward[0]), at: 0) }
        #expect(forward == boundaries)
        #expect(backward == boundaries)
        for index in 0...buffer.scalars.count { #expect(buffer.isBoundary(index) == boundaries.contains(index)) }
    }

    @Test func countsUTF8AsTheLanguageDoes() {
        let buffer = EditBuffer("aü界👍b")
        #expect((0...5).map(buffer.utf8Offset) == [0, 1, 3, 6, 10, 11])
        #expect([0, 1, 3, 6, 10, 11].map(buffer.index(ofUTF8:)) == [0, 1, 2, 3, 4, 5])
    }

    @Test func aClosingBracketIsIndentedOnlyAtTheStartOfALine() {
        var buffer = EditBuffer("a {\n    ")
        buffer.close(with: "}") { _ in 0 }
        #expect(buffer == EditBuffer("a {\n}"))
        buffer = EditBuffer("a {\n  b ")
        buffer.close(with: "}") { _ in 0 }
        #expect(buffer == EditBuffer("a {\n  b }"))
    }

    @Test(arguments: ["\r\n", "\n\r", "\n", "\r"]) func aPasteHasOneNewlineForEachLineEnd(_ end: String) {
        let text = "a\(end)b\(end)\(end)c\(end)"
        #expect(EditBuffer.cleaned(paste: Array(text.utf8)) == "a\nb\n\nc")
    }
}

@Suite struct UndoTests {
    @Test func aWordIsOneStep() {
        var undo = UndoStack()
        for text in ["s", "sh", "sho", "sho ", "sho w", "sho we"] { undo.note(EditBuffer(text)) }
        #expect(undo.undo() == EditBuffer("sho "))
        #expect(undo.undo() == EditBuffer("sho"))
        #expect(undo.undo() == EditBuffer())
        #expect(undo.undo() == nil)
        #expect(undo.redo() == EditBuffer("sho"))
        undo.note(EditBuffer("shox"))
        #expect(undo.redo() == nil)
    }

    @Test func aMoveEndsAWord() {
        var undo = UndoStack()
        undo.note(EditBuffer("ab"))
        undo.note(EditBuffer("ab", cursor: 0))
        undo.note(EditBuffer("cab", cursor: 1))
        #expect(undo.undo()?.text == "ab")
    }
}

extension UndoTests {
    /// P30: what is kept is bounded by its size, and a step holds only what it changed.
    @Test func theSizeOfThePastIsBounded() {
        var undo = UndoStack()
        var buffer = EditBuffer(String(repeating: "a line of text\n", count: 700))
        undo.note(buffer)
        let whole = undo.byteCount
        for _ in 0..<900 {
            buffer.cursor = 0
            buffer.insert("x ")
            undo.note(buffer)
        }
        #expect(undo.byteCount - whole < 100_000)
        for round in 0..<8 {
            undo.note(EditBuffer(String(repeating: "\(round)", count: 40_000)))
        }
        #expect(undo.byteCount < 1 << 20)
        #expect(undo.undo()?.text.first == "6")
    }

    @Test func everyStateComesBack() {
        var undo = UndoStack()
        let states = [
            EditBuffer("aa", cursor: 1), EditBuffer("aaa", cursor: 2), EditBuffer("aba", cursor: 2),
            EditBuffer("", cursor: 0),
            EditBuffer("x y", cursor: 3), EditBuffer("x\ny", cursor: 2),
        ]
        for state in states { undo.note(state) }
        for state in states.dropLast().reversed() { #expect(undo.undo()?.text == state.text) }
        for state in states.dropFirst() { #expect(undo.redo() == state) }
    }
}

@Suite struct LastArgumentTests {
    @Test func wordsEndOutsideOfQuotesAndBrackets() {
        #expect(LastArgument.of("show web") == "web")
        #expect(LastArgument.of("add x host=\"a \\\" b\"") == "host=\"a \\\" b\"")
        #expect(LastArgument.of("print (1 + [2, 3])") == "(1 + [2, 3])")
        #expect(LastArgument.of("request POST /x body={a: 1, b: 2}") == "body={a: 1, b: 2}")
        #expect(LastArgument.of("let m = {a: 1}") == "{a: 1}")
        #expect(LastArgument.of("for i in 1..3 {\n    show web\n}") == "web")
        #expect(LastArgument.of("show 'a b'; ") == "'a b'")
        #expect(LastArgument.of("") == nil && LastArgument.of("{ }") == nil)
    }
}

@Suite struct FuzzySearchTests {
    private func found(_ pattern: String, _ texts: String...) -> [String] {
        let entries = texts.enumerated().map { HistoryEntry(time: $0.offset, text: $0.element) }
        return FuzzySearch.matches(for: pattern, in: entries).map(\.text)
    }

    @Test func wholeFindsComeFirstAndTheNewestOfEquals() {
        #expect(found("web", "show web", "w e b", "add web", "xyz") == ["add web", "show web", "w e b"])
    }

    @Test func closerLettersComeFirstAndATextComesOnce() {
        #expect(found("sw", "s----w", "s-w", "s----w") == ["s-w", "s----w"])
    }

    @Test func capitalsAreFoundBySmallLettersOnly() {
        #expect(found("web", "Web") == ["Web"])
        #expect(found("Web", "web").isEmpty)
    }
}

@Suite struct BracketTests {
    private func pair(_ text: String, at cursor: Int, strings: Range<Int> = 0..<0) -> [Int]? {
        Brackets.pair(in: Array(text.unicodeScalars), at: cursor) { !strings.contains($0) }.map { [$0.0, $0.1] }
    }

    @Test func findsThePartnerInBothDirections() {
        #expect(pair("(a[b]c)", at: 0) == [0, 6])
        #expect(pair("(a[b]c)", at: 7) == [6, 0])
        #expect(pair("(a[b]c)", at: 3) == [2, 4])
        #expect(pair("((a)", at: 0) == nil)
        #expect(pair("abc", at: 1) == nil)
    }

    @Test func aBracketInAStringIsText() {
        #expect(pair("(\")\")", at: 0, strings: 1..<4) == [0, 4])
        #expect(pair("(\")\")", at: 2, strings: 1..<4) == nil)
    }
}

@Suite struct InitLineTests {
    @Test func readsWhatMattersToTheEditor() {
        #expect(InitLine("  # bind -v") == nil)
        #expect(InitLine("") == nil)
        #expect(InitLine("bind -v")?.changesEditor == true)
        #expect(InitLine("picket:bind -e")?.changesEditor == true)
        #expect(InitLine("bind \"\\e[15~\" edit-undo")?.sequence == "[15~")
        #expect(InitLine("bind ^[OP edit-undo")?.sequence == "OP")
        #expect(InitLine("bind ^A ed-move-to-end")?.text == "bind ^A edit-line-end")
        #expect(InitLine("bind -s ^O \"a  b\"")?.text == "bind -s ^O \"a  b\"")
    }

    @Test func everyCommandHasANameOfItsOwn() {
        let names = Command.allCases.map(\.name)
        #expect(Set(names).count == names.count)
        #expect(Command.historyOlder.name == "edit-history-older")
        #expect(Command.undo.name == "edit-undo")
    }
}

@Suite struct PainterTests {
    private func picture(_ text: String, columns: Int = 10, cursor: Int) -> Picture {
        var canvas = Canvas(columns: columns)
        canvas.append(StyledText(text))
        return Picture(rows: canvas.rows, cursor: Position(row: 0, column: cursor))
    }

    @Test func paintsOnlyWhatDiffers() {
        var painter = Painter(colors: true)
        _ = painter.paint(picture("hello", cursor: 5))
        #expect(painter.paint(picture("hello", cursor: 5)).isEmpty)
        let bytes = String(decoding: painter.paint(picture("helpo", cursor: 5)), as: UTF8.self)
        #expect(bytes == "\u{1B}[?2026h\u{1B}[4Gpo\u{1B}[?2026l")
    }

    @Test func countsTheRowsThatANarrowerScreenFolds() {
        var painter = Painter(colors: true)
        var tall = picture("0123456789", cursor: 0)
        tall.rows.append(contentsOf: picture("abc", cursor: 0).rows)
        tall.cursor = Position(row: 1, column: 3)
        _ = painter.paint(tall)
        #expect(String(decoding: painter.lift(columns: 4), as: UTF8.self) == "\u{1B}[3A\r\u{1B}[J")
    }

    @Test func aViewportMovesNoMoreThanItMust() {
        var viewport = Viewport()
        #expect(viewport.window(count: 10, cursor: 9, height: 4) == 6..<10)
        #expect(viewport.window(count: 10, cursor: 7, height: 4) == 6..<10)
        #expect(viewport.window(count: 10, cursor: 5, height: 4) == 5..<9)
        #expect(viewport.window(count: 3, cursor: 2, height: 4) == 0..<3)
    }
}
