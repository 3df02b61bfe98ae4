package import PicketSyntax

/// A parallel loop that waits for its host: machines to run, in order, so many at once.
package final class ParallelLoop {
    private let parent: Machine
    private let site: ParallelSite
    private let sequence: Sequence
    /// How many iterations there are.
    package let count: Int
    /// How many may run at once, at least one.
    package let width: Int
    package let location: SourceLocation
    private var next = 0

    /// How the instruction says what is walked.
    enum SequenceKind: UInt8 {
        case container, range, closedRange
    }

    enum Sequence {
        /// A list or a map.
        case container(Cell)
        case range(first: Int64, count: Int)
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
        case .range(_, let count): self.count = count
        }
    }

    /// Why no further iteration may begin: the run has no steps left. A body without loops and calls never asks for them,
    /// and a range may be longer than anybody waits.
    var exhaustion: Failure? { next < count && parent.heap.stepsLeft <= 0 ? parent.stepLimit() : nil }

    /// The machine of the next iteration, ready to run; nil when all have been handed out.
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
        case .range(let first, _): return [Cell(first + Int64(position))]
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
    /// The machine of an iteration: it shares its parent's heap and reads its top-level names.
    convenience init(iterationOf parent: Machine) {
        self.init(configuration: parent.configuration, heap: parent.heap, parent: parent)
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
        let bounds = try rangeBounds(first, register(instruction.a + 32), isClosed: kind == .closedRange)
        guard let (first, last) = bounds else { return .range(first: 0, count: 0) }
        // A range with more integers than there are is walked as far as anybody will live to see.
        let (distance, overflows) = last.subtractingReportingOverflow(first)
        return .range(first: first, count: overflows || distance == .max ? .max : Int(distance) + 1)
    }

    /// Goes on after a parallel loop: with what its iterations recorded, and the failure or `exit` that ended it.
    package func resume(parallel failures: [Failure], failure: Failure?, exitStatus: Int?) {
        pendingParallel = nil
        hasRunParallel = true
        recorded += failures
        resumeFailure = resumeFailure ?? failure
        if resumeFailure == nil { resumeExit = exitStatus }
    }

    /// An iteration that ends counts what it began of its budget, and the making of its machine.
    func settleSteps() {
        guard isIteration else { return }
        let used = max(1, Machine.ticksPerRefill - state.pointee.budget)
        heap.stepsLeft -= min(used, heap.stepsLeft)
        state.pointee.budget = Machine.ticksPerRefill
    }
}
