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
        if let seed = program.seed {
            let stream = CodeStream(seed)
            self.stream = stream
            add(stream.next())
        }
        refreshRecords()
        begin(program.main)
    }

    /// `endPortion`: the code that has run is given up for what comes next.
    func enterNextPortion() {
        guard let stream else { return finish(.success) }
        functions.removeLast(functions.count - firstOfPortion)
        let portion = stream.next()
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
        let records = UnsafeMutablePointer<FunctionRecord>.allocate(capacity: max(1, functions.count))
        for (index, function) in functions.enumerated() {
            (records + index).initialize(to: Machine.record(of: function))
        }
        state.pointee.functions.deallocate()
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

    /// The value of a top-level name's register, for hosts that look at results.
    package func global(_ register: Int) -> Value { state.pointee.globals.get(register << 4).value }

    /// `include`: the code of another file in the same frame.
    func enterInclude(_ function: Int) throws(Failure) {
        try enter(function, at: 0)
    }

    func leaveInclude() { popFrame() }
}

extension Compiler {
    /// The register of a top-level name, if it has one; for hosts that read results.
    package func register(ofGlobal name: String) -> Int? {
        guard case .register(let register)? = globals[name]?.place else { return nil }
        return register
    }

    /// The top-level names so far, and the defs, for completion.
    package var names: (variables: [String], functions: [String]) {
        (globals.keys.sorted(), functionIndices.keys.sorted())
    }
}
