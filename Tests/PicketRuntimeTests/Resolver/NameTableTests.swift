import PicketSyntax
import Testing

@testable import PicketRuntime

/// Names are told apart by their bytes, and keep their numbers.
@Suite struct NameTableTests {
    private func numbers(of names: [String], in table: inout NameTable) -> [Int] {
        names.map { name in
            let source = SourceFile(name: "names", text: name)
            return table.number(of: source.span, in: source)
        }
    }

    @Test func aNameKeepsItsNumber() {
        var table = NameTable()
        // More than the table begins with, and with the same first eight bytes.
        let numbered = (0..<2_000).map { "connection_number_\($0)" } + (0..<2_000).map { "n\($0)" }
        let names = numbered + ["", "n", "connecti"]
        #expect(numbers(of: names, in: &table) == Array(0..<names.count))
        #expect(numbers(of: names.reversed(), in: &table) == Array((0..<names.count).reversed()))
        #expect(table.count == names.count)
        for (number, name) in names.enumerated() {
            #expect(table.number(of: name) == number)
            #expect(table.text(of: number).hasBytes(of: name))
        }
    }

    @Test func twoSpellingsOfALetterAreTwoNames() {
        var table = NameTable()
        #expect(numbers(of: ["caf\u{e9}", "cafe\u{301}", "caf\u{e9}"], in: &table) == [0, 1, 0])
    }

    @Test func aNameThatIsLookedForIsNotAdded() {
        var table = NameTable()
        let source = SourceFile(name: "names", text: "known unknown")
        let (known, unknown) = (SourceSpan(0, 5), SourceSpan(6, 13))
        let number = table.number(of: known, in: source)
        #expect(table.existing(known, in: source) == number)
        #expect(table.existing(unknown, in: source) == nil)
        #expect(table.number(of: "unknown") == nil)
        #expect(table.count == 1)
    }
}
