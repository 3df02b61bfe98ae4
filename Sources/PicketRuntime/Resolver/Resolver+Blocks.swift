import PicketSyntax

/// Resolves blocks with work to do on exit, conditions and loops.
extension Resolver {
    func resolve(_ node: TryStatement) {
        demand(1)
        resolve(node.body)
        if let handler = node.handler {
            scoped(handler.span) {
                if let problem = node.problem { declare(problem, .problem) }
                statements(handler.statements)
            }
        }
        if let finally = node.finally { resolveDeferred(finally) }
    }

    /// Resolves a body that runs when its block is left.
    private func resolveDeferred(_ body: Block) {
        function.deferredDepth += 1
        let loops = function.loops
        function.loops = []
        resolve(body)
        function.loops = loops
        function.deferredDepth -= 1
    }

    func resolve(_ node: DeferStatement) {
        guard kind != .script, isGlobalScope, includeChain.count == 1 else { return resolveDeferred(node.body) }
        // At the top level of a session's text it runs at the session's end, after other commands.
        let hadResponse = function.mayHaveResponse
        function.mayHaveResponse = true
        resolveDeferred(node.body)
        function.mayHaveResponse = hadResponse
    }

    // MARK: Attempts, steps and tests

    func resolveAttempt(
        _ limit: Expression, _ amount: Amount, _ interval: Expression?, _ backoff: Expression?, _ body: Block
    ) {
        demand(AttemptRegister.count)
        resolve(limit, amount)
        if let interval { resolve(interval, .every) }
        if let backoff { resolve(backoff, .backoff) }
        resolve(body)
    }

    /// Resolves a word as its own text, which is never a name.
    func resolveWord(_ expression: Expression) {
        if case .commandWord = expression { return }
        resolve(expression)
    }

    func resolve(_ node: TestStatement) {
        declareTest(node)
        demand(5)
        resolveWord(node.name)
        if let tags = argument("tags", of: node) { resolve(tags) }
        if let timeout = argument("timeout", of: node) { resolve(timeout, .timeout) }
        function.isInTest = true
        resolve(node.body)
        function.isInTest = false
    }

    private func checkArguments(of node: TestStatement) {
        let known = ["tags", "timeout"]
        var given: Set<TextKey> = []
        for argument in node.arguments {
            guard case .named(let name) = argument.form else {
                if case .spread = argument.form { report(.spreadInto("test", at: location(argument.span))) }
                continue
            }
            if !known.contains(text(name)) {
                report(at: location(name.span)) {
                    .unknownArgument(text(name), of: "test", at: location(name.span), known: known)
                }
            } else if !given.insert(TextKey(text(name))).inserted {
                report(.repeatedArgument(text(name), at: location(argument.span)))
            }
        }
    }

    private func declareTest(_ node: TestStatement) {
        checkArguments(of: node)
        var tags: [String] = []
        if let list = argument("tags", of: node) {
            if case .list(let elements, _) = list { tags = elements.compactMap { constantText($0) } }
            if let single = constantText(list) { tags = [single] }
        }
        if let name = constantText(node.name) {
            let place = location(node.name.span)
            if let first = testNames[Array(name.utf8)] {
                report(.repeatedTest(name, at: place, first: first))
            } else {
                testNames[Array(name.utf8)] = place
            }
        } else {
            report(.computedTestName(at: location(node.name.span)))
        }
        resolution.tests.append(
            DeclaredTest(
                name: constantText(node.name) ?? source.text(node.name.span), tags: tags,
                location: location(node.name.span)))
    }

    // MARK: Conditions and loops

    func resolve(_ node: IfStatement) {
        for branch in node.branches {
            warnOfConstants(in: branch.condition)
            let before = demand
            resolveCondition(branch.condition)
            demand = before
            resolve(branch.body)
        }
        if let otherwise = node.otherwise { resolve(otherwise) }
    }

    func resolve(_ node: WhileStatement) {
        warnOfConstants(in: node.condition)
        let before = demand
        resolveCondition(node.condition)
        demand = before
        resolveLoop(node.body)
    }

    private func resolveLoop(_ body: Block, isParallel: Bool = false) {
        function.loops.append(isParallel)
        resolve(body)
        function.loops.removeLast()
    }

    func resolve(_ node: ForStatement) {
        if node.parallel != nil { return resolveParallel(node) }
        demand(3)
        scoped(node.span) {
            var names = [node.name]
            if let value = node.value { names.append(value) }
            if case .range(let range) = ungrouped(node.sequence) {
                resolve(range.lower)
                resolve(range.upper)
                // The element's register comes first.
                names.reverse()
            } else {
                resolve(node.sequence)
            }
            let chance = chance(in: node.sequence)
            declareLoop(names)
            hold(chance, in: node.value ?? node.name, isWhole: true)
            resolveLoop(node.body)
        }
    }

    /// Declares a loop's names. They count as used, because a loop must name its elements.
    private func declareLoop(_ names: [Name]) {
        for name in names { resolution.declarations[declare(name, .loop)].isUsed = true }
    }

    func resolveBreak(at span: SourceSpan) {
        guard let isParallel = function.loops.last else { return report(.outsideLoop("break", at: location(span))) }
        if isParallel { report(.breakInParallel(at: location(span))) }
    }

    func resolve(_ node: ReturnStatement) {
        if function.deferredDepth > 0 { report(.returnFromDeferred(at: location(node.span))) }
        guard function.kind == .definition else {
            return report(
                .returnOutsideDefinition(
                    at: location(node.span), isInParallel: function.kind == .parallelBody))
        }
        if let value = node.value { resolve(value) }
    }

    private func resolveParallel(_ node: ForStatement) {
        demand(3)
        if case .range(let range) = ungrouped(node.sequence), node.value == nil {
            resolve(range.lower)
            resolve(range.upper)
        } else {
            resolve(node.sequence)
        }
        if let parallel = node.parallel { resolve(parallel, .parallel) }
        let outer = function
        function = FunctionNames(.parallelBody, name: outer.name, source: source, firstLocal: locals.count)
        function.isInTest = outer.isInTest
        function.mayHaveResponse = outer.mayHaveResponse
        let before = demand
        // An iteration has a register for each surrounding name.
        demand = locals.count + 1
        scoped(node.span) {
            let chance = chance(in: node.sequence)
            declareLoop([node.name] + (node.value.map { [$0] } ?? []))
            hold(chance, in: node.value ?? node.name, isWhole: true)
            resolveLoop(node.body, isParallel: true)
        }
        demand = before
        let body = function
        function = outer
        parallelBodies.append((body, node.span))
        function.calledDefinitions.formUnion(body.calledDefinitions)
        function.exit = function.exit ?? body.exit
    }
}
