import Testing

@testable import PicketRuntime

/// A table of byte strings finds what was put into it, by bytes, however many there are.
@Suite struct ByteTableTests {
    private static func key(_ number: Int) -> [UInt8] { Array("key number \(number)".utf8) }

    @Test func whatWasPutInIsFound() {
        var table = ByteTable()
        for number in 0..<5_000 { table.set(number, of: Self.key(number)) }
        #expect(table.count == 5_000)
        for number in 0..<5_000 { #expect(table[Self.key(number)] == number) }
        for number in 5_000..<6_000 { #expect(table[Self.key(number)] == nil) }
        table.set(7, of: Self.key(3))
        #expect(table[Self.key(3)] == 7 && table.count == 5_000)
    }

    @Test func whatWasRemovedIsGoneAndMayComeBack() {
        var table = ByteTable()
        for number in 0..<100 { table.set(number, of: Self.key(number)) }
        for number in stride(from: 0, to: 100, by: 2) { table.remove(Self.key(number)) }
        table.remove(Self.key(0))
        table.remove(Self.key(1_000))
        #expect(table.count == 50)
        for number in 0..<100 { #expect(table[Self.key(number)] == (number % 2 == 0 ? nil : number)) }
        table.set(9, of: Self.key(0))
        #expect(table[Self.key(0)] == 9 && table.count == 51)
    }

    /// Two spellings of one letter are two keys, and so are a key and its beginning.
    @Test func keysAreComparedByBytes() {
        var table = ByteTable()
        table.set(1, of: Array("\u{e9}".utf8))
        #expect(table[Array("e\u{301}".utf8)] == nil)
        table.set(2, of: [])
        table.set(3, of: [0])
        #expect(table[[]] == 2 && table[[0]] == 3 && table[[0, 0]] == nil)
        let text = Array("xkey number 1y".utf8)
        table.set(4, of: Self.key(1))
        #expect(table[text[1..<text.count - 1]] == 4)
    }

    /// A copy keeps what it had.
    @Test func aCopyIsItsOwn() {
        var table = ByteTable()
        table.set(1, of: [1])
        var copy = table
        copy.set(2, of: [1])
        copy.set(3, of: [2])
        #expect(table[[1]] == 1 && table[[2]] == nil && copy[[1]] == 2)
    }
}
