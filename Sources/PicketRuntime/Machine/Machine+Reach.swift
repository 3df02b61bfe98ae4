extension Machine {
    /// The commands that a loaded program may execute, without duplicates, in the order of the table. It includes the
    /// commands of every def, included file and parallel body that the top level can reach.
    package func commands(reachedBy program: CompiledScript) -> [Command] {
        program.commands(of: commands, in: functions)
    }
}

extension CompiledScript {
    /// The commands that it may execute after some preludes of its session, in the order of the table.
    package func commands(of table: CommandTable, after preludes: [CompiledScript]) -> [Command] {
        commands(of: table, in: preludes.flatMap(\.functions) + functions)
    }

    /// - Parameter loaded: all functions of its session.
    fileprivate func commands(of table: CommandTable, in loaded: [Function]) -> [Command] {
        if seed != nil { return usedCommands.sorted().map { table.commands[$0] } }
        var waiting = [main]
        var seen: Set<Int> = []
        var found: Set<Int> = []
        while let index = waiting.popLast() {
            guard loaded.indices.contains(index), seen.insert(index).inserted else { continue }
            found.formUnion(loaded[index].commandSites.map(\.command))
            waiting += loaded[index].callees
        }
        return found.sorted().map { table.commands[$0] }
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
