import Picket
import Testing

/// Top-level names beyond the registers behave like all others.
@Suite struct ManyNamesTests {
    @Test func namesBeyondTheRegistersAreNames() async {
        var script = (0..<3_200).map { "let n\($0) = [\($0)]\n" }.joined()
        script += """
            def last-one() { return $n3199 }
            def grow() { append n3199 1 }
            test "changes it" {
                grow
                append n3198 2
                set n0 = changed
                print last-one(), $n3198, $n0
            }
            for x in [1, 2] parallel 2 { print $n3199, $n3198[0] + $x }
            print $n3199, $n3198, $n0, len(last-one())

            """
        let result = await Library().run(script)
        #expect(
            result.output == [
                "[3199, 1] [3198, 2] changed", "[3199] 3199", "[3199] 3200", "[3199] [3198] [0] 1",
            ])
    }
}
