import PicketSyntax

/// Emits instructions and allocates registers in the current function.
extension Generator {
    @discardableResult
    func emit(_ instruction: Instruction, at span: SourceSpan) -> Int {
        context.builder.emit(instruction, at: span)
    }

    /// Emits a forward jump, to be patched.
    func emitJump(_ operation: Opcode = .jump, flag: UInt8 = 0, a: UInt16 = 0, at span: SourceSpan) -> Int {
        emit(Instruction(operation, flag: flag, a: a, wide: 0), at: span)
    }

    func patch(_ jumps: [Int]) {
        for jump in jumps { context.builder.patch(jump) }
    }

    func patch(_ jump: Int) { context.builder.patch(jump) }

    var here: Int { context.builder.instructions.count }

    /// A register as an operand.
    func operand(_ register: Int) -> UInt16 { UInt16(truncatingIfNeeded: register << 4) }

    /// The next free register.
    func allocate(_ count: Int = 1) -> Int {
        let register = context.nextRegister
        context.nextRegister += count
        if context.nextRegister > Generator.registerLimit {
            // The register numbers wrap, so that generation can finish.
            fail(.tooManyNames(source))
            context.nextRegister = count + 1
            return 0
        }
        context.builder.registerCount = max(context.builder.registerCount, context.nextRegister)
        return register
    }

    /// Frees the registers that `body` allocated.
    func temporarily<Result>(_ body: () -> Result) -> Result {
        let mark = context.nextRegister
        let result = body()
        context.nextRegister = mark
        return result
    }
}
