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
        case .secret: try makeSecret(instruction)
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

    /// Whether the value that is asked for becomes a secret as it stands: it is known by the secret's name then.
    package var asksForSecret: Bool { state.pointee.counter.pointee.operation == .secret }

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

    private func makeSecret(_ instruction: Instruction) throws(Failure) {
        let cell = try madeSecret(register(instruction.a))
        setRegister(instruction.a, cell)
        guard announcesSecrets else { return }
        pendingText = currentFunction.sites.secrets[instruction.wide]
        pendingSecret = cell.value
        signalNext = .secret
    }

    /// A value that is never shown from now on; the texts in it are known to the redactor.
    func madeSecret(_ cell: Cell) throws(Failure) -> Cell {
        switch cell.kind {
        case CellKind.list:
            try demand(bytes: cell.listElements.count * 16)
            let copy = heap.state.pointee.list(capacity: cell.listElements.count)
            for element in cell.listElements { heap.state.pointee.append(try madeSecret(element), to: copy) }
            return copy
        case CellKind.map:
            try demand(bytes: HeapState.mapBytes(capacity: cell.mapEntries.count))
            let copy = heap.state.pointee.map(capacity: cell.mapEntries.count)
            for entry in cell.mapEntries {
                heap.state.pointee.set(entry.key, to: try madeSecret(entry.value), in: copy)
            }
            return copy
        default:
            if cell.kind != CellKind.missing, cell.kind != CellKind.null, cell.kind != CellKind.boolean {
                secrets.add(try text(of: cell).string)
            }
            return cell.tainted(true)
        }
    }

    /// What `print` shows of its values, joined with one blank.
    private func printedText(_ instruction: Instruction) throws(Failure) -> String {
        var text: [UInt8] = []
        var printer = ValuePrinter(revealsSecrets: false, limit: freeBytes)
        for position in 0..<instruction.b {
            if position > 0 { text.append(UInt8(ascii: " ")) }
            printer.append(register(instruction.a + position * 16), to: &text)
        }
        if printer.isCut { throw valueTooLarge() }
        charge(text.count)
        return redacted(String(decoding: text, as: UTF8.self))
    }

    /// A value as it may be shown; of a very long one the beginning.
    func shownText(_ cell: Cell) -> String {
        var text: [UInt8] = []
        var printer = ValuePrinter(revealsSecrets: false, limit: Machine.shownLimit)
        printer.append(cell, to: &text)
        if printer.isCut { text += "…".utf8 }
        return redacted(String(decoding: text, as: UTF8.self))
    }

    static let shownLimit = 65_536

    func redacted(_ text: String) -> String {
        let version = secrets.version
        if version == 0 { return text }
        if redactor?.version != version { redactor = (version, Redactor(secrets)) }
        return redactor?.redactor.redact(text) ?? text
    }

    // MARK: Answers

    /// Goes on with the answer to a clock, an environment variable, a file or a test.
    package func resume(value: Value) {
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
