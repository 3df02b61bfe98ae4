import PicketSyntax

extension Generator {
    /// Generates an expression into a register.
    func compile(_ expression: Expression, into target: Int) {
        if leavesRest() || leavesDeeper(at: expression.place) { return }
        switch expression {
        case .null(let span): loadConstant(.null, into: target, at: span)
        case .boolean(let value, let span): loadConstant(Cell(value), into: target, at: span)
        case .integer(let value, let span): loadInteger(value, into: target, at: span)
        case .float(let value, let span): loadConstant(Cell(value), into: target, at: span)
        case .duration(let value, let span): loadConstant(Cell(nanoseconds: value), into: target, at: span)
        case .word(let span):
            loadText(source.bytes(span), into: target, at: span)
        case .commandWord(let span): loadWord(span, into: target)
        case .quoted(let span):
            loadText(source.bytes(span.insideQuotes), into: target, at: span)
        case .text(let literal): compile(literal, into: target)
        case .variable(let name): compileVariable(name, into: target, at: expression.span)
        case .subject(let subject, let span):
            emit(
                Instruction(
                    .subject, flag: subject.rawValue, a: operand(target),
                    b: context.isInCall && !context.isInCondition ? 1 : 0), at: span)
        case .path(let path):
            compile(path, into: target, isSoft: context.isInCondition || isSubject(path.base) && !context.isInCall)
        case .list(let elements, let span): compileList(elements, into: target, at: span)
        case .map(let entries, let span): compileMap(entries, into: target, at: span)
        case .unary(let operation, let value, let span):
            temporarily {
                let register = self.value(value)
                let missing = leaveIfMissing(value, in: register, container: target)
                emit(
                    Instruction(
                        operation == .negate ? .negate : .not, a: operand(target), b: operand(register)), at: span)
                missing.map { patch($0) }
            }
        case .binary(let binary): compile(binary, into: target)
        case .range(let range):
            temporarily {
                let lower = stable(range.lower, before: range.upper)
                let upper = value(range.upper)
                let missing = [
                    leaveIfMissing(range.lower, in: lower, container: target),
                    leaveIfMissing(range.upper, in: upper, container: target),
                ]
                defer { patch(missing.compactMap { $0 }) }
                emit(
                    Instruction(
                        .newRange, flag: range.isClosed ? 0 : 1, a: operand(target), b: operand(lower),
                        c: operand(upper)), at: expression.span)
            }
        case .call(let call): compile(call, into: target)
        case .group(let inner, _): compile(inner, into: target)
        }
    }

    /// The register of an expression's value: a variable's own, or a new one.
    func value(_ expression: Expression) -> Int {
        switch expression {
        case .group(let inner, _): return value(inner)
        case .variable(let name):
            if !isLast(name), case .register(let register) = variable(at: name).place { return register }
        default: break
        }
        let register = allocate()
        compile(expression, into: register)
        return register
    }

    /// The same for a left operand. If the right operand calls a def, which may change top-level names, the left value
    /// is copied first.
    func stable(_ expression: Expression, before next: Expression) -> Int {
        guard mayShare(expression), callsDefinition(next) else { return value(expression) }
        let copy = allocate()
        compileShared(expression, into: copy)
        return copy
    }

    /// Generates adjacent values. A def that is called later does not change those that are already computed.
    func compileSideBySide(_ expressions: [Expression?], into first: Int, at span: SourceSpan) {
        let lastCall = expressions.lastIndex { $0.map(callsDefinition) ?? false } ?? 0
        for (offset, expression) in expressions.enumerated() {
            guard let expression else {
                loadConstant(.missing, into: first + offset, at: span)
                continue
            }
            if offset < lastCall {
                compileShared(expression, into: first + offset)
            } else {
                compile(expression, into: first + offset)
            }
        }
    }

    /// Generates a value that a second place will hold too. A container in it is marked as shared.
    func compileShared(_ expression: Expression, into target: Int) {
        switch expression {
        case .variable(let name) where !isLast(name):
            load(variable(at: name), into: target, at: expression.span, shares: true)
        default:
            compile(expression, into: target)
            if mayShare(expression) { emit(Instruction(.share, a: operand(target)), at: expression.span) }
        }
    }

    // MARK: Constants

    func loadConstant(_ cell: Cell, into target: Int, at span: SourceSpan) {
        let index = context.builder.constant(cell)
        emit(Instruction(.loadConstant, a: operand(target), wide: Int32(index)), at: span)
    }

