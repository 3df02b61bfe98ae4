/// Passes the events of all strands on in the order of the script, as far as the limits of the run allow.
extension Scheduler {
    func emitEvents(of strand: Strand) {
        let now = clock()
        guard isHead(strand), strand.buffer.isEmpty else {
            var events: [TimedEvent] = []
            strand.machine.drainEvents { event, value in
                if event.isCounted || mayLeave(.event, from: strand) {
                    events.append(TimedEvent(event, at: now, value: value))
                }
            }
            return pass(events, to: strand)
        }
        strand.machine.drainEvents { event, value in
            if event.isCounted || mayLeave(.event, from: strand) { emit(TimedEvent(event, at: now, value: value)) }
        }
    }

    /// Counts an amount of what leaves the run; returns whether it may. The first one that exceeds a limit ends the run.
    func mayLeave(_ amount: Allowance.Amount, from strand: Strand) -> Bool {
        switch strand.machine.count(amount) {
        case .passes: return true
        case .exceeds(let name):
            interrupt(strand.machine.outletLimit(name))
            return false
        case .isDropped: return false
        }
    }

    private func isHead(_ strand: Strand) -> Bool {
        guard let loop = strand.loop else { return true }
        return strand.position == loop.inOrder.start && isHead(loop.parent)
    }

    /// Emits the buffered events of a loop that is next in order.
    func release(_ loop: LoopInProgress) {
        while case .ended(let events)? = loop.inOrder[loop.inOrder.start] {
            _ = loop.inOrder.popFirst()
            machine.heap.state.pointee.bytes -= Strand.size(of: events)
            pass(events, to: loop.parent)
        }
        guard case .running(let strand)? = loop.inOrder[loop.inOrder.start] else { return }
        pass(strand.takeBuffer(), to: loop.parent)
        // The events of its inner loop follow.
        if let inner = strand.inner, isHead(strand) { release(inner) }
    }

    private func pass(_ events: [TimedEvent], to strand: Strand) {
        if isHead(strand) {
            for event in strand.takeBuffer() { emit(event) }
            for event in events { emit(event) }
        } else {
            strand.hold(events)
        }
    }
}

extension Event {
    /// Whether the machine has counted the event already, because it counts those of this kind whether a host wants them or
    /// not.
    fileprivate var isCounted: Bool {
        switch self {
        case .commandStarted, .commandEnded, .held, .attemptFailed: true
        case .printed, .shown, .recorded, .stepStarted, .stepEnded, .testStarted, .testEnded: false
        }
    }
}
