import PicketSyntax

/// What keeps *missing* from becoming a value of a script: it may only pass through `??`, `exists` and expectations.
extension Generator {
    /// A default reads only the parameters before its own: those behind it have no value yet when it is computed.
    func checkDefaults(of definition: Definition) {
        guard definition.parameters.contains(where: { $0.defaultValue != nil }) else { return }
        let source = context.source
        var positions: [[UInt8]: Int] = [:]
        for (position, parameter) in definition.parameters.enumerated() {
            positions[Array(source.bytes(parameter.name.span))] = position
        }
        for (position, parameter) in definition.parameters.enumerated() {
            guard let value = parameter.defaultValue else { continue }
            _ = contains(value) { part in
                guard case .variable(let name) = part, let read = positions[Array(source.bytes(name))],
                    read >= position
                else { return false }
                report(.laterParameter(source.text(name), text(parameter.name), at: location(name)))
                return false
            }
        }
    }

    /// Whether a part of a value can be missing where it stands: in an expectation any path, in `exists` a subject's.
    func mayBeMissing(_ part: Expression) -> Bool {
        if context.isInCall, !context.isInCondition { return false }
        switch part {
        case .subject: return true
        case .path(let path): return context.isInCondition || isSubject(path.base)
        case .group(let inner, _): return mayBeMissing(inner)
        case .list(let elements, _): return elements.contains { mayBeMissing($0) }
        case .map(let entries, _): return entries.contains { mayBeMissing($0.value) }
        case .binary(let binary): return binary.operation == .coalesce ? mayBeMissing(binary.right) : mayBeUnknown(part)
        case .unary(_, let inner, _): return context.isInCondition && mayBeMissing(inner)
        case .range(let range):
            return context.isInCondition && (mayBeMissing(range.lower) || mayBeMissing(range.upper))
        case .call(let call):
            return context.isInCondition && text(call.name) != Builtin.exists.name
                && call.arguments.contains { mayBeMissing($0.value) }
        case .text(let literal):
            return context.isInCondition
                && literal.pieces.contains { piece in
                    if case .value(let value) = piece { return mayBeMissing(value) }
                    return false
                }
        default: return false
        }
    }

    /// Whether an operator of an expectation may have an operand that is missing: then its result is, too.
    func mayBeUnknown(_ part: Expression) -> Bool {
        guard context.isInCondition, case .binary(let binary) = part else { return false }
        return mayBeMissing(binary.left) || mayBeMissing(binary.right)
    }

    /// An operator of an expectation whose operands may be missing: what is missing makes neither itself nor its opposite
    /// hold, so that the result is missing, unless the other operand of `and` or `or` decides alone.
    func compileCautiously(_ binary: BinaryExpression, into target: Int) {
        temporarily {
            let left = allocate(2)
            let result = allocate()
            compileSoftly(binary.left, into: left)
            switch binary.operation {
            case .and, .or: compileCautiousLogic(binary, left: left, into: result)
            default:
                if mayShare(binary.left), callsDefinition(binary.right) {
                    emit(Instruction(.share, a: operand(left)), at: binary.left.span)
                }
                var missing = [leaveIfMissing(binary.left, in: left, container: result)]
                if binary.operation == .contained || binary.operation == .notContained,
                    case .range(let range) = ungrouped(binary.right)
                {
                    missing += compileCautiously(binary, left: left, in: range, into: result)
                } else {
                    if binary.operation == .matches { checkPattern(binary.right) }
                    compileSoftly(binary.right, into: left + 1)
                    missing.append(leaveIfMissing(binary.right, in: left + 1, container: result))
                    emit(
                        Instruction(
                            Generator.opcode(binary.operation), a: operand(result), b: operand(left),
                            c: operand(left + 1)), at: binary.operatorSpan)
                }
                patch(missing.compactMap { $0 })
            }
            emit(Instruction(.move, a: operand(target), b: operand(result)), at: binary.operatorSpan)
        }
    }

    private func compileCautiously(
        _ binary: BinaryExpression, left: Int, in range: RangeExpression, into result: Int
    ) -> [Int?] {
        let bounds = allocate(2)
        compileSoftly(range.lower, into: bounds)
        let lower = leaveIfMissing(range.lower, in: bounds, container: result)
        compileSoftly(range.upper, into: bounds + 1)
        let upper = leaveIfMissing(range.upper, in: bounds + 1, container: result)
        emit(
            Instruction(
                .containedInRange, flag: range.isClosed ? 0 : 1, a: operand(result), b: operand(left),
                c: operand(bounds)), at: binary.operatorSpan)
        if binary.operation == .notContained {
            emit(Instruction(.not, a: operand(result), b: operand(result)), at: binary.operatorSpan)
        }
        return [lower, upper]
    }

    /// `and` is false if one operand is, `or` true if one operand is; else what is missing makes the result missing.
    private func compileCautiousLogic(_ binary: BinaryExpression, left: Int, into result: Int) {
        let span = binary.operatorSpan
        let isAnd = binary.operation == .and
        let (right, decided) = (left + 1, Cell(!isAnd))
        var ends: [Int] = []
        for (operandIndex, register) in [left, right].enumerated() {
            if operandIndex == 1 { compileSoftly(binary.right, into: right) }
            // Missing is false to a jump: it must not decide an `and`.
            let skips = isAnd ? [emitJump(.jumpIfTrue, a: operand(register), at: span)] : []
            let isPresent = isAnd ? [emitJump(.jumpUnlessMissing, a: operand(register), at: span)] : []
            let undecided = isAnd ? [emitJump(at: span)] : [emitJump(.jumpIfFalse, a: operand(register), at: span)]
            patch(isPresent)
            loadConstant(decided, into: result, at: span)
            ends.append(emitJump(at: span))
            patch(skips + undecided)
        }
        // No operand decides: both are as they should be, or missing.
        for register in [left, right] {
            let isPresent = emitJump(.jumpUnlessMissing, a: operand(register), at: span)
            loadConstant(.missing, into: result, at: span)
            ends.append(emitJump(at: span))
            patch(isPresent)
        }
        loadConstant(Cell(isAnd), into: result, at: span)
        patch(ends)
    }

    /// The same for the arguments of a call, of which none can be missing.
    func leaveIfMissing(_ arguments: [Expression?], from base: Int, container target: Int) -> [Int] {
        guard context.isInCondition else { return [] }
        return arguments.enumerated().compactMap { offset, argument in
            argument.flatMap { leaveIfMissing($0, in: base + offset, container: target) }
        }
    }

    /// Compiles an operand of an expectation; what is missing in it is no fault.
    func compileSoftly(_ expression: Expression, into target: Int) {
        switch ungrouped(expression) {
        case .variable(let name) where isLast(name): compileSoft(expression, into: target)
        default: compile(expression, into: target)
        }
    }

    /// A list or map with a missing part is missing as a whole: no container ever holds such a part.
    ///
    /// - Returns: a jump to the end of the code that makes the container; nil if the part cannot be missing.
    func leaveIfMissing(_ part: Expression, in register: Int, container target: Int) -> Int? {
        guard mayBeMissing(part) else { return nil }
        let goesOn = emitJump(.jumpUnlessMissing, a: operand(register), at: part.span)
        loadConstant(.missing, into: target, at: part.span)
        let end = emitJump(at: part.span)
        patch(goesOn)
        return end
    }
}
