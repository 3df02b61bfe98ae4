package import PicketSyntax

extension Machine {
    /// Loads a program's functions and prepares its top level.
    ///
    /// The machine must be idle: new, or finished with the program before. Names that earlier programs of the same
    /// compiler declared keep their values.
    ///
    /// - Parameter isContinuation: whether the program shares the limits of the one before, as a script does with its
    ///   preludes.
    package func load(_ program: CompiledScript, isContinuation: Bool = false) {
        functions.removeLast(max(0, functions.count - program.firstFunction))
        functions = functions.isEmpty ? program.functions : functions + program.functions
        stream = nil
        firstOfChunk = functions.count
        let problem = program.seed.flatMap { begin(CodeStream($0)) }
        refreshRecords()
        begin(program.main, isContinuation: isContinuation)
        textRegisterCount = functions[program.main].registerCount
        // If a chunk cannot be generated, the run ends before its first statement.
        resumeFailure = problem
        // Clears the registers, so that a name without a value does not get the leftover of an earlier program.
        for register in program.firstRegister..<max(program.firstRegister, functions[program.main].registerCount) {
            setRegister(register << 4, .missing)
        }
    }

    /// Prepares a script whose code is generated while it runs; returns the reason if its first chunk cannot be
    /// generated.
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

    /// Executes `endChunk`: replaces the code that has run by the next chunk.
    func enterNextChunk() throws(Failure) {
        guard let stream else { return finish(.success) }
        let chunk = try stream.next()
        functions.removeLast(functions.count - firstOfChunk)
        add(chunk)
        refreshRecords()
        let record = state.pointee.functions[chunk.main]
        growStack(for: state.pointee.base, bytes: record.registerBytes)
        state.pointee.counter = record.code
        state.pointee.constants = record.constants
        state.pointee.function = chunk.main
    }

    /// Adds the functions of a chunk. Its long texts are moved into the heap, because values may outlive the code.
    private func add(_ chunk: CodeStream.Chunk) {
        for function in chunk.functions { function.moveTexts(to: heap) }
        functions += chunk.functions
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

    func begin(_ function: Int, isContinuation: Bool = false) {
        putBack()
        let record = state.pointee.functions[function]
        state.pointee.base = UnsafeMutableRawPointer(state.pointee.stack)
        growStack(for: state.pointee.base, bytes: record.registerBytes)
        state.pointee.frameCount = 0
        state.pointee.counter = record.code
        state.pointee.constants = record.constants
        state.pointee.function = function
        blocks = []
        completions = []
        limitsInDeferred = []
        interruption = nil
        isInterrupted = false
        resumeFailure = nil
        signalNext = nil
        if !isIteration, !isContinuation { resetLimits() }
        outcome = .success
        (exitLocation, exitFrames) = (nil, [])
    }

    /// Grants a text of its own the whole limits, and counts its use from zero.
    private func resetLimits() {
        forgetRecorded()
        heap.stepsLeft = limits.steps
        heap.allowance = Allowance(limits)
        heap.hasUsedGrace = false
        heap.hasBoundedSteps = false
        heap.hasShortenedSteps = false
        heap.state.pointee.limit = limits.memory
        (heap.stepsUsed, heap.commandCount, heap.peakBytes) = (0, 0, 0)
        state.pointee.budget = Machine.ticksPerRefill
    }

    /// The value in the register of a top-level name, for hosts that read results; null if it has none.
    package func global(_ register: Int) -> Value {
        let cell = state.pointee.globals.get(register << 4)
        return cell.isValue ? cell.value : .null
    }

    /// Whether a top-level name has a value. The program that declares it may have failed earlier.
    package func hasValue(global register: Int) -> Bool {
        state.pointee.globals.get(register << 4).kind != CellKind.missing
    }

    /// Executes `include`: runs the code of another file in the same frame.
    func enterInclude(_ function: Int) throws(Failure) {
        try enter(function, at: 0)
    }

    func leaveInclude() { popFrame() }

    /// The file of the statement that is being executed.
    package var currentSource: SourceFile { currentFunction.source }
}
