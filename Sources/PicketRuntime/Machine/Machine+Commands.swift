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
        let code = state.pointee.functions + state.pointee.function
        guard let sites = code.pointee.commandSites else { return }
        let site = sites + instruction.wide
        let record = configuration.records.records + site.pointee.command
        let base = instruction.a
        if !site.pointee.spreads.isEmpty { try spread(site, record.pointee.shape, at: base) }
        for position in site.pointee.checks {
            let check = code.pointee.checks + position
            try accept(base + check.pointee.slot * 16, check, record.pointee.shape)
        }
        if record.pointee.hasSecrets { try taintSecrets(record.pointee.shape, site, at: base) }
        for slot in 0..<record.pointee.slotCount where register(base + slot * 16).isOddArgument {
            try look(at: register(base + slot * 16), slot, site, record.pointee.shape)
        }
        charge(ticks: Machine.ticksPerCommand)
        state.pointee.pendingSite = site
        state.pointee.pendingBase = base
        if reportsEverything { tellStart(record.pointee.shape) }
        if let body = record.pointee.body {
            try carryOut(body, record.pointee.shape, site)
        } else {
            signalNext = .command
        }
    }

    @inline(never)
    private func tellStart(_ shape: Unmanaged<CommandShape>) {
        events.append(
            .commandStarted(
                name: shape._withUnsafeGuaranteedRef { $0.command.name }, location: currentLocation))
    }

    /// A command whose body belongs to this step.
    private func carryOut(
        _ body: Unmanaged<CommandBody>, _ shape: Unmanaged<CommandShape>, _ site: UnsafePointer<CommandSite>
    ) throws(Failure) {
        let answer = answer(of: body, CommandArguments(self, shape, base: state.pointee.pendingBase))
        if case .value(let value) = answer, !reportsEverything, commands.secretFields.isEmpty || value.isScalar {
            state.pointee.pendingSite = nil
            state.pointee.immediateBody = value == .null ? .null : bodyCell(value)
            state.pointee.immediateCommand = site.pointee.command
            return
        }
        switch answer {
        case .value(let value): resume(response: .value(value))
        case .problem(let problem): resume(response: .failure(problem))
        }
        guard let failure = resumeFailure else { return }
        resumeFailure = nil
        throw failure
    }

    private enum BodyAnswer {
        case value(Value)
        case problem(String)
    }

    private func answer(of body: Unmanaged<CommandBody>, _ arguments: borrowing CommandArguments) -> BodyAnswer {
        do {
            return .value(try body._withUnsafeGuaranteedRef { try $0.call(arguments) })
        } catch {
            return .problem("\(error)")
        }
    }

    private func bodyCell(_ value: Value) -> Cell {
        let cell = heap.state.pointee.cell(value)
        cell.markShared()
        return cell
    }

    /// Looks at an argument that is large, secret or a float before a host gets it.
    @inline(never)
    private func look(
        at cell: Cell, _ slot: Int, _ site: UnsafePointer<CommandSite>, _ shape: Unmanaged<CommandShape>
    ) throws(Failure) {
        if cell.isContainer { try check(cell, site, shape) }
        if cell.kind == CellKind.float, !cell.float.isFinite { throw notSendable(cell) }
        if cell.isSecret { hideDerived(cell, slot, shape) }
    }

    /// A host gets a copy of each part of a value, however often it stands there. A secret field that turns out to be empty is
    /// what a forgotten variable gives, as in `makeSecret`.
    private func check(
        _ cell: Cell, _ site: UnsafePointer<CommandSite>, _ shape: Unmanaged<CommandShape>
    ) throws(Failure) {
        let limit = limits.memory / MemoryLayout<Cell>.stride
        var left = limit
        var odd = OddParts()
        guard fits(cell, &left, &odd) else { throw valueTooLarge() }
        charge(visits: limit - left)
        if let number = odd.number { throw notSendable(number) }
        guard odd.emptyField.kind != CellKind.missing, !site.pointee.givesEmptySecret else { return }
        throw emptySecret(
            shownPart(odd.emptyField).description, of: shape._withUnsafeGuaranteedRef { $0.command.name },
            isNull: false,
            at: nil)
    }

    /// What a command cannot take of its arguments.
    struct OddParts {
        /// The key of a secret field with an empty text, unless that is secret already.
        var emptyField = Cell.missing
        /// A number that JSON does not have.
        var number: Cell?
    }

    /// What a command costs beside its body and its arguments.
    private static let ticksPerCommand = 4

    /// Whether a host can have a copy of a value. The store learns the secrets in it: they go out with the command.
    ///
    /// - Parameters:
    ///   - odd: gets what a command cannot take.
    ///   - isSecret: whether it stands beneath a secret field.
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

    /// Binds the entries of `...$map`, then checks that what is required is there.
    private func spread(
        _ site: UnsafePointer<CommandSite>, _ shape: Unmanaged<CommandShape>, at base: Int
    ) throws(Failure) {
        let command = shape._withUnsafeGuaranteedRef { $0.command }
        let names = command.parameters.map(\.name)
        let others = base + command.parameters.count * 16
        let spreads = currentFunction.sites.mapArguments
        for position in site.pointee.spreads { chargeBinding(register(base + spreads[position].offset), names.count) }
        for position in site.pointee.spreads {
            let spread = spreads[position]
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
            throw missingArgument(
                parameter.name, of: command.name, in: site.pointee.spreads.map { register(base + spreads[$0].offset) })
        }
    }

    /// Puts an argument into its slot as its parameter takes it; the common kinds are what they should be.
    @inline(__always)
    private func accept(
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

    /// An argument as its parameter takes it: scalars give a text parameter their printed text.
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

    /// The printed text of any value, tainted as it is.
    func text(of cell: Cell) throws(Failure) -> Cell {
        if cell.isText { return cell }
        var bytes: [UInt8] = []
        var printer = printer(revealsSecrets: true)
        printer.append(cell, to: &bytes)
        try check(printer, bytes.count)
        return heap.state.pointee.text(bytes).tainted(printer.metSecret)
    }

    // MARK: The host's side

    /// The command that `Signal.command` asks for.
    package var pendingCommand: PendingCommand { PendingCommand(machine: self) }

    /// Goes on after a command. A response that is no success fails the run here, unless the next statement of the
    /// script says what was expected.
    package func resume(response: consuming Response) {
        guard let site = state.pointee.pendingSite else { return }
        state.pointee.pendingSite = nil
        response.read(by: secrets)
        if let learned = response.received?.learnedBytes { heap.state.pointee.bytes += learned }
        let index = site.pointee.command
        // Where no status is due, as from a body of a host, its value says that it ended well.
        let isSuccess =
            response.trouble == nil && response.error == nil
            && (response.status == nil || commands.commands[index].success.accepts(response.status))
        let isGood = isSuccess || response.isExpected(by: site.pointee.expected)
        guard reportsEverything || !isGood else {
            last = LastResponse(response, command: index)
            return
        }
        last = LastResponse(copy response, command: index)
        let command = commands.commands[index]
        if reportsEverything { events.append(.commandEnded(exchange(copy response, command, isSuccess: isSuccess))) }
        if !isGood { resumeFailure = unexpected(copy response, command, site.pointee) }
    }
}

