package import PicketSyntax

/// A parallel loop that waits for its host: the machines to run, in order, with a limit on how many run at once.
package final class ParallelLoop {
    private let parent: Machine
    private let site: ParallelSite
    private let sequence: Sequence
    /// The number of iterations.
    package let count: Int
    /// The maximum number of concurrent iterations, at least one.
    package let width: Int
    package let location: SourceLocation
    private var next = 0

    /// The kind of sequence that the instruction walks over.
    enum SequenceKind: UInt8 {
        case container, range, closedRange
    }

    enum Sequence {
        /// A list or a map.
        case container(Cell)
        case range(first: Int64, count: Int, isSecret: Bool)
    }

    init(_ parent: Machine, _ site: ParallelSite, sequence: Sequence, width: Int, location: SourceLocation) {
        self.parent = parent
        self.site = site
        self.sequence = sequence
        self.width = width
        self.location = location
        switch sequence {
        case .container(let cell):
            count = cell.kind == CellKind.list ? cell.listElements.count : cell.mapEntries.count
        case .range(_, let count, _): self.count = count
        }
    }

    /// The failure that prevents further iterations, because the run has no steps left. A body without loops and calls
    /// does not check it, and a range may be very long.
    var exhaustion: Failure? { next < count && parent.heap.stepsLeft <= 0 ? parent.stepLimit() : nil }

    /// Returns the machine of the next iteration, ready to run; nil after the last one.
    package func nextIteration() -> Machine? {
        guard next < count else { return nil }
        let position = next
        next += 1
        let machine = Machine(iterationOf: parent)
        machine.begin(site.function)
        var register = 0
        for cell in names(at: position) {
            cell.markShared()
            machine.setRegister(register, cell)
            register += 16
        }
        for capture in site.captures {
            let cell = parent.register(capture)
            assert(cell.isValue, "an iteration gets copies of values")
            cell.markShared()
            machine.setRegister(register, cell)
            register += 16
        }
        return machine
    }

    private func names(at position: Int) -> [Cell] {
        switch sequence {
        case .range(let first, _, let isSecret): return [Cell(first + Int64(position)).tainted(isSecret)]
        case .container(let cell) where cell.kind == CellKind.list:
            let element = cell.listElements[position]
            return site.hasValueName ? [Cell(Int64(position)), element] : [element]
        case .container(let cell):
            let entry = cell.mapEntries[position]
            return site.hasValueName ? [entry.key, entry.value] : [entry.key]
        }
    }
}

extension Machine {
    /// Creates the machine of an iteration. It shares its parent's heap and reads the parent's top-level names.
    convenience init(iterationOf parent: Machine) {
        self.init(within: parent)
        functions = parent.functions
        parameters = parent.parameters
        announcesSecrets = parent.announcesSecrets
        random = SeededGenerator(seed: parent.random.next())
        inheritedLimit = parent.requestLimit
        inheritedStep = parent.step
        beganInTest = parent.isInTest
        beganInAttempt = parent.isInAttempt
        continuesOnError = parent.continuesOnError
        isCaughtOutside = parent.isCaughtOutside || parent.blocks.contains { $0.kind == .handler }
        isRetriedOutside = parent.isRetriedOutside || parent.blocks.contains { $0.kind == .attempt }
        state.pointee.budget = min(Machine.ticksPerRefill, heap.stepsLeft)
        last = nil
    }

    func startParallel(_ instruction: Instruction) throws(Failure) {
        let sequence = try parallelSequence(instruction)
        let width = register(instruction.a + 16).revealed
        let site = currentFunction.sites.parallels[instruction.wide]
        guard Amount.parallel.accepts(width) else {
            throw wrongAmount(.parallel, got: register(instruction.a + 16), at: site.widthSpan)
        }
        guard outerDepth + state.pointee.frameCount + 1 < limits.depth else { throw depthLimit() }
        if heap.stepsLeft <= 0 { throw stepLimit() }
        let loop = ParallelLoop(
            self, site, sequence: sequence, width: Int(min(width.integer, 1_024)), location: currentLocation)
        guard loop.count > 0 else { return }
        pendingParallel = loop
        signalNext = .parallel
    }

    private func parallelSequence(_ instruction: Instruction) throws(Failure) -> ParallelLoop.Sequence {
        let first = register(instruction.a)
        guard let kind = ParallelLoop.SequenceKind(rawValue: instruction.flag), kind != .container else {
            guard first.isContainer else { throw cannotIterate(first) }
            return .container(first)
        }
        let end = register(instruction.a + 32)
        let isSecret = first.isSecret || end.isSecret
        guard let (first, last) = try rangeBounds(first, end, isClosed: kind == .closedRange) else {
            return .range(first: 0, count: 0, isSecret: false)
        }
        // A range that is longer than any integer is practically endless.
        let (distance, overflows) = last.subtractingReportingOverflow(first)
        let count = overflows || distance == .max ? Int.max : Int(distance) + 1
        return .range(first: first, count: count, isSecret: isSecret)
    }

    /// Continues after a parallel loop, with the failures that its iterations recorded, and the failure or `exit` that
    /// ended it.
    func resume(parallel failures: [Failure], failure: Failure?, exit: CalledExit?) {
        pendingParallel = nil
        hasRunParallel = true
        recorded += failures
        resumeFailure = resumeFailure ?? failure
        guard resumeFailure == nil, let exit else { return }
        resumeExit = exit.status
        noteExit(at: exit.location)
    }

    /// Charges a finished iteration for the started part of its budget, and for its machine.
    func settleSteps() {
        guard isIteration else { return }
        let used = max(1, Machine.ticksPerRefill - state.pointee.budget)
        heap.stepsLeft -= min(used, heap.stepsLeft)
        heap.stepsUsed &+= used
        if heap.stepsLeft <= 0 { extendSteps() }
        state.pointee.budget = Machine.ticksPerRefill
    }
}
