import PicketSyntax

/// Generates blocks with work to do on exit, and their registration in the machine.
extension Generator {
    /// Generates the content of a block that the machine tracks.
    private func inBlock(_ body: () -> Void) {
        context.blockDepth += 1
        body()
        context.blockDepth -= 1
    }

    func compile(_ node: TryStatement) {
        let finalizer = node.finally.map { _ in emitJump(.pushFinalizer, at: node.span) }
        if finalizer != nil { context.blockDepth += 1 }
        compileHandled(node)
        guard let finally = node.finally, let finalizer else { return }
        context.blockDepth -= 1
        emit(Instruction(.leave), at: node.span)
        let end = emitJump(at: finally.span)
        patch(finalizer)
        compileDeferred(finally)
        patch(end)
    }

    private func compileHandled(_ node: TryStatement) {
        guard let handler = node.handler else { return compile(node.body) }
        scoped {
            let register = allocate()
            let push = emitJump(.pushHandler, a: operand(register), at: node.span)
            inBlock { compile(node.body) }
            emit(Instruction(.leave), at: node.body.span)
            let end = emitJump(at: handler.span)
            patch(push)
            scoped {
                if let problem = node.problem {
                    let variable = declare(problem)
                    store(register, into: variable, at: problem.span)
                }
                compileBody(handler.statements, at: handler.span)
            }
            patch(end)
        }
    }

    /// Generates a body that runs when its block is left.
    private func compileDeferred(_ body: Block) {
        let loops = context.loops
        context.loops = []
        inBlock { compile(body) }
        context.loops = loops
        emit(Instruction(.endDeferred), at: body.span)
    }

    func compile(_ node: DeferStatement) {
        if isSessionLevel { return compileForSessionEnd(node) }
        let push = emitJump(.pushDeferred, at: node.span)
        let end = emitJump(at: node.span)
        patch(push)
        compileDeferred(node.body)
        patch(end)
    }

    /// Whether defs can see the names that are declared here.
    private var isGlobalScope: Bool { context.kind == .topLevel && context.scopes.count == 1 }

    /// Whether the code is at the top level of a session's text, where `defer` registers with the session.
    var isSessionLevel: Bool { kind != .script && isGlobalScope && includeDepth == 0 }

    /// Generates the body as a function of its own, because it outlives the text that defers it.
    private func compileForSessionEnd(_ node: DeferStatement) {
        let outer = context
        let index = reserve()
        context = FunctionContext(.topLevel, name: "", source: outer.source, firstRegister: outer.nextRegister)
        compile(node.body)
        emit(Instruction(.end), at: node.body.span)
        keepTopLevel(index, context)
        context = outer
        emit(Instruction(.deferToEnd, a: operand(outer.nextRegister), wide: Int32(index)), at: node.span)
    }

    // MARK: Attempts

    func compile(_ node: WithinStatement) {
        compileAttempt(
            limit: node.limit, interval: node.interval, backoff: node.backoff, node.body, isTimed: true, at: node.span)
    }

    func compile(_ node: RetryStatement) {
        compileAttempt(
            limit: node.count, interval: node.interval, backoff: node.backoff, node.body, isTimed: false,
            at: node.span)
    }

    private func compileAttempt(
        limit: Expression, interval: Expression?, backoff: Expression?, _ body: Block, isTimed: Bool,
        at span: SourceSpan
    ) {
        let flag: UInt8 = isTimed ? 1 : 0
        temporarily {
            let state = allocate(AttemptRegister.count)
            compile(limit, into: state)
            compileOr(interval, Cell(nanoseconds: 1_000_000_000), into: state + 1, at: span)
            compileOr(backoff, Cell(Int64(1)), into: state + 2, at: span)
            if isTimed { emit(Instruction(.readClock, flag: 1, a: operand(state + 3)), at: span) }
            loadInteger(0, into: state + 5, at: span)
            let start = here
            let push = emitJump(.pushAttempt, flag: flag, a: operand(state), at: limit.span)
            inBlock { compile(body) }
            emit(Instruction(.leave), at: body.span)
            let end = emitJump(at: body.span)
            patch(push)
            if isTimed { emit(Instruction(.readClock, flag: 1, a: operand(state + 4)), at: span) }
            emit(Instruction(.attemptDelay, flag: flag, a: operand(state)), at: span)
            emit(Instruction(.loop, wide: context.builder.distance(to: start)), at: span)
            patch(end)
        }
    }

    private func compileOr(_ expression: Expression?, _ fallback: Cell, into register: Int, at span: SourceSpan) {
        if let expression {
            compile(expression, into: register)
        } else {
            loadConstant(fallback, into: register, at: span)
        }
    }

    // MARK: Steps and tests

    func compile(_ node: StepStatement) {
        temporarily {
            let name = allocate()
            compileWord(node.name, into: name)
            emit(Instruction(.enterStep, a: operand(name)), at: node.name.span)
        }
        inBlock { compile(node.body) }
        emit(Instruction(.leave), at: node.span)
    }

    /// Loads a word as its own text.
    private func compileWord(_ expression: Expression, into register: Int) {
        if case .commandWord(let span) = expression {
            loadText(source.bytes(span), into: register, at: span)
        } else {
            compile(expression, into: register)
        }
    }

    /// Generates a test. Its registers are: name, tags, time limit, whether it runs, and its start time.
    func compile(_ node: TestStatement) {
        scoped {
            let kept = context.nextRegister
            let state = allocate(5)
            compileWord(node.name, into: state)
            compileOr(argument("tags", of: node), .missing, into: state + 1, at: node.span)
            compileOr(argument("timeout", of: node), .missing, into: state + 2, at: node.span)
            emit(Instruction(.runTest, a: operand(state)), at: node.name.span)
            let skip = emitJump(.jumpIfFalse, a: operand(state + 3), at: node.span)
            emit(Instruction(.readClock, flag: 1, a: operand(state + 4)), at: node.span)
            emit(Instruction(.enterTest, a: operand(state), b: operand(kept)), at: node.name.span)
            let end = emitJump(at: node.span)
            inBlock { compile(node.body) }
            emit(Instruction(.leave), at: node.span)
            patch(end)
            patch(skip)
        }
    }
}
