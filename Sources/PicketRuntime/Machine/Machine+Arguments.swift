import PicketSyntax

/// Binds the arguments of a command, and checks them before a host gets them.
extension Machine {
    /// Binds the entries of `...$map`, then checks that all required arguments are present.
    func spread(
        _ site: UnsafePointer<CommandSite>, _ shape: Unmanaged<CommandShape>, at base: Int
    ) throws(Failure) {
        let command = shape._withUnsafeGuaranteedRef { $0.command }
        let names = command.parameters.map(\.name)
        let others = base + command.parameters.count * 16
        let spreads = currentFunction.sites.mapArguments
        for position in site.pointee.spreads { chargeBinding(register(base + spreads[position].offset), names.count) }
        for position in site.pointee.spreads {
            let spread = spreads[position]
            try bind(spread, at: base, names: names, callee: command.name) { key, value throws(Failure) in
                guard command.acceptsOthers else { return false }
                if self.register(others).kind != CellKind.map {
                    self.setRegister(others, self.heap.state.pointee.map(capacity: 4))
                }
                guard self.heap.state.pointee.value(of: key, in: self.register(others)) == nil else {
                    throw self.repeatedArgument(key, at: spread.span)
                }
                value.markShared()
                self.heap.state.pointee.set(key, to: value, in: self.register(others))
                return true
            }
        }
        for (slot, parameter) in command.parameters.enumerated()
        where parameter.isRequired && register(base + slot * 16).kind == CellKind.missing {
            throw missingArgument(
                parameter.name, of: command.name, in: site.pointee.spreads.map { register(base + spreads[$0].offset) })
        }
    }

    /// Stores an argument in its slot, converted for its parameter. The common kinds need no conversion.
    @inline(__always)
    func accept(
        _ offset: Int, _ check: UnsafePointer<ArgumentCheck>, _ shape: Unmanaged<CommandShape>
    ) throws(Failure) {
        let cell = register(offset)
        let isAccepted = shape._withUnsafeGuaranteedRef { shape in
            switch shape.kinds[check.pointee.slot] {
            case .text: return cell.isText
            case .integer(let bounds): return cell.kind == CellKind.integer && bounds.contains(cell.integer)
            case .boolean: return cell.kind == CellKind.boolean
            default: return false
            }
        }
        if isAccepted { return }
        let command = shape._withUnsafeGuaranteedRef { $0.command }
        setRegister(
            offset,
            try accepted(cell, command.parameters[check.pointee.slot], of: command, at: check.pointee.span))
    }

    /// Converts an argument for its parameter: a text parameter takes the printed text of a scalar.
    @inline(never)
    private func accepted(
        _ cell: Cell, _ parameter: Parameter, of command: Command, at span: SourceSpan
    ) throws(Failure) -> Cell {
        switch parameter.kind {
        case .text, .path:
            if cell.isText || cell.kind == CellKind.missing { return cell }
            guard !cell.isContainer, cell.kind != CellKind.null else { break }
            if cell.kind == CellKind.float, !cell.float.isFinite { throw notSendable(cell) }
            return try text(of: cell)
        case .integer(let bounds):
            if cell.kind == CellKind.missing { return cell }
            guard cell.kind == CellKind.integer else { break }
            guard bounds.contains(cell.integer) else {
                throw argumentOutOfBounds(cell, bounds, parameter, of: command, at: span)
            }
            return cell
        case .boolean:
            if cell.kind == CellKind.boolean || cell.kind == CellKind.missing { return cell }
        case .duration:
            if cell.kind == CellKind.duration || cell.kind == CellKind.missing { return cell }
        case .tags:
            if cell.kind == CellKind.missing || cell.kind == CellKind.map { return cell }
            guard cell.isText else { break }
            charge(scanned: 2 * cell.textCount)
            if let problem = cell.withText({ TagSyntax.problem(in: $0) }) {
                throw withColumns(of: [cell], malformedTags(cell.isSecret ? "" : ": \(problem)", at: span))
            }
            return cell
        case .value: return cell
        }
        throw wrongArgument(cell, parameter, of: command, at: span)
    }

    /// Checks arguments that are large, secret or floats before a host gets them.
    @inline(never)
    func lookAtArguments(
        _ site: UnsafePointer<CommandSite>, _ record: UnsafePointer<CommandRecords.Record>, at base: Int
    ) throws(Failure) {
        var copy = CopySize(limit: allowedBytes)
        for slot in 0..<record.pointee.slotCount { copy.add(register(base + slot * 16)) }
        try demand(copy)
        for slot in 0..<record.pointee.slotCount {
            let cell = register(base + slot * 16)
            if cell.isContainer { try check(cell, site, record.pointee.shape) }
            if cell.kind == CellKind.float, !cell.float.isFinite { throw notSendable(cell) }
            if cell.isSecret { hideDerived(cell, slot, record.pointee.shape) }
        }
        // A body that answers at once is done with the copies when it returns.
        if record.pointee.body == nil { lend(copy) }
    }

    /// Checks the size of the copy that a host would get, in which shared parts are repeated. An empty secret field is
    /// an error, as in `makeSecret`, because a forgotten variable may have caused it.
    private func check(
        _ cell: Cell, _ site: UnsafePointer<CommandSite>, _ shape: Unmanaged<CommandShape>
    ) throws(Failure) {
        let limit = allowedBytes / MemoryLayout<Cell>.stride
        var left = limit
        var odd = OddParts()
        guard fits(cell, &left, &odd) else { throw doesNotFit() }
        charge(visits: limit - left)
        if let number = odd.number { throw notSendable(number) }
        guard odd.emptyField.kind != CellKind.missing, !site.pointee.givesEmptySecret else { return }
        throw emptySecret(
            shownPart(odd.emptyField).description, of: shape._withUnsafeGuaranteedRef { $0.command.name },
            isNull: false,
            at: nil)
    }

    /// The parts of arguments that a command cannot take.
    struct OddParts {
        /// The key of a secret field with an empty text, unless that text is already secret.
        var emptyField = Cell.missing
        /// A number that JSON cannot represent.
        var number: Cell?
    }

    /// Whether a host can get a copy of a value. The store learns its secrets, because the command sends them.
    ///
    /// - Parameters:
    ///
    ///   - odd: receives the parts that a command cannot take.
    ///
    ///   - isSecret: whether the value is part of a secret field.
    func fits(_ cell: Cell, _ left: inout Int, _ odd: inout OddParts, isSecret: Bool = false) -> Bool {
        left -= 1
        guard left >= 0 else { return false }
        switch cell.kind {
        case CellKind.list:
            for element in cell.listElements where !fits(element, &left, &odd, isSecret: isSecret) { return false }
        case CellKind.map:
            for entry in cell.mapEntries {
                if entry.key.isSecret { hideDerived(entry.key) }
                let isField = entry.key.withText { commands.secretFields.contains($0) }
                if isField, entry.value.isEmptyText, !entry.value.isSecret { odd.emptyField = entry.key }
                if !fits(entry.value, &left, &odd, isSecret: isSecret || isField) { return false }
            }
        default:
            if cell.kind == CellKind.float, !cell.float.isFinite { odd.number = cell }
            if isSecret, cell.isText {
                hide(cell.string)
            } else if cell.isSecret {
                hideDerived(cell)
            } else if cell.isText {
                hideMembers(of: cell)
            }
        }
        return true
    }
}
