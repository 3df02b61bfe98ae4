import PicketSyntax

extension Resolver {
    // MARK: Declaring

    /// Declares a name in the current block. A second declaration in the same block is an error, except at the prompt.
    ///
    /// - Returns: its index among the declarations.
    @discardableResult
    func declare(_ name: Name, _ kind: Declaration.Kind, mayOverwrite: Bool = false) -> Int {
        let number = number(of: name.span)
        if let known = declaredHere(number) {
            if !(self.kind.isOfSession && isGlobalScope || mayOverwrite) {
                report(
                    .redeclared(
                        text(name), at: location(name.span), first: resolution.declarations[known].location))
            }
            note(name.span, .declares(known))
            return known
        }
        if isLast(name.span) { report(.reservedName(text(name), at: location(name.span))) }
        let declaration = isGlobalScope ? declareGlobal(number, name, kind) : declareLocal(number, name, kind)
        note(name.span, .declares(declaration))
        return declaration
    }

    /// Whether defs can see the names that are declared now.
    var isGlobalScope: Bool { openScopes.isEmpty && function.isTopLevel }

    private func declaredHere(_ name: Int) -> Int? {
        guard let known = declaration(of: name), resolution.declarations[known].scope == openScopes.last?.scope else {
            return nil
        }
        return known
    }

    private func declareGlobal(_ number: Int, _ name: Name, _ kind: Declaration.Kind) -> Int {
        let global = session.declare(number, at: location(name.span))
        if includeChain.count == 1 { ownGlobals.append(resolution.declarations.count) }
        visible[number] = Int32(truncatingIfNeeded: resolution.declarations.count)
        return add(Declaration(kind: kind, location: global.location, name: number, scope: nil, place: global.place))
    }

    private func declareLocal(_ number: Int, _ name: Name, _ kind: Declaration.Kind) -> Int {
        let declaration = add(
            Declaration(
                kind: kind, location: location(name.span), name: number, scope: openScopes.last?.scope, place: nil))
        locals.append(Local(name: number, declaration: declaration, outer: visible[number]))
        visible[number] = Int32(truncatingIfNeeded: declaration)
        demand(1)
        return declaration
    }

    private func add(_ declaration: Declaration) -> Int {
        resolution.declarations.append(declaration)
        return resolution.declarations.count - 1
    }

    // MARK: Finding

    /// The number of a name.
    @inline(__always)
    func number(of span: SourceSpan) -> Int {
        let number = session.number(of: span, in: source)
        if number >= visible.count { addName() }
        return number
    }

    private func addName() {
        visible.append(-1)
        commandOf.append(Resolver.unasked)
        builtinOf.append(Resolver.unasked)
    }

    /// The declaration that a name refers to; nil if there is none.
    @inline(__always)
    func declaration(of name: Int) -> Int? {
        let known = visible[name]
        return known >= 0 ? Int(known) : declarationOfSession(name)
    }

    /// Declares a name of an earlier text in this text, when it first occurs.
    private func declarationOfSession(_ name: Int) -> Int? {
        guard let global = session.global(name) else { return nil }
        visible[name] = Int32(truncatingIfNeeded: resolution.declarations.count)
        return add(
            Declaration(kind: .earlier, location: global.location, name: name, scope: nil, place: global.place))
    }

    /// Resolves a name whose value is read; reports an unknown name.
    func read(_ span: SourceSpan) {
        if isLast(span) { return }
        let number = number(of: span)
        guard let known = declaration(of: number) else { return reportUndeclared(number, span) }
        resolution.declarations[known].isUsed = true
        note(span, .reads(known))
    }

    /// Resolves a name that is changed, which does not count as a use; nil after reporting an unknown name.
    func change(_ span: SourceSpan) -> Int? {
        let number = number(of: span)
        if let known = declaration(of: number) {
            resolution.declarations[known].isChanged = true
            note(span, .changes(known))
            return known
        }
        if isLast(span) {
            report(.reservedName("last", at: location(span)))
        } else {
            reportUndeclared(number, span)
        }
        return nil
    }

