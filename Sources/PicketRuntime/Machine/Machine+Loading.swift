import PicketSyntax

extension Machine {
    /// Makes a program's functions known and gets ready to run its top level.
    ///
    /// The machine must be idle: new, or at the end of what it ran before. The names that earlier programs of the same
    /// compiler declared keep their values.
    package func load(_ program: Program) {
        functions.removeLast(max(0, functions.count - program.firstFunction))
        functions += program.functions
        stream = nil
        firstOfPortion = functions.count
        let problem = program.seed.flatMap { begin(CodeStream($0)) }
        refreshRecords()
        begin(program.main)
        // A portion that cannot be made ends the run before its first statement.
        resumeFailure = problem
        // What an earlier program left there must not become the value of a name whose own never comes.
        for register in program.firstRegister..<max(program.firstRegister, functions[program.main].registerCount) {
            setRegister(register << 4, .missing)
        }
    }

    /// Gets ready to run a script of which the code is made while it runs; why its first portion cannot be made, if so.
    private func begin(_ stream: CodeStream) -> Failure? {
        self.stream = stream
        do throws(Failure) {
            add(try stream.next())
            return nil
        } catch {
            functions.append(.empty)
            return error
        }
    }

    /// `endPortion`: the code that has run is given up for what comes next.
    func enterNextPortion() throws(Failure) {
        guard let stream else { return finish(.success) }
        let portion = try stream.next()
        functions.removeLast(functions.count - firstOfPortion)
        add(portion)
        refreshRecords()
        let record = state.pointee.functions[portion.main]
        growStack(for: state.pointee.base, bytes: record.registerBytes)
        state.pointee.counter = record.code
        state.pointee.constants = record.constants
        state.pointee.function = portion.main
    }

    /// The long texts of a portion's code belong to the heap: values that a script keeps outlive the code.
    private func add(_ portion: CodeStream.Portion) {
        for function in portion.functions { function.moveTexts(to: heap) }
        functions += portion.functions
    }

    private func refreshRecords() {
        let records = Memory.resize(state.pointee.functions, to: functions.count)
        for (index, function) in functions.enumerated() {
            (records + index).initialize(to: Machine.record(of: function))
        }
        state.pointee.functions = records
    }

    private static func record(of function: Function) -> FunctionRecord {
        FunctionRecord(
            code: UnsafePointer(function.instructions), constants: UnsafePointer(function.constants),
            registerBytes: function.registerCount * 16, templates: UnsafePointer(function.templates),
            templateText: UnsafePointer(function.templateText), literals: UnsafePointer(function.literals),
            commandSites: UnsafePointer(function.commandSites.baseAddress), checks: UnsafePointer(function.checks))
    }

    func begin(_ function: Int) {
        let record = state.pointee.functions[function]
        state.pointee.base = UnsafeMutableRawPointer(state.pointee.stack)
        growStack(for: state.pointee.base, bytes: record.registerBytes)
        state.pointee.frameCount = 0
        state.pointee.counter = record.code
        state.pointee.constants = record.constants
        state.pointee.function = function
        blocks = []
        completions = []
        interruption = nil
        isInterrupted = false
        resumeFailure = nil
        signalNext = nil
        if !isIteration {
            heap.stepsLeft = limits.steps
            heap.hasUsedGrace = false
            heap.state.pointee.limit = limits.memory
        }
        outcome = .success
    }

    /// Keeps a body for the session's end, once: a text that is watched defers it in each round.
    func deferToEnd(_ function: Int, firstRegister: Int) {
        guard !deferredToEnd.contains(where: { $0.function == function }) else { return }
        deferredToEnd.append(DeferredCode(function: function, firstRegister: firstRegister))
    }

    /// How many bodies wait for the session's end.
    package var deferredCount: Int { deferredToEnd.count }

    /// Gets ready to run what the session deferred latest; false if no more than some of the first are left.
    ///
    /// The machine must be idle. Names that were declared after the body may lose their values: no body that is still to come
    /// knows them.
    package func beginDeferred(beyond count: Int) -> Bool {
        guard deferredToEnd.count > count, let deferred = deferredToEnd.popLast() else { return false }
        stream = nil
        begin(deferred.function)
        // What stands there is another line's, and may be gone.
        for register in stride(
            from: deferred.firstRegister, to: functions[deferred.function].registerCount << 4, by: 1 << 4)
        {
            setRegister(register, .missing)
        }
        return true
    }

    /// The value of a top-level name's register, for hosts that look at results; null if there is none.
    package func global(_ register: Int) -> Value {
        let cell = state.pointee.globals.get(register << 4)
        return cell.isValue ? cell.value : .null
    }

    /// Whether a top-level name has a value: the program that declares it may have failed before.
    package func hasValue(global register: Int) -> Bool {
        state.pointee.globals.get(register << 4).kind != CellKind.missing
    }

    /// `include`: the code of another file in the same frame.
    func enterInclude(_ function: Int) throws(Failure) {
        try enter(function, at: 0)
    }

    func leaveInclude() { popFrame() }
}

/// A body that runs at a session's end.
struct DeferredCode {
    let function: Int
    /// Where the registers begin that it need not share, as an offset.
    let firstRegister: Int
}
