import Testing

@testable import PicketSyntax

@Suite struct TextSearchTests {
    @Test(arguments: [
        ("abcabc", "bc", 1), ("aab", "ab", 1), ("abc", "abc", 0), ("ab", "abc", nil), ("", "a", nil), ("abc", "", nil),
        ("é", "e", nil), ("e\u{301}x", "e", 0), ("aaab", "aab", 1),
    ])
    func aPlaceIsTheFirst(_ text: String, _ part: String, _ place: Int?) {
        let found = Array(text.utf8).place(of: part.utf8)
        #expect(found == place.map { $0..<($0 + part.utf8.count) })
        #expect(Array("xx\(text)".utf8).dropFirst(2).place(of: part.utf8)?.lowerBound == place.map { $0 + 2 })
    }

    @Test(arguments: [
        ("a'b'c", "'", "'\\''", "a'\\''b'\\''c"), ("aaa", "aa", "b", "ba"), ("abc", "x", "y", "abc"),
        ("", "x", "y", ""),
        ("abc", "", "y", "abc"), ("aXa", "a", "", "X"), ("a~/b", "~", "~0", "a~0/b"),
        ("'\u{301}", "'", "\"", "\"\u{301}"),
    ])
    func everyPlaceIsReplacedByBytes(_ text: String, _ part: String, _ other: String, _ result: String) {
        #expect(text.replacing(text: part, by: other).utf8.elementsEqual(result.utf8))
    }
}
