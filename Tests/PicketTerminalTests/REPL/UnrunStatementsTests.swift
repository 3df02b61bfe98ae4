import PicketTerminal
import Testing

/// How much of a text did not run, by the place where it stopped.
@Suite struct UnrunStatementsTests {
    /// The text stops at the `!`, which is not part of it.
    @Test(arguments: [
        ("!a; b; c", 2), ("a; !b; c", 1), ("a; b; !c", 0), ("a; !b; def f() { x; y }; c", 1),
        ("if true { !a; b; if x == 1 { c; d } }; e", 3), ("for i in [1] { a; !b }; c", 1),
        ("if x == 1 { a } else { !b; c }; d", 2), ("try { a } catch p { !b; c } finally { d }", 1),
        ("within 1s { retry 2 { step s { !a; b }; c }; d }; e", 4), ("test \"t\" { !a; b }", 1),
        ("defer { !a; b }", 1),
    ])
    func theRestIsCountedInTheBlocksAroundIt(_ marked: String, _ count: Int) throws {
        let parts = marked.split(separator: "!", maxSplits: 1, omittingEmptySubsequences: false)
        #expect(UnrunStatements(parts.joined()).count(after: UInt32(parts[0].utf8.count)) == count)
    }

    @Test func aPlaceInADefSaysNothing() {
        let statements = UnrunStatements("def f() { a; b }; f; c")
        #expect(statements.count(after: 10) == nil && statements.isInDefinition(10))
        #expect(statements.count(after: 18) == 1 && !statements.isInDefinition(18))
    }
}
