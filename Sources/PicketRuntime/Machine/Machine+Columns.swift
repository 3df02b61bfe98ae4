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
            switch instruction.operation {
            case .getField:
                let key = function.constants[instruction.c >> 4]
                if let note = columnNote(of: value, key, in: base.get(instruction.b)) { return note }
            case .getIndex:
                if let note = columnNote(of: value, base.get(instruction.c), in: base.get(instruction.b)) {
                    return note
                }
            case .commandSpread:
                for spread in function.commandSites[instruction.wide].spreads {
                    let register = instruction.a + function.sites.mapArguments[spread].offset
                    if let note = columnNote(of: value, inRow: base.get(register)) { return note }
                }
            case .callSpread:
                // The called def may use the registers of the maps, so each is looked for where it was copied from.
                for spread in function.sites.spreads[instruction.wide].spreads {
                    let row = base.get(source(of: instruction.a + spread.offset, code, before: position))
                    if let note = columnNote(of: value, inRow: row) { return note }
                }
            default: continue
            }
        }
        return nil
    }

    /// The register from which a spread map was copied.
    private func source(of register: Int, _ code: UnsafePointer<Instruction>, before position: Int) -> Int {
        for earlier in (max(0, position - Machine.columnReach)..<position).reversed()
        where code[earlier].a == register && [.copy, .move].contains(code[earlier].operation) {
            return code[earlier].b
        }
        return register
    }

    private func columnNote(of value: Cell, _ key: Cell, in row: Cell) -> String? {
        guard key.isText, let place = heap.state.pointee.place(of: row),
            let cell = heap.state.pointee.value(of: key, in: row), cell.low == value.low, cell.high == value.high
        else { return nil }
        return redacted("the value is column `\(shownPart(key))` of the row at \(place)")
    }

    /// The same for a row that is spread: the first of its columns with this value.
    private func columnNote(of value: Cell, inRow row: Cell) -> String? {
        guard heap.state.pointee.place(of: row) != nil else { return nil }
        for entry in row.mapEntries {
            if let note = columnNote(of: value, entry.key, in: row) { return note }
        }
        return nil
    }
}
