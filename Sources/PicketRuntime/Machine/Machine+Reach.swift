extension Machine {
    /// The commands that a loaded program may execute, without duplicates, in the order of the table. It includes the
    /// commands of every def, included file and parallel body that the top level can reach.
    package func commands(reachedBy program: CompiledScript) -> [Command] {
        if program.seed != nil { return program.usedCommands.sorted().map { commands.commands[$0] } }
        var waiting = [program.main]
        var seen: Set<Int> = []
        var found: Set<Int> = []
        while let index = waiting.popLast() {
            guard functions.indices.contains(index), seen.insert(index).inserted else { continue }
            found.formUnion(functions[index].commandSites.map(\.command))
            waiting += functions[index].callees
        }
        return found.sorted().map { commands.commands[$0] }
    }
}

extension Function {
    /// The functions that this function's code may enter.
    fileprivate var callees: [Int] {
        let code = UnsafeBufferPointer(start: instructions, count: instructionCount)
        return code.filter { $0.operation == .call || $0.operation == .include }.map(\.wide)
            + sites.spreads.map(\.function) + sites.parallels.map(\.function)
    }
}
