import PicketSyntax

extension Generator {
    func compile(_ binary: BinaryExpression, into target: Int) {
        if binary.operation != .coalesce, mayBeUnknown(.binary(binary)) {
            return compileCautiously(binary, into: target)
        }
        switch binary.operation {
        case .and, .or: compileLogic(binary, into: target)
        case .coalesce: compileCoalescing(binary, into: target)
        case .contained, .notContained:
            if case .range(let range) = ungrouped(binary.right) {
                return compileContained(binary, in: range, into: target)
            }
            compileSimple(binary, into: target)
        default: compileSimple(binary, into: target)
        }
    }

    /// Generates `and` and `or`, which yield booleans and evaluate the right operand only if necessary.
    private func compileLogic(_ binary: BinaryExpression, into target: Int) {
        let falseJumps = jumpsIfFalse(.binary(binary))
        loadConstant(Cell(true), into: target, at: binary.operatorSpan)
        let end = emitJump(at: binary.operatorSpan)
        patch(falseJumps)
        loadConstant(Cell(false), into: target, at: binary.operatorSpan)
        patch(end)
    }

    private func compileCoalescing(_ binary: BinaryExpression, into target: Int) {
        temporarily {
            let result = allocate()
            compileSoft(binary.left, into: result, mayBeUnset: true)
            let end = emitJump(.jumpUnlessAbsent, a: operand(result), at: binary.operatorSpan)
            compile(binary.right, into: result)
            patch(end)
            emit(Instruction(.move, a: operand(target), b: operand(result)), at: binary.operatorSpan)
        }
    }

    private func compileContained(_ binary: BinaryExpression, in range: RangeExpression, into target: Int) {
        temporarily {
            let left = stable(binary.left, before: binary.right)
            let bounds = allocate(2)
            compile(range.lower, into: bounds)
            compile(range.upper, into: bounds + 1)
            emitContained(binary, left, in: range, bounds, into: target)
        }
    }

    /// Emits a test of whether a value is in a range, whose bounds are in two adjacent registers.
    func emitContained(
        _ binary: BinaryExpression, _ left: Int, in range: RangeExpression, _ bounds: Int, into target: Int
    ) {
        emit(
            Instruction(
                .containedInRange, flag: range.isClosed ? 0 : 1, a: operand(target), b: operand(left),
                c: operand(bounds)), at: binary.operatorSpan)
        if binary.operation == .notContained {
            emit(Instruction(.not, a: operand(target), b: operand(target)), at: binary.operatorSpan)
        }
    }

    private func compileSimple(_ binary: BinaryExpression, into target: Int) {
        temporarily {
            let left = stable(binary.left, before: binary.right)
            if let immediate = immediate(binary.right), let opcode = Generator.immediateOpcode(binary.operation) {
                emit(
                    Instruction(
                        opcode, a: operand(target), b: operand(left), c: UInt16(bitPattern: immediate)),
                    at: binary.operatorSpan)
                return
            }
            let right = value(binary.right)
            emit(
                Instruction(
                    Generator.opcode(binary.operation), a: operand(target), b: operand(left), c: operand(right)),
                at: binary.operatorSpan)
        }
    }

    /// A literal integer that fits in an operand.
    func immediate(_ expression: Expression) -> Int16? {
        guard case .integer(let value, _) = ungrouped(expression) else { return nil }
        return Int16(exactly: value)
    }

    static func opcode(_ operation: BinaryOperator) -> Opcode {
        switch operation {
        case .add: return .add
        case .subtract: return .subtract
        case .multiply: return .multiply
        case .divide: return .divide
        case .remainder: return .remainder
        default: return Machine.opcode(operation)
        }
    }

    private static func immediateOpcode(_ operation: BinaryOperator) -> Opcode? {
        switch operation {
        case .add: return .addImmediate
        case .subtract: return .subtractImmediate
        case .multiply: return .multiplyImmediate
        case .divide: return .divideImmediate
        case .remainder: return .remainderImmediate
        default: return nil
        }
    }

    // MARK: Conditions

    /// Generates a condition. The returned jumps are taken if it is false.
    func jumpsIfFalse(_ condition: Expression) -> [Int] {
        switch condition {
        case .group(let inner, _): return jumpsIfFalse(inner)
        case .unary(.not, let inner, _): return jumpsIfTrue(inner)
        case .binary(let binary):
            switch binary.operation {
            case .and: return jumpsIfFalse(binary.left) + jumpsIfFalse(binary.right)
            case .or:
                let whenTrue = jumpsIfTrue(binary.left)
                let whenFalse = jumpsIfFalse(binary.right)
                patch(whenTrue)
                return whenFalse
            default:
                if let jump = testJump(binary) { return [jump] }
            }
        default: break
        }
        return temporarily {
            let register = value(condition)
            return [emitJump(.jumpIfFalse, a: operand(register), at: condition.span)]
        }
    }

    /// Generates a condition. The returned jumps are taken if it is true.
    private func jumpsIfTrue(_ condition: Expression) -> [Int] {
        switch condition {
        case .group(let inner, _): return jumpsIfTrue(inner)
        case .unary(.not, let inner, _): return jumpsIfFalse(inner)
        case .binary(let binary):
            switch binary.operation {
            case .or: return jumpsIfTrue(binary.left) + jumpsIfTrue(binary.right)
            case .and:
                let whenFalse = jumpsIfFalse(binary.left)
                let whenTrue = jumpsIfTrue(binary.right)
                patch(whenFalse)
                return whenTrue
            default:
                guard let jump = testJump(binary) else { break }
                let taken = emitJump(at: binary.operatorSpan)
                patch(jump)
                return [taken]
            }
        default: break
        }
        return temporarily {
            let register = value(condition)
            return [emitJump(.jumpIfTrue, a: operand(register), at: condition.span)]
        }
    }

    /// Emits a comparison and the jump that is taken if it does not hold; nil for other operators.
    private func testJump(_ binary: BinaryExpression) -> Int? {
        guard let test = Generator.testOpcode(binary.operation) else { return nil }
        return temporarily {
            let left = stable(binary.left, before: binary.right)
            if case .integer(let value, _) = ungrouped(binary.right), let immediate = Int32(exactly: value) {
                emit(Instruction(test.immediate, a: operand(left), wide: immediate), at: binary.operatorSpan)
            } else {
                let right = value(binary.right)
                emit(
                    Instruction(test.registers, a: operand(left), b: operand(right)), at: binary.operatorSpan)
            }
            return emitJump(at: binary.operatorSpan)
        }
    }

    private static func testOpcode(_ operation: BinaryOperator) -> (registers: Opcode, immediate: Opcode)? {
        switch operation {
        case .equal: return (.testEqual, .testEqualImmediate)
        case .notEqual: return (.testNotEqual, .testNotEqualImmediate)
        case .less: return (.testLess, .testLessImmediate)
        case .lessOrEqual: return (.testLessOrEqual, .testLessOrEqualImmediate)
        case .greater: return (.testGreater, .testGreaterImmediate)
        case .greaterOrEqual: return (.testGreaterOrEqual, .testGreaterOrEqualImmediate)
        default: return nil
        }
    }
}
