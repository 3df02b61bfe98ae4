extension Machine {
    func performHost(_ instruction: Instruction) throws(Failure) {
        let a = instruction.a
        switch instruction.operation {
        case .print: try emit(try printedText(instruction)) { .printed($0) }
        case .show:
            try emit(shownText(register(a))) { .shown($0) }
            if configuration.keepsShownValues { shownValues.append(shownValue(register(a))) }
        case .sleep:
            let delay = register(a).revealed
            guard Amount.sleep.accepts(delay) else { throw wrongAmount(.sleep, got: register(a)) }
            pendingDelay = delay.integer
            signalNext = .sleep
        case .readEnvironment: try readEnvironment(instruction)
        case .readFile:
            pendingText = try path(register(instruction.b))
            isPendingPathSecret = register(instruction.b).isSecret
            pendingFileFormat = try fileFormat(instruction)
            pendingRegister = a
            signalNext = .file
        case .readClock:
            pendingRegister = a
            signalNext = instruction.flag == 0 ? .wallClock : .monotonicClock
        case .secret:
            let site = currentFunction.sites.secrets[instruction.wide]
            try makeSecret(a, site)
            announceSecret(a, site)
        default: try readParameter(instruction)
        }
    }

    private func fileFormat(_ instruction: Instruction) throws(Failure) -> FileFormat {
        var format = FileFormat(FileKind(rawValue: instruction.flag) ?? .lines)
        guard format.kind == .csv else { return format }
        let (separator, types) = (register(instruction.b + 16), register(instruction.b + 32))
        if separator.kind != CellKind.missing {
            guard separator.isText else { throw wrongKind("`separator` of `csv` takes a character", got: separator) }
            let bytes = separator.withText { Array($0) }
            guard bytes.count == 1, bytes[0] < 0x80, !"\"\r\n".utf8.contains(bytes[0]) else {
                throw fault(
                    .valueOutOfRange, "`separator` of `csv` is one character between cells",
                    label: "this is \(described(separator, limit: 40))",
                    help: "for example `csv(path, separator = \";\")`, or `\"\\t\"` for a tab")
            }
            format.separator = bytes[0]
        }
        if types.kind != CellKind.missing {
            guard types.kind == CellKind.boolean else {
                throw wrongKind("`types` of `csv` takes a boolean", got: types)
            }
            format.hasTypes = types.boolean
        }
        return format
    }

    private func readEnvironment(_ instruction: Instruction) throws(Failure) {
        let name = register(instruction.b)
        guard name.isText else { throw wrongKind("`env` takes a name", got: name) }
        pendingText = name.string
        switch instruction.flag {
        case 0: pendingDefault = nil
        case 1: pendingDefault = register(instruction.c)
        default: pendingDefault = .missing
        }
        pendingRegister = instruction.a
        signalNext = .environment
    }

    /// Whether the requested value is that of a `secret` statement. Messages then use the secret's name.
    package var asksForSecret: Bool {
        let next = state.pointee.counter.pointee
        // The function `secret` has no name, and is not announced to the host.
        return next.operation == .secret && currentFunction.sites.secrets[next.wide].name != nil
    }

    private func path(_ cell: Cell) throws(Failure) -> String {
        guard cell.isText else { throw wrongKind("the path of a file is a string", got: cell) }
        return cell.string
    }

    /// Reads a `param`: the given value, or the default that the code has already loaded.
    private func readParameter(_ instruction: Instruction) throws(Failure) {
        let parameter = currentFunction.sites.parameters[instruction.wide]
        if let value = parameters[parameter.name] {
            setRegister(instruction.a, try admitted(value))
        } else if parameter.isRequired {
            throw parameterNotGiven(parameter)
        } else {
            setRegister(instruction.a, .missing)
        }
    }

    // MARK: Answers

    /// Continues with the answer: a clock's time, an environment variable, a file, or a decision about a test.
    package func resume(value: Value) {
        do throws(Failure) {
            try take(value)
        } catch {
            pendingDefault = nil
            resumeFailure = error
        }
    }

    private func take(_ value: Value) throws(Failure) {
        if value == .null, pendingDefault == nil, isReadingEnvironment {
            throw unsetVariable(pendingText, isSecret: register(pendingName).isSecret)
        }
        if value == .null, let fallback = pendingDefault {
            pendingDefault = nil
            fallback.markShared()
            return setRegister(pendingRegister, fallback)
        }
        let cell = try admitted(value)
        pendingDefault = nil
        setRegister(pendingRegister, cell)
        // Only a file is answered with a list.
        if case .list(let rows) = value, pendingFileFormat.kind == .csv {
            heap.state.pointee.setOrigins(cell, rows, file: pendingText)
        }
    }

    /// Whether the machine waits for an environment variable.
    private var isReadingEnvironment: Bool { (state.pointee.counter - 1).pointee.operation == .readEnvironment }

    /// The register of the name of the requested variable.
    private var pendingName: Int { (state.pointee.counter - 1).pointee.b }

    /// Continues with a failure instead of an answer.
    package func resume(failure: Failure) {
        state.pointee.pendingSite = nil
        pendingDefault = nil
        resumeFailure = failure
    }

    /// Returns the events since the last call.
    package func takeEvents() -> [Event] {
        let taken = events
        events = []
        shownValues = []
        return taken
    }

    /// Passes the events since the last call to a function, which must not run the machine. The value is that of a
    /// bare expression.
    func drainEvents(_ emit: (_ event: Event, _ value: Shown<Value>?) -> Void) {
        var values = shownValues.makeIterator()
        for event in events {
            if case .shown = event { emit(event, values.next() ?? nil) } else { emit(event, nil) }
        }
        events.removeAll(keepingCapacity: true)
        if !shownValues.isEmpty { shownValues = [] }
    }
}
