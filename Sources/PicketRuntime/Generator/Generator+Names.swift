import PicketSyntax

extension Generator {
    // MARK: Declaring

    /// Allocates a place for the declared name, unless it has one already: a response may be named again.
    func declare(_ name: Name) -> Variable {
        let declaration = declaration(at: name.span)
        if resolution.declarations[declaration].place != nil {
            registerOf[declaration] = Generator.isDeclared
        } else if registerOf[declaration] < 0 {
            registerOf[declaration] = Int32(truncatingIfNeeded: allocate())
            context.scopes[context.scopes.count - 1].declarations.append(declaration)
        }
        return variable(declaration)
    }

    /// Computes a value and declares a name for it. The value is computed first, so it may read an outer name of the
    /// same spelling.
    func declare(_ name: Name, _ computeValue: (Int) -> Void) {
        let declaration = declaration(at: name.span)
        let isNew = registerOf[declaration] < 0
        switch resolution.declarations[declaration].place {
        case .register(let register) where isNew:
            computeValue(register)
            _ = declare(name)
        case nil where isNew:
            // The name gets the register of the value.
            temporarily { computeValue(allocate()) }
            _ = declare(name)
        default:
            temporarily {
                let value = allocate()
                computeValue(value)
                store(value, into: declare(name), at: name.span)
            }
        }
    }

    // MARK: Finding

    /// The variable that a name reads or changes.
    func variable(at name: SourceSpan) -> Variable { variable(declaration(at: name)) }

    private func declaration(at name: SourceSpan) -> Int {
        guard let declaration = names.meaning(at: name.start).declaration else {
            assertionFailure("`\(source.text(name))` is a variable")
            return 0
        }
        return declaration
    }

    private func variable(_ declaration: Int) -> Variable {
        let place: Place
        switch resolution.declarations[declaration].place {
        case .register(let register): place = context.kind == .topLevel ? .register(register) : .global(register)
        case .far(let index): place = .far(index)
        case nil:
            assert(registerOf[declaration] >= 0, "a name is declared before it is read")
            place = .register(Int(registerOf[declaration]))
        }
        return Variable(declaration: declaration, place: place)
    }

    /// Whether an expression is a name whose register belongs to the current function.
    func isLocal(_ expression: Expression) -> Bool {
        guard case .variable(let name) = ungrouped(expression), !isLast(name), case .register = variable(at: name).place
        else { return false }
        return true
    }

    /// Allocates registers in a parallel body for every local name around it. An iteration starts with copies of their
    /// values.
    ///
    /// - Returns: the registers of the names outside the body.
    func captureSurroundings(of context: FunctionContext) -> [(declaration: Int, register: Int32)] {
        guard let parent = context.parent else { return [] }
        // A name of the loop or of an inner block hides outer names.
        var hidden = Set(context.scopes[0].declarations.map { resolution.declarations[$0].name })
        var captured: [(declaration: Int, register: Int32)] = []
        for scope in parent.scopes.reversed() {
            for declaration in scope.declarations
            where hidden.insert(resolution.declarations[declaration].name).inserted {
                captured.append((declaration, registerOf[declaration]))
            }
        }
        for (declaration, register) in captured {
            context.captures.append(Int(register) << 4)
            registerOf[declaration] = Int32(truncatingIfNeeded: allocate())
            context.scopes[0].declarations.append(declaration)
        }
        return captured
    }

    // MARK: Reading and writing

    /// Loads a variable into a register. Both places hold the value afterwards.
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

    /// Stores a register in a variable that has no register in this function.
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

    /// Opens a scope. Its registers are free again afterwards.
    func scoped(_ body: () -> Void) {
        context.scopes.append(Scope(firstRegister: context.nextRegister))
        body()
        if let scope = context.scopes.popLast() { context.nextRegister = scope.firstRegister }
    }
}

/// Reads the resolved names of a file or def in the order of code generation, which is mostly that of the text.
struct NameReader {
    let names: NamedBody
    private var next = 0

    init(_ names: NamedBody) { self.names = names }

    /// The meaning of the name that begins at an offset.
    @inline(__always)
    mutating func meaning(at start: UInt32) -> Meaning {
        guard next < names.uses.count, names.uses[next].start == start else { return look(at: start) }
        next += 1
        return names.uses[next - 1].meaning
    }

    @inline(never)
    private mutating func look(at start: UInt32) -> Meaning {
        // A name may be looked up twice in a row.
        if next > 0, names.uses[next - 1].start == start { return names.uses[next - 1].meaning }
        guard let place = place(at: start) else { return .unknown }
        next = place + 1
        return names.uses[place].meaning
    }

    /// The same for a name that is not generated yet.
    func meaningAhead(at start: UInt32) -> Meaning { place(at: start).map { names.uses[$0].meaning } ?? .unknown }

    private func place(at start: UInt32) -> Int? {
        let place = names.place(ofNameAt: start)
        guard place >= 0, names.uses[place].start == start else {
            assertionFailure("the name at \(start) was met when the text was resolved")
            return nil
        }
        return place
    }
}
