/// The memory of a simulation, which one caller reuses from search to search.
///
/// The simulation is Pike's: it scans the text once, with one thread for each possible next instruction, in order of
/// preference. So each scalar visits an instruction at most once.
package struct RegexScratch {
    /// The threads at instructions that consume or accept, in order of preference, with adjacent slots.
    private struct Threads {
        var instructions: [Int32] = []
        var slots: [Int] = []

        mutating func removeAll() {
            instructions.removeAll(keepingCapacity: true)
            slots.removeAll(keepingCapacity: true)
        }
    }

    /// An instruction to follow, or a slot to restore afterwards.
    private enum Pending {
        case follow(Int32)
        case restore(slot: Int, value: Int)
    }

    private var current = Threads()
    private var next = Threads()
    /// The generation of each instruction's latest visit, so that nothing needs clearing.
    private var visited: [Int] = []
    private var generation = 0
    private var pending: [Pending] = []
    private var slots: [Int] = []
    private var steps = 0
    /// The slots of the match.
    var best: [Int] = []
    /// Called at intervals; returns true to abandon the search.
    var isAwaited: (() -> Bool)?
    private var stepsUntilLook = stepsPerLook
    private static let stepsPerLook = 1 << 18

    package init() {}

    /// Searches for the leftmost match, and stores its first `slotCount` slots in `best`.
    mutating func search(
        _ program: borrowing RegexProgram, in text: UnsafeRawBufferPointer, from start: Int, slotCount: Int,
        budget: inout Int
    ) throws(RegexBudgetExceeded) -> Bool {
        begin(program.instructions.count, slotCount)
        var position = start
        var isMatched = false
        while true {
            if next.instructions.isEmpty {
                if isMatched { return true }
                guard let found = try program.candidate(in: text, from: position, budget: &budget, &self)
                else { return false }
                position = found
                generation += 1
            }
            if !isMatched { seed(program, text, position) }
            swap(&current, &next)
            next.removeAll()
            generation += 1
            let length = step(program, text, position, &isMatched)
            try spend(steps + 1, from: &budget)
            steps = 0
            if position == text.count || (isMatched && slotCount == 0) { return isMatched }
            position += length
        }
    }

    /// Counts steps. Ends the search if none are left, or if it must be abandoned.
    @inline(__always)
    mutating func spend(_ steps: Int, from budget: inout Int) throws(RegexBudgetExceeded) {
        try RegexProgram.spend(steps, from: &budget)
        stepsUntilLook -= steps
        if stepsUntilLook < 0 { try look() }
    }

    @inline(never)
    private mutating func look() throws(RegexBudgetExceeded) {
        stepsUntilLook = RegexScratch.stepsPerLook
        if isAwaited?() == true { throw .awaited }
    }

    private mutating func begin(_ instructionCount: Int, _ slotCount: Int) {
        if visited.count < instructionCount {
            visited += repeatElement(0, count: instructionCount - visited.count)
        }
        slots = Array(repeating: -1, count: slotCount)
        current.removeAll()
        next.removeAll()
        pending.removeAll(keepingCapacity: true)
        steps = 0
    }

    /// Adds a thread that begins here, less preferred than all earlier ones.
    private mutating func seed(_ program: borrowing RegexProgram, _ text: UnsafeRawBufferPointer, _ position: Int) {
        if program.isAnchored, position > 0 { return }
        if let first = program.firstBytes {
            guard position < text.count, first.contains(text[position]) else { return }
        }
        for slot in slots.indices { slots[slot] = -1 }
        if !slots.isEmpty { slots[0] = position }
        follow(0, program, text, position)
    }

    /// Moves all threads over the current scalar; returns its length.
    private mutating func step(
        _ program: borrowing RegexProgram, _ text: UnsafeRawBufferPointer, _ position: Int, _ isMatched: inout Bool
    ) -> Int {
        let isEnd = position == text.count
        let (scalar, length) = isEnd ? (0, 0) : RegexText.decode(text, at: position)
        for thread in current.instructions.indices {
            let index = current.instructions[thread]
            let instruction = program.instructions[Int(index)]
            if case .accept = instruction {
                isMatched = true
                keepMatch(thread, position)
                break
            }
            guard !isEnd, instruction.consumes(scalar, program.sets) else { continue }
            for slot in slots.indices { slots[slot] = current.slots[thread * slots.count + slot] }
            follow(index + 1, program, text, position + length)
        }
        steps += current.instructions.count
        return length
    }

    /// Stores a match, and drops all threads that are less preferred.
    private mutating func keepMatch(_ thread: Int, _ position: Int) {
        guard !slots.isEmpty else { return }
        best.removeAll(keepingCapacity: true)
        best += current.slots[thread * slots.count..<(thread + 1) * slots.count]
        best[1] = position
    }

    /// Adds a thread for each instruction that is reachable without consuming.
    private mutating func follow(
        _ start: Int32, _ program: borrowing RegexProgram, _ text: UnsafeRawBufferPointer, _ position: Int
    ) {
        pending.append(.follow(start))
        while let item = pending.popLast() {
            switch item {
            case .restore(let slot, let value): slots[slot] = value
            case .follow(let instruction): descend(instruction, program, text, position)
            }
        }
    }

    /// Follows the preferred branch to its end; leaves the others pending.
    private mutating func descend(
        _ start: Int32, _ program: borrowing RegexProgram, _ text: UnsafeRawBufferPointer, _ position: Int
    ) {
        var index = start
        while visited[Int(index)] != generation {
            visited[Int(index)] = generation
            steps += 1
            switch program.instructions[Int(index)] {
            case .jump(let target): index = target
            case .split(let preferred, let other):
                pending.append(.follow(other))
                index = preferred
            case .save(let slot):
                if slot < slots.count {
                    pending.append(.restore(slot: Int(slot), value: slots[Int(slot)]))
                    slots[Int(slot)] = position
                }
                index += 1
            case .assertion(let assertion):
                guard assertion.holds(at: position, in: text) else { return }
                index += 1
            default:
                next.instructions.append(index)
                if !slots.isEmpty { next.slots += slots }
                return
            }
        }
    }
}
