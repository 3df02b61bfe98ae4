extension Machine {
    /// A machine that runs a program beside this one: it knows the same functions, and begins with copies of the top-level
    /// names' values as they are now.
    ///
    /// - Parameters:
    ///   - program: has been loaded here, and this machine is idle since.
    ///   - registers: of the top-level names that have one.
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

    /// A value of another heap's, in this one.
    private func adopted(_ cell: Cell) -> Cell {
        cell.kind == CellKind.missing ? .missing : heap.state.pointee.cell(cell.value)
    }
}
