import PicketSyntax

extension Generator {
    func compile(_ node: IfStatement) {
        var ends: [Int] = []
        for (position, branch) in node.branches.enumerated() {
            let whenFalse = temporarily { jumpsIfFalse(branch.condition) }
            compile(branch.body)
            if position < node.branches.count - 1 || node.otherwise != nil {
                ends.append(emitJump(at: branch.body.span))
            }
            patch(whenFalse)
        }
        if let otherwise = node.otherwise { compile(otherwise) }
        patch(ends)
    }

    func compile(_ node: WhileStatement) {
        let start = here
        let whenFalse = temporarily { jumpsIfFalse(node.condition) }
        let body = here
        beginLoop()
        compile(node.body)
        let loop = endLoop()
        patch(loop.continues)
        noteBody(from: body)
        emit(Instruction(.loop, wide: context.builder.distance(to: start)), at: node.condition.span)
        patch(whenFalse)
        patch(loop.breaks)
    }

    private func beginLoop() { context.loops.append(LoopContext(blockDepth: context.blockDepth)) }

    private func endLoop() -> LoopContext { context.loops.removeLast() }

    /// Registers the code of a loop's body, which ends here. After a recorded failure the next round continues here.
    private func noteBody(from start: Int) {
        context.builder.sites.loops.append(start..<here)
    }

    // MARK: for

    func compile(_ node: ForStatement) {
        if node.parallel != nil { return compileParallel(node) }
        scoped {
            if case .range(let range) = ungrouped(node.sequence) {
                compileRangeLoop(node, range)
            } else {
                compileSequenceLoop(node)
            }
        }
    }

    /// Generates a loop over a range. Its registers are: the current integer, the last one, and the name, which the
    /// body may change. With two names the first is the position, the second's distance from the lower bound, and has a
    /// register of its own.
    private func compileRangeLoop(_ node: ForStatement, _ range: RangeExpression) {
        let first = node.value == nil ? nil : allocate()
        let state = allocate(2)
        compile(range.lower, into: state)
        compile(range.upper, into: state + 1)
        let variable = declare(node.value ?? node.name)
        var enter: (() -> Void)?
        if let first {
            let position = declare(node.name)
            emit(Instruction(.copy, a: operand(first), b: operand(state)), at: node.sequence.span)
            enter = { [self] in
                guard case .register(let register) = position.place else { return }
                emit(
                    Instruction(.subtract, a: operand(register), b: operand(state + 2), c: operand(first)),
                    at: node.name.span)
            }
        }
        compileLoopBody(
            node, names: [variable], enter: enter,
            prepare: { self.emitJump(.rangePrepare, flag: range.isClosed ? 0 : 1, a: self.operand(state), at: $0) },
            next: { start in
                self.context.builder.fuseAddition()
                self.emit(
                    Instruction(
                        .rangeNext, a: self.operand(state), wide: self.context.builder.distance(to: start)),
                    at: node.sequence.span)
            })
    }

    /// Generates a loop over a list or map. Its registers are: the sequence, the position, and one or two names.
    private func compileSequenceLoop(_ node: ForStatement) {
        let state = allocate(2)
        compileShared(node.sequence, into: state)
        var names = [declare(node.name)]
        if let value = node.value { names.append(declare(value)) }
        let flag: UInt8 = node.value == nil ? 0 : 1
        emit(Instruction(.sequencePrepare, flag: flag, a: operand(state)), at: node.sequence.span)
        compileLoopBody(
            node, names: names, prepare: { self.emitJump(at: $0) },
            next: { start in
                self.emit(
                    Instruction(
                        .sequenceNext, flag: flag, a: self.operand(state),
                        wide: self.context.builder.distance(to: start)), at: node.sequence.span)
            }, entersAtNext: true)
    }

    private func compileLoopBody(
        _ node: ForStatement, names: [Variable], enter: (() -> Void)? = nil, prepare: (SourceSpan) -> Int,
        next: (Int) -> Void, entersAtNext: Bool = false
    ) {
        let entry = prepare(node.sequence.span)
        let start = here
        beginLoop()
        enter?()
        compile(node.body)
        let loop = endLoop()
        patch(loop.continues)
        noteBody(from: start)
        if entersAtNext { patch(entry) }
        next(start)
        if !entersAtNext { patch(entry) }
        patch(loop.breaks)
    }

    func compileBreak(at span: SourceSpan) {
        guard let loop = context.loops.last else { return assertionFailure("the resolver has refused it") }
        let jump = leaveTo(loop.blockDepth, at: span)
        context.loops[context.loops.count - 1].breaks.append(jump)
    }

    func compileContinue(at span: SourceSpan) {
        guard let loop = context.loops.last else { return assertionFailure("the resolver has refused it") }
        let jump = leaveTo(loop.blockDepth, at: span)
        context.loops[context.loops.count - 1].continues.append(jump)
    }

    /// Emits a jump out of the blocks that were opened since, with their work on exit.
    private func leaveTo(_ blockDepth: Int, at span: SourceSpan) -> Int {
        let count = context.blockDepth - blockDepth
        guard count > 0 else { return emitJump(at: span) }
        return emitJump(.leaveJump, a: UInt16(truncatingIfNeeded: count), at: span)
    }

    func compile(_ node: ReturnStatement) {
        guard let expression = node.value else {
            emit(Instruction(.returnNull), at: node.span)
            return
        }
        temporarily {
            let register = value(expression)
            // A local name ends here, so nothing else holds its value, unless a deferred body still reads it.
            let isSeenLater = context.blockDepth > 0 || context.runsDeferred
            if mayShare(expression), !isLocal(expression) || isSeenLater {
                emit(Instruction(.share, a: operand(register)), at: node.span)
            }
            emit(Instruction(.returnValue, a: operand(register)), at: node.span)
        }
    }

    // MARK: Parallel loops

    private func compileParallel(_ node: ForStatement) {
        temporarily {
            // The sequence, the number of concurrent iterations, and the upper bound of a range, which is never
            // converted to a list.
            let state = allocate(3)
            var kind = ParallelLoop.SequenceKind.container
            if case .range(let range) = ungrouped(node.sequence), node.value == nil {
                compile(range.lower, into: state)
                compile(range.upper, into: state + 2)
                kind = range.isClosed ? .closedRange : .range
            } else {
                compileShared(node.sequence, into: state)
            }
            if let parallel = node.parallel { compile(parallel, into: state + 1) }
            let outer = context
            let index = reserve()
            context = FunctionContext(.parallelBody, name: outer.name, source: outer.source, parent: outer)
            compileIteration(node)
            let body = context
            context = outer
            keep(body, at: index, name: body.name, parameterCount: 0)
            context.builder.sites.parallels.append(
                ParallelSite(
                    function: index, hasValueName: node.value != nil, captures: body.captures,
                    widthSpan: node.parallel?.span ?? node.span, span: node.span))
            emit(
                Instruction(
                    .runParallel, flag: kind.rawValue, a: operand(state),
                    wide: Int32(context.builder.sites.parallels.count - 1)),
                at: node.sequence.span)
        }
    }

    private func compileIteration(_ node: ForStatement) {
        _ = declare(node.name)
        if let value = node.value { _ = declare(value) }
        let captured = captureSurroundings(of: context)
        beginLoop()
        compile(node.body)
        let loop = endLoop()
        patch(loop.continues)
        emit(Instruction(.end), at: node.span)
        context.builder.registerCount = max(1, context.builder.registerCount)
        // After the loop the names have their old registers again.
        for (declaration, register) in captured { registerOf[declaration] = register }
    }
}
