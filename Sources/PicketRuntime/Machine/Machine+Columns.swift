import PicketSyntax

/// Finds the table cell that a faulty value comes from, because a script may process thousands of rows.
extension Machine {
    /// The number of preceding instructions that are searched.
    private static let columnReach = 256
    private static let callsSearched = 8

    /// Adds notes with the table cells of the values to a failure.
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

    /// Finds the latest instruction that read this value from a row, first in this call, then in its callers.
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
