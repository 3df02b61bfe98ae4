/// An instruction of the machine: an operation, a flag, and three operands, in eight bytes.
///
/// Operands are small integers or registers, as byte offsets into the frame (16 bytes per cell). `wide` is the second
/// and the third operand read as one 32-bit integer.
struct Instruction {
    var bits: UInt64

    @inline(__always)
    init(_ operation: Opcode, flag: UInt8 = 0, a: UInt16 = 0, b: UInt16 = 0, c: UInt16 = 0) {
        bits =
            UInt64(operation.rawValue) | UInt64(flag) << 8 | UInt64(a) << 16 | UInt64(b) << 32 | UInt64(c) << 48
    }

    @inline(__always)
    init(_ operation: Opcode, flag: UInt8 = 0, a: UInt16 = 0, wide: Int32) {
        bits =
            UInt64(operation.rawValue) | UInt64(flag) << 8 | UInt64(a) << 16
            | UInt64(UInt32(bitPattern: wide)) << 32
    }

    /// The byte always comes from an `Opcode`, because the initialiser takes one.
    @inline(__always)
    var operation: Opcode { unsafeBitCast(UInt8(truncatingIfNeeded: bits), to: Opcode.self) }

    @inline(__always)
    var flag: UInt8 { UInt8(truncatingIfNeeded: bits >> 8) }

    @inline(__always)
    var a: Int { Int(UInt16(truncatingIfNeeded: bits >> 16)) }

    @inline(__always)
    var b: Int { Int(UInt16(truncatingIfNeeded: bits >> 32)) }

    @inline(__always)
    var c: Int { Int(truncatingIfNeeded: bits >> 48) }

    /// The third operand as a signed integer.
    @inline(__always)
    var immediate: Int64 { Int64(Int16(truncatingIfNeeded: bits >> 48)) }

    @inline(__always)
    var wide: Int { Int(Int32(truncatingIfNeeded: bits >> 32)) }
}

/// The machine's operations. `A B C` are registers, `#` an immediate integer, `→` a jump relative to the next instruction.
enum Opcode: UInt8 {
    // Cells.
    case loadConstant  // A = constants[wide]
    case loadInteger  // A = #wide
    case loadLiterals  // A ..< A + flag = literals[wide ...], a call's arguments
    case move  // A = B, a temporary
    case copy  // A = B, and both stay in use
    case share  // marks A as shared
    case loadGlobal  // A = globals[wide]; an error without a value
    case storeGlobal  // globals[wide] = A
    case loadFar  // A = far globals[wide]
    case storeFar  // far globals[wide] = A

    // Arithmetic.
    case add, subtract, multiply, divide, remainder  // A = B op C
    case addImmediate, subtractImmediate, multiplyImmediate, divideImmediate, remainderImmediate  // A = B op #C
    case addNext  // A = B + C, then the `rangeNext` that follows, in one step
    case negate, not  // A = op B

    // Comparisons as values.
    case equal, notEqual, less, lessOrEqual, greater, greaterOrEqual  // A = B op C
    case contained, notContained, contains, matches  // A = B op C
    case containedInRange  // A = B in C ..(flag: half-open) the register after C

    // Jumps. A `jump` follows each test; the machine takes it if the comparison does not hold.
    case jump  // → wide
    case loop  // → wide, a back edge: counts
    case jumpIfFalse, jumpIfTrue  // A, → wide
    case jumpUnlessMissing  // A, → wide
    case jumpUnlessAbsent  // A is neither missing nor null, → wide
    case testEqual, testNotEqual, testLess, testLessOrEqual, testGreater, testGreaterOrEqual  // A op B
    case testEqualImmediate, testNotEqualImmediate, testLessImmediate, testLessOrEqualImmediate
    case testGreaterImmediate, testGreaterOrEqualImmediate  // A op #wide

    // Loops: A current, A+1 limit, A+2 the name; for a sequence A container, A+1 position, A+2 and A+3 the names.
    case rangePrepare  // flag: half-open; → wide if empty
    case rangeNext  // → wide while there is more
    case sequencePrepare  // checks that A is a sequence
    case sequenceNext  // flag: two names; → wide while there is more

    // Texts.
    case interpolate  // A = template at wide
    case classify  // A = B as a command word: a number if it prints back identically

    // Containers.
    case newList  // A = [B ..< B + C]
    case newMap  // A = {B: B+1 …}, C entries
    case newRange  // A = B..C as a list; flag: half-open
    case getField  // A = B.constants[C]; flag: soft
    case getIndex  // A = B[C]; flag: soft
    case setIndex  // A[B] = C
    case setPath  // A[B][B+1]… = C, flag steps
    case append  // append C to A
    case appendPath  // append C to A[B][B+1]…, flag steps

    // Calls.
    case call  // A: base of the arguments, and the result; function at wide
    case callSpread  // A: base; call site at wide
    case returnValue  // A
    case returnNull
    case builtin  // A = function flag of B ..< B + C

    // The host.
    case command  // A: base of the arguments; command site at wide
    case commandSpread  // the same, with spread arguments
    case storeResponse  // A = the latest response as a map
    case print  // A ..< A + B
    case subject  // A = subject flag of the latest response; B: a missing value is an error
    case lastResponse  // A = $last; flag: soft
    case sleep  // A
    case readEnvironment  // A = env(B, C); flag: with a default (1), or may be missing (2)
    case readFile  // A = file B; flag: its kind
    case readClock  // A = now(); flag: the monotonic clock, as an integer

    // Expectations.
    case expect  // A, B: left and right; the `expectFail` that follows names the site
    case expectFail  // A: reason or missing; expectation site at wide

    // Blocks with work to do on exit.
    case enterScope  // a block with `defer`
    case pushDeferred  // → wide: the body
    case deferToEnd  // defers function wide to the session's end; its own registers begin at A
    case pushHandler  // A: the problem's register; → wide
    case pushFinalizer  // → wide
    case pushAttempt  // A: the attempt's registers; flag: timed; → wide when it fails
    case attemptDelay  // A: the attempt's registers; flag: timed
    case enterStep  // A: its name
    case leave  // leaves the innermost open block without a failure
    case endDeferred  // ends a deferred or final body
    case leaveJump  // leaves A blocks, then → wide
    case runTest  // A: name, A+1: tags; A+3 = whether to run it
    case enterTest  // A+2: time limit, A+4: now; registers below B are kept; a `jump` past the test follows
    case skipTest  // A: reason
    case runParallel  // A: the sequence, or with a flag a range from A to A+2; A+1: how many at once; loop site at wide
    case fail  // A: reason
    case exit  // A: status
    case secret  // makes A secret and registers it with the redactor; secret site at wide
    case show  // A: a value at the prompt
    case parameter  // A = the script's parameter at wide
    case include  // runs the top-level code of another file, function wide, in this frame
    case endInclude
    case endChunk  // the end of a chunk of a long script
    case end  // the end of top-level code
    case slice  // A = the part of the list B from C to the register after it; flag: half-open (1), soft (2)
    case callHost  // A: base of the arguments, flag of them, and the result; the host's function at wide
}
