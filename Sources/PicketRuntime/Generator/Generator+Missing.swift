import PicketSyntax

/// Prevents *missing* from becoming a value of a script: only `??`, `exists` and expectations may see it.
extension Generator {
    /// Generates an operator of an expectation whose operands may be missing. If one is missing, neither the comparison
    /// nor its opposite holds, so the result is missing, unless the other operand of `and` or `or` decides alone.
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
        emitContained(binary, left, in: range, bounds, into: result)
        return [lower, upper]
    }

    /// Generates `and` and `or`: `and` is false if either operand is false, and `or` is true if either operand is true.
    /// Otherwise a missing operand makes the result missing.
    private func compileCautiousLogic(_ binary: BinaryExpression, left: Int, into result: Int) {
        let span = binary.operatorSpan
        let isAnd = binary.operation == .and
        let (right, decided) = (left + 1, Cell(!isAnd))
        var ends: [Int] = []
        for (operandIndex, register) in [left, right].enumerated() {
            if operandIndex == 1 { compileSoftly(binary.right, into: right) }
            // A jump treats missing as false, which must not decide an `and`.
            let skips = isAnd ? [emitJump(.jumpIfTrue, a: operand(register), at: span)] : []
            let isPresent = isAnd ? [emitJump(.jumpUnlessMissing, a: operand(register), at: span)] : []
            let undecided = isAnd ? [emitJump(at: span)] : [emitJump(.jumpIfFalse, a: operand(register), at: span)]
            patch(isPresent)
            loadConstant(decided, into: result, at: span)
            ends.append(emitJump(at: span))
            patch(skips + undecided)
        }
        // Neither operand decides; each has the right value or is missing.
        for register in [left, right] {
            let isPresent = emitJump(.jumpUnlessMissing, a: operand(register), at: span)
            loadConstant(.missing, into: result, at: span)
            ends.append(emitJump(at: span))
            patch(isPresent)
        }
        loadConstant(Cell(isAnd), into: result, at: span)
        patch(ends)
    }

    /// Emits the same check for the arguments of a call, none of which may be missing.
    func leaveIfMissing(_ arguments: [Expression?], from base: Int, container target: Int) -> [Int] {
        guard context.isInCondition else { return [] }
        return arguments.enumerated().compactMap { offset, argument in
            argument.flatMap { leaveIfMissing($0, in: base + offset, container: target) }
        }
    }

    /// Generates an operand of an expectation, in which a missing part is not an error.
    func compileSoftly(_ expression: Expression, into target: Int) {
        switch ungrouped(expression) {
        case .variable(let name) where isLast(name): compileSoft(expression, into: target)
        default: compile(expression, into: target)
        }
    }

    /// Makes a list or map missing if a part of it is missing, because a container never holds a missing part.
    ///
    /// - Returns: a jump past the code that creates the container; nil if the part cannot be missing.
    func leaveIfMissing(_ part: Expression, in register: Int, container target: Int) -> Int? {
        guard mayBeMissing(part) else { return nil }
        let goesOn = emitJump(.jumpUnlessMissing, a: operand(register), at: part.span)
        loadConstant(.missing, into: target, at: part.span)
        let end = emitJump(at: part.span)
        patch(goesOn)
        return end
    }
}
