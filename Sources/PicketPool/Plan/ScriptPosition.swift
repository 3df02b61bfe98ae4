/// Where a command stands in the order of its script, whichever iteration of a parallel loop is faster.
struct ScriptPosition: Comparable {
    /// Of the run, then of each strand inside: how many commands its outer strand had begun, the loop, the iteration; at last the
    /// command's own number.
    let parts: [Int]

    static func < (left: ScriptPosition, right: ScriptPosition) -> Bool {
        left.parts.lexicographicallyPrecedes(right.parts)
    }
}