    private func reportUndeclared(_ number: Int, _ span: SourceSpan) {
        note(span, .unknown)
        let before = diagnostics.count
        let name = source.text(span)
        reportUnknown(Name(span)) {
            let near = nearestVariable(name)
            // The near name was meant, so it is not unused.
            if let near, let number = session.names.number(of: near), let known = declaration(of: number) {
                resolution.declarations[known].isUsed = true
            }
            return .undefinedVariable(name, at: location(span), near: near)
        }
        guard diagnostics.count > before else { return }
        undeclared.append(UndeclaredName(name: number, location: location(span), diagnostic: before))
    }

    private func nearestVariable(_ name: String) -> String? {
        var search = NearestSearch(name)
        search.consider(CollectionOfOne("last"))
        search.consider(session.globalNames, sorted: true)
        search.consider(locals.lazy.map { self.session.names.text(of: $0.name) })
        return search.result
    }

    /// Adds notes to errors about unknown names that the text declares elsewhere: in another block, or further down.
    func explainUndeclared() {
        guard !undeclared.isEmpty, !watch.isOver else { return }
        var places: [Int: [Declaration]] = [:]
        for declaration in resolution.declarations
        where declaration.kind == .name || declaration.kind == .scriptParameter {
            places[declaration.name, default: []].append(declaration)
        }
        for use in undeclared {
            let others = (places[use.name] ?? []).filter { isElsewhere($0, than: use.location) }.map(\.location)
            guard let other = others.min(by: { $0.span.start < $1.span.start }) else { continue }
            diagnostics[use.diagnostic].pointOut(other, of: session.names.text(of: use.name))
        }
    }

    /// Whether a declaration is in the same file, and is not that of the statement that reads the name.
    private func isElsewhere(_ declaration: Declaration, than use: SourceLocation) -> Bool {
        guard declaration.location.source === use.source else { return false }
        if declaration.location.span.start > use.span.start { return true }
        guard let scope = declaration.scope.map({ resolution.scopes[$0] }) else { return false }
        return !(scope.span.start...scope.span.end).contains(use.span.start)
    }

    /// Stores the meaning of a name, for later queries.
    @inline(__always)
    func note(_ span: SourceSpan, _ meaning: Meaning) { names.add(span.start, meaning) }

    // MARK: Blocks

    /// Opens a scope for the names that `body` declares.
    func scoped(_ span: SourceSpan, _ body: () -> Void) {
        let before = demand
        openScope(span)
        body()
        closeScope()
        demand = before
    }

    func openScope(_ span: SourceSpan) {
        let parent = openScopes.last?.scope
        openScopes.append((resolution.scopes.count, locals.count))
        resolution.scopes.append(NameScope(source: source, span: span, parent: parent))
    }

    func closeScope() {
        guard let scope = openScopes.popLast() else { return }
        warnUnused(locals[scope.firstLocal...].lazy.map(\.declaration))
        for local in locals[scope.firstLocal...].reversed() { visible[local.name] = local.outer }
        locals.removeLast(locals.count - scope.firstLocal)
    }

    /// Warns of unused names.
    func warnUnused(_ declarations: some Sequence<Int>) {
        if hasSyntaxErrors { return }
        // Hidden errors may be about misspellings of these names.
        if errorCount > Resolver.diagnosticLimit || watch.isOver { return }
        for index in declarations {
            let declaration = resolution.declarations[index]
            if declaration.isUsed || session.names.firstByte(of: declaration.name) == UInt8(ascii: "_") { continue }
            report(
                .unusedName(
                    session.names.text(of: declaration.name), isChanged: declaration.isChanged,
                    at: declaration.location))
        }
    }

    /// Removes the warnings about unused names, after a syntax error further down.
    func forgetUnused() {
        let count = diagnostics.count
        diagnostics.removeAll { $0.code == .unusedName }
        warningCount -= count - diagnostics.count
    }
}
