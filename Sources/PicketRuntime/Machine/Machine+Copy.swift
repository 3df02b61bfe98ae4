extension Machine {
    /// Creates a machine that runs a program beside this one. It has the same functions, and starts with copies of the
    /// current values of the top-level names.
    ///
    /// - Parameters:
    ///
    ///   - program: a program that was loaded here before this machine became idle.
    ///
    ///   - registers: the registers of top-level names.
    package func copy(for program: CompiledScript, globals registers: [Int]) -> Machine {
        let copy = Machine(configuration: configuration)
        copy.functions = functions
        copy.parameters = parameters
        copy.secretVariables = secretVariables
        copy.load(program)
        var copies: [UnsafeMutableRawPointer: Cell] = [:]
        for register in registers {
            let cell = state.pointee.globals.get(register << 4)
            copy.setRegister(register << 4, copy.heap.state.pointee.adopt(cell, &copies))
        }
        copyFarGlobals(to: copy, &copies)
        return copy
    }

    private func copyFarGlobals(to copy: Machine, _ copies: inout [UnsafeMutableRawPointer: Cell]) {
        let count = state.pointee.farGlobalCount
        guard count > 0 else { return }
        let cells = Memory.allocate(count) as UnsafeMutablePointer<Cell>
        for index in 0..<count {
            let cell = copy.heap.state.pointee.adopt(state.pointee.farGlobals[index], &copies)
            (cells + index).initialize(to: cell)
        }
        Memory.free(copy.state.pointee.farGlobals)
        copy.state.pointee.farGlobals = cells
        copy.state.pointee.farGlobalCount = count
    }
}

extension HeapState {
    /// Copies a value of another heap into this one. A part that the value shares is shared in the copy too, so the copy
    /// takes no more memory than the original.
    ///
    /// - Parameter copies: the objects that were copied before.
    fileprivate mutating func adopt(_ cell: Cell, _ copies: inout [UnsafeMutableRawPointer: Cell]) -> Cell {
        guard cell.isReference else { return cell }
        if let copy = copies[cell.object] {
            copy.markShared()
            return copy.tainted(cell.isSecret)
        }
        let copy: Cell
        switch cell.kind {
        case CellKind.list:
            copy = list(capacity: cell.listElements.count)
            for element in cell.listElements { append(adopt(element, &copies), to: copy) }
        case CellKind.map:
            copy = map(capacity: cell.mapEntries.count)
            for entry in cell.mapEntries { add(adopt(entry.key, &copies), adopt(entry.value, &copies), to: copy) }
        default: copy = self.cell(cell.revealed.value)
        }
        copies[cell.object] = copy
        return copy.tainted(cell.isSecret)
    }
}
