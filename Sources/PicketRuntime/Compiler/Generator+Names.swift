import PicketSyntax

extension Generator {
    // MARK: Declaring

    /// Declares a name in the current block and returns where its value goes; a second one of the same name in one
    /// block is an error, except at the prompt.
    func declare(_ name: Name, mayOverwrite: Bool = false) -> Variable {
        let text = text(name)
        if let known = declaredHere(text) {
            if kind != .script && isGlobalScope || mayOverwrite { return known }
            report(.redeclared(text, at: location(name.span), first: known.location))
            return known
        }
        if text == "last" { report(.reservedName(text, at: location(name.span))) }
        return add(text, name.span)
    }

    /// Whether names declared now are seen by defs.
    var isGlobalScope: Bool { context.isTopLevel && context.scopes.count == 1 }

    private func declaredHere(_ name: String) -> Variable? {
        isGlobalScope ? session.globals[name] : context.scopes[context.scopes.count - 1].variables[name]
    }

    private func add(_ name: String, _ span: SourceSpan) -> Variable {
        guard isGlobalScope else {
            let variable = Variable(name: name, location: location(span), place: .register(allocate()))
            context.scopes[context.scopes.count - 1].declare(variable)
            return variable
        }
        // Every name that a top level can declare was given its place by `prepare`.
        let place = reservedPlaces[name] ?? .register(allocate())
        let variable = Variable(name: name, location: location(span), place: place)
        session.globals[name] = variable
        context.scopes[0].declare(variable)
        return variable
    }

    // MARK: Finding

    /// The variable of a name, or nil after reporting that there is none.
    ///
    /// - Parameter isRead: whether its value is asked for; to change it is no use of it.
    func find(_ span: SourceSpan, isRead: Bool = true) -> Variable? {
        if isRead, let variable = lookUp(span) {
            variable.markUsed()
            return variable
        }
        let name = context.source.text(span)
        if !isRead, let variable = lookUp(name, in: context, isRead: false) {
            variable.markChanged()
            return variable
        }
        if name == "last", !isRead {
            report(.reservedName(name, at: location(span)))
            return nil
        }
        reportUnknown(Name(span)) {
            let near = nearestVariable(name)
            // What was meant is not unused as well.
            if let near { lookUp(near, in: context)?.markUsed() }
            return .undefinedVariable(name, at: location(span), near: near, other: declaration(of: span))
        }
        return nil
    }

    func lookUp(_ name: String, in context: FunctionContext, isRead: Bool = true) -> Variable? {
        for scope in context.scopes.reversed() {
            if let variable = scope.variables[name] { return variable }
        }
        guard let global = session.globals[name] else { return nil }
        isRead ? global.markUsed() : global.markChanged()
        if context.isTopLevel { return global }
        return asGlobal(global)
    }

    private func asGlobal(_ variable: Variable) -> Variable {
        guard case .register(let register) = variable.place else { return variable }
        return Variable(name: variable.name, location: variable.location, place: .global(register))
    }

    /// Gives a parallel body registers for every local name around it; an iteration starts with their values.
    func captureSurroundings(of context: FunctionContext) {
        guard let parent = context.parent else { return }
        for scope in parent.scopes.reversed() {
            for variable in scope.order where context.scopes[0].variables[variable.name] == nil {
                guard session.globals[variable.name] !== variable, case .register(let register) = variable.place else {
                    continue
                }
                let inner = Variable(
                    name: variable.name, location: variable.location, place: .register(allocate()))
                inner.outer = variable
                context.captures.append(register << 4)
                context.scopes[0].declare(inner)
            }
        }
    }

    private func nearestVariable(_ name: String) -> String? {
        var search = NearestSearch(name)
        search.consider(CollectionOfOne("last"))
        search.consider(session.globals.keys, sorted: true)
        for scope in context.scopes { search.consider(scope.order.lazy.map(\.name)) }
        return search.result
    }

    // MARK: Reading and writing

    /// Loads a variable into a register, as a value that lives on in both places.
    func load(_ variable: Variable, into target: Int, at span: SourceSpan, shares: Bool) {
        switch variable.place {
        case .register(let register):
            guard register != target else { return }
            emit(Instruction(shares ? .copy : .move, a: operand(target), b: operand(register)), at: span)
        case .global(let register):
            emit(Instruction(.loadGlobal, a: operand(target), wide: Int32(register << 4)), at: span)
            if shares { emit(Instruction(.share, a: operand(target)), at: span) }
        case .far(let index):
            emit(Instruction(.loadFar, a: operand(target), wide: Int32(index)), at: span)
            if shares { emit(Instruction(.share, a: operand(target)), at: span) }
        }
    }

    /// Writes a register into a variable that does not stand in a register of this function.
    func store(_ register: Int, into variable: Variable, at span: SourceSpan) {
        switch variable.place {
        case .register(let target):
            guard register != target else { return }
            emit(Instruction(.move, a: operand(target), b: operand(register)), at: span)
        case .global(let target):
            emit(Instruction(.storeGlobal, a: operand(register), wide: Int32(target << 4)), at: span)
        case .far(let index):
            emit(Instruction(.storeFar, a: operand(register), wide: Int32(index)), at: span)
        }
    }

    // MARK: Blocks

    /// Opens a scope; its registers are free again afterwards.
    func scoped(_ body: () -> Void) {
        context.scopes.append(Scope(firstRegister: context.nextRegister))
        body()
        if let scope = context.scopes.popLast() {
            warnUnused(scope)
            context.nextRegister = scope.firstRegister
        }
    }

    func warnUnused(_ scope: Scope) {
        if hasSyntaxErrors { return }
        // Which names were meant by those of errors that are not shown is not known.
        if errorCount > Generator.diagnosticLimit || watch.isOver { return }
        for variable in scope.order where !variable.isUsed && variable.outer == nil && !variable.name.hasPrefix("_") {
            report(.unusedName(variable.name, isChanged: variable.isChanged, at: variable.location))
        }
    }

    /// Warns of top-level names of a script that nothing reads; an included file's are for others.
    func reportUnused(_ source: SourceFile) {
        guard kind == .script, let main = topLevelCodes.last?.context, main.source === source else { return }
        context = main
        warnUnused(main.scopes[0])
    }

    /// Takes back what was said of names before the text turned out not to parse further down.
    func forgetUnused() {
        let count = diagnostics.count
        diagnostics.removeAll { $0.code == .unusedName }
        warningCount -= count - diagnostics.count
    }
}
