import PicketSyntax

extension Machine {
    func performCommand(_ instruction: Instruction) throws(Failure) {
        switch instruction.operation {
        case .command, .commandSpread: try beginCommand(instruction)
        case .subject:
            let value = try subject(instruction.flag)
            // A missing value cannot be an argument of a call.
            if instruction.b != 0, value.kind == CellKind.missing { throw missingSubject() }
            setRegister(instruction.a, value)
        case .storeResponse, .lastResponse:
            // Left of `??` and in `exists` a response is optional.
            let isSoft = instruction.flag != 0
            setRegister(instruction.a, isSoft && last == nil ? .missing : try responseMap())
        default: break
        }
    }

    /// The cost of a command without its body and its arguments.
    private static let ticksPerCommand = 4

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
        var seen = CellSigns()
        for slot in 0..<record.pointee.slotCount { seen.add(register(base + slot * 16)) }
        if seen.hasOddArgument { try lookAtArguments(site, record, at: base) }
        charge(ticks: Machine.ticksPerCommand)
        heap.commandCount &+= 1
        state.pointee.pendingSite = site
        state.pointee.pendingBase = base
        if countEvent() {
            if reportsEverything { emitStart(record.pointee.shape) }
        } else if interruption != nil {
            // The run ends here, so the command does not begin.
            state.pointee.pendingSite = nil
            return
        }
        if let body = record.pointee.body {
            try carryOut(body, record.pointee.shape, site)
        } else {
            signalNext = .command
        }
    }

    @inline(never)
    private func emitStart(_ shape: Unmanaged<CommandShape>) {
        events.append(
            .commandStarted(
                name: shape._withUnsafeGuaranteedRef { $0.command.name }, location: currentLocation))
    }

    @inline(never)
    private func emitEnd(_ shape: Unmanaged<CommandShape>, _ value: Value) {
        let shown = isShownAsItIs(value) ? value : Redactor(secrets).show(value).content
        events.append(
            .commandEnded(
                Exchange(
                    command: shape._withUnsafeGuaranteedRef { $0.command.name }, location: currentLocation,
                    response: .value(value), responseBody: shown, isSuccess: true)))
    }

    /// Whether a value has nothing to hide.
    private func isShownAsItIs(_ value: Value) -> Bool {
        switch value {
        case .null, .boolean: true
        case .integer, .float, .duration, .string: secrets.isEmpty
        default: false
        }
    }

    /// Executes a command whose body runs within this step.
    private func carryOut(
        _ body: Unmanaged<CommandBody>, _ shape: Unmanaged<CommandShape>, _ site: UnsafePointer<CommandSite>
    ) throws(Failure) {
        let answer = answer(of: body, CommandArguments(self, shape, base: state.pointee.pendingBase))
        yieldIfRaised()
        // A value without a status is a success, and needs no response before the script reads one.
        if case .value(let value) = answer, commands.secretFields.isEmpty || value.isScalar {
            state.pointee.pendingSite = nil
            let body = try admitted(value)
            if countEvent(), reportsEverything { emitEnd(shape, value) }
            body.markShared()
            state.pointee.immediateBody = body
            state.pointee.immediateCommand = site.pointee.command
            return
        }
        resume(response: answer.response)
        guard let failure = resumeFailure else { return }
        resumeFailure = nil
        throw failure
    }

    private func answer(of body: Unmanaged<CommandBody>, _ arguments: borrowing CommandArguments) -> BodyAnswer {
        do {
            return try body._withUnsafeGuaranteedRef { try $0.call(arguments) }
        } catch {
            return .response(.failure(ThrownError(error, configuration.failureText)))
        }
    }

    /// The printed text of any value, with its taint.
    func text(of cell: Cell) throws(Failure) -> Cell {
        if cell.isText { return cell }
        if cell.kind == CellKind.unreadable { throw unreadable(cell, "the value") }
        var bytes: [UInt8] = []
        var printer = printer(revealsSecrets: true)
        printer.append(cell, to: &bytes)
        try check(printer, bytes.count)
        return heap.state.pointee.text(bytes).tainted(printer.metSecret)
    }

    // MARK: The host's side

    /// The command that `Signal.command` asks for.
    package var pendingCommand: PendingCommand { PendingCommand(machine: self) }

    /// Continues after a command. An unsuccessful response is a failure, unless the next statement of the script
    /// expects it.
    package func resume(response: consuming Response) {
        guard let site = state.pointee.pendingSite else { return }
        state.pointee.pendingSite = nil
        if case .value(let value) = response.body { learn(value) }
        response.read(by: secrets)
        if let learned = response.received?.learnedBytes { heap.state.pointee.bytes += learned }
        let index = site.pointee.command
        let isSuccess = response.isSuccess(of: commands.commands[index])
        let isGood = isSuccess || response.isExpected(by: site.pointee.expected)
        let isReported = countEvent() && reportsEverything
        guard isReported || !isGood else {
            last = LastResponse(response, command: index)
            return
        }
        last = LastResponse(copy response, command: index)
        let command = commands.commands[index]
        if isReported { events.append(.commandEnded(exchange(copy response, command, isSuccess: isSuccess))) }
        if !isGood { resumeFailure = unexpected(copy response, command, site.pointee) }
    }
}