    func loadInteger(_ value: Int64, into target: Int, at span: SourceSpan) {
        guard let small = Int32(exactly: value) else { return loadConstant(Cell(value), into: target, at: span) }
        emit(Instruction(.loadInteger, a: operand(target), wide: small), at: span)
    }

    func loadText(_ bytes: [UInt8], into target: Int, at span: SourceSpan) {
        bytes.withUnsafeBufferPointer { loadText($0, into: target, at: span) }
    }

    func loadText(_ bytes: UnsafeBufferPointer<UInt8>, into target: Int, at span: SourceSpan) {
        let index = context.builder.constant(text: bytes)
        emit(Instruction(.loadConstant, a: operand(target), wide: Int32(index)), at: span)
    }

    /// Loads a bare command word: a number, boolean, null or duration if it prints back as the same text, else a text.
    private func loadWord(_ span: SourceSpan, into target: Int) {
        let bytes = source.bytes(span)
        switch wordValue(of: bytes) {
        case .text: loadText(bytes, into: target, at: span)
        case .integer(let value): loadInteger(value, into: target, at: span)
        case let word: loadConstant(Cell(word) ?? .null, into: target, at: span)
        }
    }

    // MARK: Variables and paths

    private func compileVariable(_ name: SourceSpan, into target: Int, at span: SourceSpan) {
        if isLast(name) {
            emit(Instruction(.lastResponse, a: operand(target)), at: span)
        } else {
            load(variable(at: name), into: target, at: span, shares: false)
        }
    }

    /// Reads a path. In soft mode a missing part yields missing instead of an error.
    func compile(_ path: Path, into target: Int, isSoft: Bool) {
        temporarily {
            var container: Int
            if case .path(let inner) = path.base {
                container = allocate()
                compile(inner, into: container, isSoft: isSoft)
            } else if isSoft, case .variable = path.base, !isLocal(path.base) {
                container = allocate()
                compileSoft(path.base, into: container)
            } else {
                container = value(path.base)
            }
            for (position, step) in path.steps.enumerated() {
                let result = position == path.steps.count - 1 ? target : allocate()
                read(step, of: container, into: result, isSoft: isSoft, base: path.base)
                container = result
            }
        }
    }

    private func read(_ step: PathStep, of container: Int, into target: Int, isSoft: Bool, base: Expression) {
        let flag: UInt8 = isSoft ? 1 : 0
        switch step {
        case .field(let span):
            var name = Array(source.bytes(span))
            if case .subject(.header, _) = base {
                name = Array(String(decoding: name, as: UTF8.self).lowercased().utf8)
            }
            let index = name.withUnsafeBufferPointer { context.builder.constant(text: $0) }
            if index < 4_096 {
                emit(
                    Instruction(
                        .getField, flag: flag, a: operand(target), b: operand(container), c: operand(index)),
                    at: span)
            } else {
                let key = allocate()
                loadText(name, into: key, at: span)
                emit(
                    Instruction(
                        .getIndex, flag: flag, a: operand(target), b: operand(container), c: operand(key)),
                    at: span)
            }
        case .index(let index, let span):
            if case .range(let range) = ungrouped(index) {
                let bounds = allocate(2)
                compile(range.lower, into: bounds)
                compile(range.upper, into: bounds + 1)
                emit(
                    Instruction(
                        .slice, flag: (range.isClosed ? 0 : 1) | (isSoft ? 2 : 0), a: operand(target),
                        b: operand(container), c: operand(bounds)), at: span)
                return
            }
            let key = value(index)
            emit(
                Instruction(
                    .getIndex, flag: flag, a: operand(target), b: operand(container), c: operand(key)), at: span)
        }
    }

    /// Generates an expression whose parts may be missing: left of `??`, in `exists`, or as an expectation's subject.
    ///
    /// - Parameter mayBeUnset: whether an environment variable may be unset too. It may not in an expectation.
    func compileSoft(_ expression: Expression, into target: Int, mayBeUnset: Bool = false) {
        switch expression {
        case .path(let path): compile(path, into: target, isSoft: true)
        case .group(let inner, _): compileSoft(inner, into: target, mayBeUnset: mayBeUnset)
        case .call(let call) where mayBeUnset: compile(call, into: target, mayBeUnset: true)
        case .variable(let name) where isLast(name):
            emit(Instruction(.lastResponse, flag: 1, a: operand(target)), at: expression.span)
        default: compile(expression, into: target)
        }
    }
}
