package import PicketSyntax

extension Machine {
    func performCommand(_ instruction: Instruction) throws(Failure) {
        switch instruction.operation {
        case .command, .commandSpread: try beginCommand(instruction)
        case .subject:
            let value = try subject(instruction.flag)
            // An argument of a call cannot be missing.
            if instruction.b != 0, value.kind == CellKind.missing { throw missingSubject() }
            setRegister(instruction.a, value)
        case .storeResponse, .lastResponse:
            // Left of `??` and in `exists` there need not be a response.
            let isSoft = instruction.flag != 0
            setRegister(instruction.a, isSoft && last == nil ? .missing : try responseMap())
        default: break
        }
    }

    private func beginCommand(_ instruction: Instruction) throws(Failure) {
        let site = currentFunction.sites.commands[instruction.wide]
        let command = commands.commands[site.command]
        if !site.spreads.isEmpty { try spread(site, command, at: instruction.a) }
        for check in site.checks {
            let offset = instruction.a + check.slot * 16
            let parameter = command.parameters[check.slot]
            setRegister(offset, try accepted(register(offset), parameter, of: command, at: check.span))
        }
        for (slot, parameter) in command.parameters.enumerated() where parameter.isSecret {
            let cell = register(instruction.a + slot * 16)
            guard cell.kind != CellKind.missing, !cell.isContainer else { continue }
            if cell.isText { secrets.add(cell.string) }
            setRegister(instruction.a + slot * 16, cell.tainted(true))
        }
        for slot in 0..<command.slotCount { try checkSize(register(instruction.a + slot * 16)) }
        pendingSite = site
        pendingBase = instruction.a
        if reportsEverything { events.append(.commandStarted(name: command.name, location: currentLocation)) }
        signalNext = .command
    }

    /// A host gets a copy of each part of a value, however often it stands there.
    private func checkSize(_ cell: Cell) throws(Failure) {
        guard cell.isContainer else { return }
        var left = limits.memory / MemoryLayout<Cell>.stride
        guard Machine.fits(cell, &left) else { throw valueTooLarge() }
    }

    private static func fits(_ cell: Cell, _ left: inout Int) -> Bool {
        left -= 1
        guard left >= 0 else { return false }
        switch cell.kind {
        case CellKind.list:
            for element in cell.listElements where !fits(element, &left) { return false }
        case CellKind.map:
            for entry in cell.mapEntries where !fits(entry.value, &left) { return false }
        default: break
        }
        return true
    }

    /// Binds the entries of `...$map`, then checks that what is required is there.
    private func spread(_ site: CommandSite, _ command: Command, at base: Int) throws(Failure) {
        let names = command.parameters.map(\.name)
        let others = base + command.parameters.count * 16
        for spread in site.spreads {
            try bind(spread, at: base, names: names, callee: command.name) { key, value in
                guard command.acceptsOthers else { return false }
                if self.register(others).kind != CellKind.map {
                    self.setRegister(others, self.heap.state.pointee.map(capacity: 4))
                }
                value.markShared()
                self.heap.state.pointee.set(key, to: value, in: self.register(others))
                return true
            }
        }
        for (slot, parameter) in command.parameters.enumerated()
        where parameter.isRequired && register(base + slot * 16).kind == CellKind.missing {
            throw missingArgument(parameter.name, of: command.name)
        }
    }

    /// An argument as its parameter takes it: scalars give a text parameter their printed text.
    private func accepted(
        _ cell: Cell, _ parameter: Parameter, of command: Command, at span: SourceSpan
    ) throws(Failure) -> Cell {
        switch parameter.kind {
        case .text:
            if cell.isText || cell.kind == CellKind.missing { return cell }
            guard !cell.isContainer, cell.kind != CellKind.null else { break }
            return try text(of: cell)
        case .integer(let bounds):
            if cell.kind == CellKind.missing { return cell }
            guard cell.kind == CellKind.integer else { break }
            guard bounds.contains(cell.integer) else {
                throw argumentOutOfBounds(cell.integer, bounds, parameter, of: command, at: span)
            }
            return cell
        case .boolean:
            if cell.kind == CellKind.boolean || cell.kind == CellKind.missing { return cell }
        case .duration:
            if cell.kind == CellKind.duration || cell.kind == CellKind.missing { return cell }
        case .tags:
            if cell.kind == CellKind.missing || cell.kind == CellKind.map { return cell }
            guard cell.isText else { break }
            if let problem = cell.withText({ TagSyntax.problem(in: $0) }) {
                throw malformedTags(cell.isSecret ? "" : ": \(problem)", at: span)
            }
            return cell
        case .value: return cell
        }
        throw wrongArgument(cell, parameter, of: command, at: span)
    }

    /// The printed text of any value, tainted as it is.
    func text(of cell: Cell) throws(Failure) -> Cell {
        var bytes: [UInt8] = []
        var printer = ValuePrinter(revealsSecrets: true, limit: freeBytes)
        printer.append(cell, to: &bytes)
        if printer.isCut { throw valueTooLarge() }
        return heap.state.pointee.text(bytes).tainted(printer.metSecret)
    }

    // MARK: The host's side

    /// The command that `Signal.command` asks for.
    package var pendingCommand: PendingCommand { PendingCommand(machine: self) }

    /// Goes on after a command. A response that is no success fails the run here, unless the next statement of the
    /// script says what was expected.
    package func resume(response: Response) {
        guard let site = pendingSite else { return }
        pendingSite = nil
        let command = commands.commands[site.command]
        last = LastResponse(response, command: command)
        let isSuccess = response.trouble == nil && response.error == nil && command.success.accepts(response.status)
        if reportsEverything { events.append(.commandEnded(exchange(response, command, isSuccess: isSuccess))) }
        if isSuccess || site.isExpected && response.mayBeExpected { return }
        resumeFailure = unexpected(response, command, site)
    }
}

/// A command that waits for its host, and its arguments; valid until the machine is resumed.
package struct PendingCommand {
    let machine: Machine

    /// The command's index in the table.
    package var index: Int { machine.pendingSite?.command ?? 0 }

    package var command: Command { machine.commands.commands[index] }

    package var location: SourceLocation { machine.currentLocation }

    private func cell(_ slot: Int) -> Cell {
        guard machine.pendingSite != nil, slot >= 0, slot < command.slotCount else { return .missing }
        return machine.register(machine.pendingBase + slot * 16)
    }

    package func isPresent(_ slot: Int) -> Bool { cell(slot).kind != CellKind.missing }

    package func isSecret(_ slot: Int) -> Bool { cell(slot).isSecret }

    /// The text of a slot, secret or not; nil if it was not given or holds something else.
    package func text(_ slot: Int) -> String? {
        let cell = cell(slot)
        return cell.isText ? cell.string : nil
    }

    package func integer(_ slot: Int) -> Int64? {
        let cell = cell(slot)
        return cell.kind == CellKind.integer ? cell.integer : nil
    }

    package func boolean(_ slot: Int) -> Bool? {
        let cell = cell(slot)
        return cell.kind == CellKind.boolean ? cell.boolean : nil
    }

    /// The bytes of a text slot, without a copy; nil if it was not given or holds something else.
    package func withText<Result>(_ slot: Int, _ body: (UnsafeRawBufferPointer) -> Result) -> Result? {
        let cell = cell(slot)
        return cell.isText ? cell.withText(body) : nil
    }

    /// The value of a slot; nil if it was not given.
    package func value(_ slot: Int) -> Value? {
        let cell = cell(slot)
        return cell.kind == CellKind.missing ? nil : cell.value
    }
}
