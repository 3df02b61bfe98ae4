/// The position of a command in the order of its script, independent of the speed of parallel iterations.
struct ScriptPosition: Comparable {
    /// The number of the run; then for each nested strand the number of commands that its outer strand had started, the
    /// loop and the iteration; last the command's own number.
    let parts: [Int]

    static func < (left: ScriptPosition, right: ScriptPosition) -> Bool {
        left.parts.lexicographicallyPrecedes(right.parts)
    }
}
