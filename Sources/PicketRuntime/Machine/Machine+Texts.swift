extension Machine {
    /// Builds a text from texts and integers; nil if another kind of value or a very long text needs the slow path.
    @inline(never)
    static func interpolate(
        _ template: Int, _ base: UnsafeMutableRawPointer, _ state: UnsafeMutablePointer<MachineState>,
        _ heap: UnsafeMutablePointer<HeapState>
    ) -> Cell? {
        let record = state.pointee.functions[state.pointee.function]
        var piece = record.templates + template
        var remaining = Int(piece.pointee)
        piece += 1
        let scratch = UnsafeMutableRawPointer(state.pointee.scratch)
        let capacity = Heap.scratchBytes - NumberFormat.room
        var count = 0
        var secret: UInt64 = 0
        while remaining > 0 {
            if count > capacity { return nil }
            let head = piece[0]
            if head & Template.register == 0 {
                let length = Int(piece[1])
                let text = UnsafeRawPointer(record.templateText + Int(head))
                if length <= Template.padding {
                    // 16 bytes are readable here. Most pieces are short, and copying two words is faster than copying a
                    // length.
                    (scratch + count).storeBytes(of: text.loadUnaligned(as: UInt64.self), as: UInt64.self)
                    (scratch + count + 8).storeBytes(
                        of: text.loadUnaligned(fromByteOffset: 8, as: UInt64.self), as: UInt64.self)
                } else {
                    guard count + length <= capacity else { return nil }
                    (scratch + count).copyMemory(from: text, byteCount: length)
                }
                count += length
            } else {
                let cell = base.get(Int(head & ~Template.register))
                secret |= cell.high & Cell.secretBit
                let kind = cell.kind
                if kind >= CellKind.inlineText {
                    // There is room for both words, and the next piece overwrites the excess.
                    (scratch + count).storeBytes(of: cell.low, as: UInt64.self)
                    (scratch + count + 8).storeBytes(of: cell.high, as: UInt64.self)
                    count += Int(kind & 0x0F)
                } else if kind == CellKind.heapText {
                    let bytes = TextObject.bytes(cell.object)
                    guard count + bytes.count <= capacity, let start = bytes.baseAddress else { return nil }
                    (scratch + count).copyMemory(from: start, byteCount: bytes.count)
                    count += bytes.count
                } else if kind == CellKind.integer {
                    count += NumberFormat.write(cell.integer, to: scratch + count)
                } else {
                    return nil
                }
            }
            piece += 2
            remaining -= 1
        }
        var text = heap.pointee.text(scratch, count: count)
        text.high |= secret
        return text
    }

    /// Interpolates values of any kind and length.
    func interpolateAny(_ instruction: Instruction) throws(Failure) -> Cell {
        let record = state.pointee.functions[state.pointee.function]
        var piece = record.templates + instruction.wide
        let count = Int(piece.pointee)
        piece += 1
        var text: [UInt8] = []
        var printer = printer(revealsSecrets: true)
        for _ in 0..<count {
            if piece[0] & Template.register == 0 {
                text += UnsafeBufferPointer(start: record.templateText + Int(piece[0]), count: Int(piece[1]))
            } else {
                let cell = register(Int(piece[0] & ~Template.register))
                if cell.kind == CellKind.missing { throw missingInText() }
                if cell.kind == CellKind.unreadable { throw unreadable(cell, "a value of this text") }
                printer.append(cell, to: &text)
            }
            if printer.isCut { try check(printer, text.count) }
            piece += 2
        }
        charge(scanned: text.count)
        try demand(bytes: text.count)
        return heap.state.pointee.text(text).tainted(printer.metSecret)
    }
}
