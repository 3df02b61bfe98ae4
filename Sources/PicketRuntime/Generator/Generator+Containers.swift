import PicketSyntax

/// Generates lists and maps.
extension Generator {
    func compileList(_ elements: [Expression], into target: Int, at span: SourceSpan) {
        // Further elements of a long list are appended one by one, so that a literal needs few registers.
        temporarily {
            let headCount = 64
            let head = elements.prefix(headCount)
            let list = elements.count > headCount ? allocate() : target
            var missing: [Int] = []
            defer { patch(missing) }
            temporarily {
                let first = allocate(max(1, head.count))
                for (offset, element) in head.enumerated() {
                    compileShared(element, into: first + offset)
                    leaveIfMissing(element, in: first + offset, container: target).map { missing.append($0) }
                }
                emit(
                    Instruction(.newList, a: operand(list), b: operand(first), c: UInt16(head.count)), at: span)
            }
            guard elements.count > headCount else { return }
            for element in elements.dropFirst(headCount) {
                temporarily {
                    let register = allocate()
                    compileShared(element, into: register)
                    leaveIfMissing(element, in: register, container: target).map { missing.append($0) }
                    emit(Instruction(.append, a: operand(list), c: operand(register)), at: element.span)
                }
            }
            emit(Instruction(.move, a: operand(target), b: operand(list)), at: span)
        }
    }

    func compileMap(_ entries: [MapEntry], into target: Int, at span: SourceSpan) {
        temporarily {
            let headCount = 32
            let head = entries.prefix(headCount)
            let first = allocate(max(1, head.count * 2))
            var missing: [Int] = []
            defer { patch(missing) }
            for (offset, entry) in head.enumerated() {
                compileKey(entry.key, into: first + offset * 2)
                compileShared(entry.value, into: first + offset * 2 + 1)
                leaveIfMissing(entry.value, in: first + offset * 2 + 1, container: target).map { missing.append($0) }
            }
            let map = entries.count > headCount ? allocate() : target
            emit(Instruction(.newMap, a: operand(map), b: operand(first), c: UInt16(head.count)), at: span)
            guard entries.count > headCount else { return }
            for entry in entries.dropFirst(headCount) {
                temporarily {
                    let key = allocate(2)
                    compileKey(entry.key, into: key)
                    compileShared(entry.value, into: key + 1)
                    leaveIfMissing(entry.value, in: key + 1, container: target).map { missing.append($0) }
                    emit(
                        Instruction(.setIndex, a: operand(map), b: operand(key), c: operand(key + 1)),
                        at: entry.value.span)
                }
            }
            emit(Instruction(.move, a: operand(target), b: operand(map)), at: span)
        }
    }

    /// Loads a bare word as a key; it never reads a variable.
    private func compileKey(_ key: Expression, into register: Int) {
        if case .word(let span) = key {
            loadText(source.bytes(span), into: register, at: span)
        } else {
            compile(key, into: register)
        }
    }
}
