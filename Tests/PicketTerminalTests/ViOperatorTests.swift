import Testing

@testable import PicketTerminal

/// The operators of vi as functions of a text.
@Suite struct ViOperatorTests {
    /// Applies `keys` at the bar, and returns the text with the new place of the cursor.
    private func result(_ marked: String, _ operation: ViOperator, _ motion: Unicode.Scalar, _ count: Int = 1)
        -> String?
    {
        let scalars = Array(marked.unicodeScalars)
        guard let bar = scalars.firstIndex(of: "|") else { return nil }
        var buffer = EditBuffer(scalars: scalars.filter { $0 != "|" }, cursor: bar)
        guard buffer.apply(ViChange(operation: operation, motion: motion, count: count, target: "x")) != nil else {
            return nil
        }
        return buffer.string(0..<buffer.cursor) + "|" + buffer.string(buffer.cursor..<buffer.scalars.count)
    }

    @Test func linesGoWhole() {
        #expect(result("a\n  b|c\nd", .delete, "d") == "a\n|d")
        #expect(result("a\n  b|c", .delete, "d") == "|a")
        #expect(result("a|bc", .delete, "d") == "|")
        #expect(result("|a\nb\nc", .delete, "d", 2) == "|c")
        #expect(result("a\n|b\nc", .delete, "d", 9) == "|a")
        #expect(result("a\n|b", .delete, "d", 2) == "|a")
        #expect(result("a\n|b\nc", .delete, "j") == "|a")
        #expect(result("a\n|b\nc", .delete, "k") == "|c")
        #expect(result("|a", .delete, "j") == nil && result("|a\nb", .delete, "k") == nil)
        #expect(result("a\nb|b\nc", .change, "c") == "a\n|\nc")
        #expect(result("a\nb|b\nc", .yank, "y") == "a\nb|b\nc")
    }

    @Test func motionsStayInTheirLine() {
        #expect(result("a b|cd\ne", .delete, "$") == "a |b\ne")
        #expect(result("a\nb |c\nd", .delete, "0") == "a\n|c\nd")
        #expect(result("one |two\nthree", .delete, "w") == "one| \nthree")
        #expect(result("one| two three", .change, "w") == "one|two three")
        #expect(result("|one two", .change, "w") == "| two")
        #expect(result("|a-b c", .delete, "w") == "|-b c")
        #expect(result("|a-b c", .delete, "W") == "|c")
        #expect(result("one tw|o", .delete, "b") == "one |o")
        #expect(result("|one two", .delete, "e", 2) == "|")
        #expect(result("|abxcx\nx", .delete, "f") == "|cx\nx" && result("|abxc", .delete, "t") == "|xc")
        #expect(result("xab|c", .delete, "F") == "|c" && result("xab|c", .delete, "T") == "x|c")
        #expect(result("|ab\nx", .delete, "f") == nil)
        #expect(result("|(a [b]) c", .delete, "%") == "| c")
        #expect(result("\n|\n", .delete, "l") == nil && result("a\n|b", .delete, "h") == nil)
        #expect(result("👩‍👩‍👧|e\u{301}x", .delete, "l") == "👩‍👩‍👧|x")
    }
}