/// A command that waits for its host, and its arguments; valid until the machine is resumed.
package struct PendingCommand {
    let machine: Machine

    /// The command's index in the table.
    package var index: Int { machine.state.pointee.pendingSite?.pointee.command ?? 0 }

    package var command: Command { machine.commands.commands[index] }

    package var location: SourceLocation { machine.currentLocation }

    /// How many failures its strand has recorded and gone on after.
    package var recordedCount: Int { machine.recorded.count }

    /// The name of the step around it; nil outside of steps.
    package var step: String? { machine.blocks.last { $0.kind == .step }?.name }

    /// Whether a response is a success of the command, or what the script expects.
    package func isGood(_ response: borrowing Response) -> Bool {
        let isSuccess =
            response.trouble == nil && response.error == nil
            && (response.status == nil || command.success.accepts(response.status))
        guard !isSuccess, let site = machine.state.pointee.pendingSite else { return isSuccess }
        return response.isExpected(by: site.pointee.expected)
    }

    /// Whether it stands in a deferred body that runs because something has failed, or the run is being ended.
    package var isTidyingUp: Bool { machine.isTidyingUp }

    private func cell(_ slot: Int) -> Cell {
        guard machine.state.pointee.pendingSite != nil, slot >= 0, slot < command.slotCount else { return .missing }
        return machine.register(machine.state.pointee.pendingBase + slot * 16)
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
