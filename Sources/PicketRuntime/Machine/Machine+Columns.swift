import PicketSyntax

/// Where a faulty value stands in a table: a script that walks ten thousand rows fails at one of them.
extension Machine {
    /// How many instructions back a value's origin is looked for.
    private static let columnReach = 256
    private static let callsSearched = 8

    /// A failure with the cells of tables that its values were read from, as notes.
    func withColumns(of values: [Cell], _ failure: Failure) -> Failure {
        if heap.state.pointee.origins.isEmpty { return failure }
        var failure = failure
        var notes: [Diagnostic.Note] = []
        for value in values where value.isValue {
            guard let note = columnNote(of: value), !notes.contains(where: { $0.message == note }) else { continue }
            notes.append(.init(note))
        }
        failure.fault.notes = notes + failure.fault.notes
        return failure
    }

    /// Looks for an instruction that read this very value from a row: the latest one in this call, then in those that led
    /// here.
    private func columnNote(of value: Cell) -> String? {
        var (function, counter, base) = (currentFunction, state.pointee.counter, state.pointee.base)
        var frameCount = state.pointee.frameCount
        for _ in 0..<Machine.callsSearched {
            if let note = columnNote(of: value, function, before: counter, base) { return note }
            guard frameCount > 0 else { return nil }
            frameCount -= 1
            let frame = state.pointee.frames[frameCount]
            (function, counter, base) = (functions[frame.function], frame.returnAddress, frame.base)
        }
        return nil
    }

    private func columnNote(
        of value: Cell, _ function: Function, before counter: UnsafePointer<Instruction>,
        _ base: UnsafeMutableRawPointer
    ) -> String? {
        let code = UnsafePointer(function.instructions)
        let end = counter - code
        guard end > 0, end <= function.instructionCount else { return nil }
        var position = end
        while position > max(0, end - Machine.columnReach) {
            position -= 1
            let instruction = code[position]
            guard instruction.operation == .getField || instruction.operation == .getIndex else { continue }
            let row = base.get(instruction.b)
            let key =
                instruction.operation == .getField
                ? function.constants[instruction.c >> 4] : base.get(instruction.c)
            guard key.isText, let place = heap.state.pointee.place(of: row),
                let cell = heap.state.pointee.value(of: key, in: row), cell.low == value.low, cell.high == value.high
            else { continue }
            return redacted("the value is column `\(shownPart(key))` of the row at \(place)")
        }
        return nil
    }
}
