extension Machine {
    func performHost(_ instruction: Instruction) throws(Failure) {
        let a = instruction.a
        switch instruction.operation {
        case .print: events.append(.printed(try printedText(instruction)))
        case .show: events.append(.shown(shownText(register(a))))
        case .sleep:
            let delay = register(a).revealed
            guard Amount.sleep.accepts(delay) else { throw wrongAmount(.sleep, got: delay) }
            pendingDelay = delay.integer
            signalNext = .sleep
        case .readEnvironment: try readEnvironment(instruction)
        case .readFile:
            pendingText = try path(register(instruction.b))
            pendingFileKind = FileKind(rawValue: instruction.flag) ?? .lines
            pendingRegister = a
            signalNext = .file
        case .readClock:
            pendingRegister = a
            signalNext = instruction.flag == 0 ? .wallClock : .monotonicClock
        case .secret: setRegister(a, try madeSecret(register(a)))
        default: try readParameter(instruction)
        }
    }

    private func readEnvironment(_ instruction: Instruction) throws(Failure) {
        let name = register(instruction.b)
        guard name.isText else { throw wrongKind("`env` takes a name", got: name) }
        pendingText = name.string
        pendingDefault = instruction.flag == 0 ? nil : register(instruction.c)
        pendingRegister = instruction.a
        signalNext = .environment
    }

    private func path(_ cell: Cell) throws(Failure) -> String {
        guard cell.isText else { throw wrongKind("a file's path is due", got: cell) }
        return cell.string
    }

    /// A `param`: what the host was given for it, or the default that the code has already put into the register.
    private func readParameter(_ instruction: Instruction) throws(Failure) {
        let parameter = currentFunction.sites.parameters[instruction.wide]
        if let value = parameters[parameter.name] {
            setRegister(instruction.a, heap.state.pointee.cell(value))
        } else if parameter.isRequired {
            throw parameterNotGiven(parameter)
        } else {
            setRegister(instruction.a, .missing)
        }
    }

    /// A value that is never shown from now on; the texts in it are known to the redactor.
    func madeSecret(_ cell: Cell) throws(Failure) -> Cell {
        switch cell.kind {
        case CellKind.list:
            try demand(bytes: cell.listElements.count * 16)
            let copy = heap.state.pointee.list(capacity: cell.listElements.count)
            try pauseIfAwaited()
            for element in cell.listElements { heap.state.pointee.append(try madeSecret(element), to: copy) }
            return copy
        case CellKind.map:
            try demand(bytes: HeapState.mapBytes(capacity: cell.mapEntries.count))
            let copy = heap.state.pointee.map(capacity: cell.mapEntries.count)
            try pauseIfAwaited()
            for entry in cell.mapEntries {
                heap.state.pointee.set(entry.key, to: try madeSecret(entry.value), in: copy)
            }
            return copy
        default:
            if cell.kind != CellKind.missing, cell.kind != CellKind.null, cell.kind != CellKind.boolean {
                let text = try text(of: cell).string
                try demand(bytes: SecretStore.bytes(of: text.utf8.count))
                hide(text)
            }
            return cell.tainted(true)
        }
    }

    // MARK: Answers

    /// Goes on with the answer to a clock, an environment variable, a file or a test.
    package func resume(value: Value) {
        // Bringing a file into the heap is work, and it was read before.
        let before = heap.state.pointee.bytes
        defer { charge(scanned: 4 * (heap.state.pointee.bytes - before)) }
        if let fallback = pendingDefault {
            pendingDefault = nil
            if value == .null { fallback.markShared() }
            setRegister(pendingRegister, value == .null ? fallback : heap.state.pointee.cell(value))
        } else {
            let cell = heap.state.pointee.cell(value)
            setRegister(pendingRegister, cell)
            // Nothing but a file is answered with a list.
            if case .list(let rows) = value, pendingFileKind == .csv {
                heap.state.pointee.setOrigins(cell, rows, file: pendingText)
            }
        }
    }

    /// Goes on with a fault in place of an answer.
    package func resume(failure: Failure) {
        state.pointee.pendingSite = nil
        pendingDefault = nil
        resumeFailure = failure
    }

    /// What has happened since it was last asked.
    package func takeEvents() -> [Event] {
        let taken = events
        events = []
        return taken
    }
}
