/// The functions of one compilation. They follow the session's earlier functions.
package final class CompiledScript: Sendable {
    let functions: [Function]
    /// The index of its first function in the session.
    let firstFunction: Int
    /// The index of its top-level code in the session.
    let main: Int
    /// Set for a script whose top-level code is generated while it runs; `functions` then holds only its defs.
    let seed: CodeSeed?
    /// The commands that such a script names, by index.
    let usedCommands: Set<Int>
    /// The names of its session after it.
    let names: SessionNames
    /// The first register that holds no name of an earlier program.
    let firstRegister: Int

    /// The indices of the commands that its code names, be it reached or not.
    package var namedCommands: Set<Int> {
        seed == nil ? Set(functions.flatMap { $0.commandSites.map(\.command) }) : usedCommands
    }

    init(functions: [Function], firstFunction: Int, main: Int, firstRegister: Int, names: SessionNames) {
        self.functions = functions
        self.firstFunction = firstFunction
        self.main = main
        self.firstRegister = firstRegister
        self.names = names
        seed = nil
        usedCommands = []
    }

    init(functions: [Function], seed: CodeSeed) {
        self.functions = functions
        firstFunction = 0
        main = seed.session.functionCount
        self.seed = seed
        usedCommands = seed.resolution.usedCommands
        firstRegister = 0
        names = seed.session
    }
}
