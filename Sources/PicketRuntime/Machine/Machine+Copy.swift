extension Machine {
    /// Creates a machine that runs a program beside this one. It has the same functions, and starts with copies of the
    /// current values of the top-level names.
    ///
    /// - Parameters:
    ///
    ///   - program: a program that was loaded here before this machine became idle.
    ///
    ///   - registers: the registers of top-level names.
    package func copy(for program: Program, globals registers: [Int]) -> Machine {
        let copy = Machine(configuration: configuration)
        copy.functions = functions
        copy.parameters = parameters
        copy.secretVariables = secretVariables
        copy.load(program)
        for register in registers {
            copy.setRegister(register << 4, copy.adopted(state.pointee.globals.get(register << 4)))
        }
        copyFarGlobals(to: copy)
        return copy
    }

    private func copyFarGlobals(to copy: Machine) {
        let count = state.pointee.farGlobalCount
        guard count > 0 else { return }
        let cells = Memory.allocate(count) as UnsafeMutablePointer<Cell>
        for index in 0..<count { (cells + index).initialize(to: copy.adopted(state.pointee.farGlobals[index])) }
        Memory.free(copy.state.pointee.farGlobals)
        copy.state.pointee.farGlobals = cells
        copy.state.pointee.farGlobalCount = count
    }

    /// Copies a value of another heap into this one.
    private func adopted(_ cell: Cell) -> Cell {
        cell.kind == CellKind.missing ? .missing : heap.state.pointee.cell(cell.value)
    }
}
