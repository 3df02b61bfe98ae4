/// The meaning of an instruction's operand. The verifier and the listing share this table.
enum CodeOperand {
    /// Adjacent registers, by number.
    case registers(Range<Int>)
    /// An index into the constants, or into the literals of calls.
    case constant(Int)
    case literals(Range<Int>)
    case integer(Int)
    /// The target of a jump, as the index of an instruction.
    case target(Int)
    case template(Int)
    case site(CodeSite, Int)
    /// A function of the session, one of the host, the register of a top-level name, or a far top-level name.
    case function(Int)
    case hostFunction(Int)
    case global(Int)
    case far(Int)
    /// A data word that the instruction before it reads; the machine does not execute it.
    case word(String)
}

/// The tables of a function that instructions refer to.
enum CodeSite: String {
    case command, expectation, spread, parallel, parameter, secret
}

extension Function {
    /// The instruction at an index.
    func instruction(at index: Int) -> Instruction { instructions[index] }

    /// Whether the instruction at an index is the second word of an `expect`, which names its site.
    func isSiteWord(at index: Int) -> Bool {
        index >= 2 && instructions[index - 2].operation == .expect && instructions[index - 1].operation == .jump
    }

    /// The operands of the instruction at an index.
    func operands(at index: Int) -> [CodeOperand] {
        let instruction = instructions[index]
        if isSiteWord(at: index) { return [.site(.expectation, instruction.wide)] }
        func register(_ offset: Int, _ count: Int = 1) -> CodeOperand {
            .registers(offset >> 4..<(offset >> 4) + count)
        }
        let (a, b, c) = (instruction.a, instruction.b, instruction.c)
        let target = CodeOperand.target(index + 1 + instruction.wide)
        switch instruction.operation {
        case .loadConstant: return [register(a), .constant(instruction.wide)]
        case .loadInteger: return [register(a), .integer(instruction.wide)]
        case .loadLiterals:
            let count = Int(instruction.flag)
            return [register(a, count), .literals(instruction.wide..<instruction.wide + count)]
        case .move, .copy, .negate, .not, .classify: return [register(a), register(b)]
        case .loadGlobal, .storeGlobal: return [register(a), .global(instruction.wide)]
        case .loadFar, .storeFar: return [register(a), .far(instruction.wide)]
        case .add, .subtract, .multiply, .divide, .remainder, .addNext, .equal, .notEqual, .less, .lessOrEqual,
            .greater, .greaterOrEqual, .contained, .notContained, .contains, .matches, .getIndex, .setIndex, .newRange:
            return [register(a), register(b), register(c)]
        case .addImmediate, .subtractImmediate, .multiplyImmediate, .divideImmediate, .remainderImmediate:
            return [register(a), register(b), .integer(Int(instruction.immediate))]
        case .containedInRange, .slice: return [register(a), register(b), register(c, 2)]
        case .jump, .loop, .pushDeferred, .pushFinalizer: return [target]
        case .jumpIfFalse, .jumpIfTrue, .jumpUnlessMissing, .jumpUnlessAbsent, .pushHandler:
            return [register(a), target]
        case .testEqual, .testNotEqual, .testLess, .testLessOrEqual, .testGreater, .testGreaterOrEqual, .expect:
            return [register(a), register(b)]
        case .testEqualImmediate, .testNotEqualImmediate, .testLessImmediate, .testLessOrEqualImmediate,
            .testGreaterImmediate, .testGreaterOrEqualImmediate:
            return [register(a), .integer(instruction.wide)]
        case .rangePrepare, .rangeNext: return [register(a, 3), target]
        case .sequenceNext: return [register(a, instruction.flag == 0 ? 3 : 4), target]
        case .interpolate: return [register(a), .template(instruction.wide)]
        // The third operand selects the place of the encoded text.
        case .builtin where instruction.flag == Builtin.encode.rawValue: return [register(a), register(b)]
        case .newList, .builtin: return [register(a), register(b, c)]
        case .newMap: return [register(a), register(b, 2 * c)]
        case .getField: return [register(a), register(b), .constant(c >> 4)]
        case .setPath, .appendPath: return [register(a), register(b, Int(instruction.flag)), register(c)]
        case .append: return [register(a), register(c)]
        case .call: return [register(a), .function(instruction.wide)]
        case .callHost:
            return [register(a, max(1, Int(instruction.flag))), .hostFunction(instruction.wide)]
        case .callSpread: return [register(a), .site(.spread, instruction.wide)]
        case .command, .commandSpread: return [register(a), .site(.command, instruction.wide)]
        case .print: return [register(a, b)]
        case .readEnvironment: return [register(a), register(b), register(instruction.flag == 1 ? c : b)]
        case .readFile:
            return [register(a), register(b, FileKind(rawValue: instruction.flag) == .csv ? 3 : 1)]
        case .expectFail: return [register(a, 4), .site(.expectation, instruction.wide)]
        case .pushAttempt: return [register(a, AttemptRegister.count), target]
        case .attemptDelay: return [register(a, AttemptRegister.count)]
        case .leaveJump: return [.integer(a), target]
        case .runTest: return [register(a, 4)]
        case .enterTest: return [register(a, 5)]
        case .runParallel: return [register(a, 3), .site(.parallel, instruction.wide)]
        case .secret: return [register(a), .site(.secret, instruction.wide)]
        case .parameter: return [register(a), .site(.parameter, instruction.wide)]
        case .include: return [.function(instruction.wide)]
        // Its registers belong to the function that it names.
        case .deferToEnd: return [.function(instruction.wide)]
        case .share, .sequencePrepare, .returnValue, .storeResponse, .subject, .lastResponse, .sleep, .readClock,
            .enterStep, .skipTest, .fail, .exit, .show:
            return [register(a)]
        case .returnNull, .enterScope, .leave, .endDeferred, .endInclude, .endChunk, .end: return []
        }
    }
}
