import PicketSyntax

/// What a prompt keeps from text to text: the names and defs that the next one sees.
///
/// It is a value. A text is compiled with a copy, which takes the session's place when the text is accepted; a text that is
/// refused leaves no trace.
package struct Session {
    var globals: [String: Variable] = [:]
    /// How many registers of the bottom frame are taken by names, and how many places beyond the registers.
    var nextGlobal = 0
    var nextFarGlobal = 0
    /// The functions of all texts, by index; those that are no defs have no name.
    var signatures: [Signature] = []
    var functionIndices: [String: Int] = [:]
    var includedFiles: [FirstInclude] = []

    package init() {}

    /// The register of a top-level name, if it has one; for hosts that read results.
    package func register(ofGlobal name: String) -> Int? {
        guard case .register(let register)? = globals[name]?.place else { return nil }
        return register
    }

    /// The top-level names so far, and the defs, for completion.
    package var names: (variables: [String], functions: [String]) {
        (globals.keys.sorted(), functionIndices.keys.sorted())
    }

    /// Forgets the names declared since an earlier state whose value never came, because the program failed before; what they
    /// meant earlier holds again.
    ///
    /// - Parameter hasValue: whether the register of a top-level name has a value.
    package mutating func giveUpNames(since earlier: Session, unless hasValue: (Int) -> Bool) {
        for (name, variable) in globals where variable !== earlier.globals[name] {
            guard case .register(let register) = variable.place, !hasValue(register) else { continue }
            globals[name] = earlier.globals[name]
        }
    }
}
