import Synchronization

/// The remaining faults, oldest first.
final class FaultPlan: Sendable {
    private let planned: Mutex<[Fault]>

    init(_ faults: [Fault]) { planned = Mutex(faults) }

    var remaining: [Fault] { planned.withLock { $0 } }

    func add(_ faults: [Fault]) { planned.withLock { $0 += faults } }

    func clear() { planned.withLock { $0 = [] } }

    /// Returns the effect of the first matching fault on this request, and counts the request for the fault.
    ///
    /// - Parameters:
    ///   - operation: The operation; nil for the control paths, which no fault affects.
    ///   - name: The segment of the name as it is in the path.
    func take(for operation: Fault.Operation?, name: Substring?) -> Fault.Effect? {
        guard let operation else { return nil }
        return planned.withLock { faults in
            guard let index = faults.firstIndex(where: { $0.meets(operation, name: name) }) else { return nil }
            faults[index].times -= 1
            let effect = faults[index].effect
            if faults[index].times == 0 { faults.remove(at: index) }
            return effect
        }
    }
}

extension Fault {
    fileprivate func meets(_ operation: Operation, name segment: Substring?) -> Bool {
        guard self.operation ?? operation == operation else { return false }
        guard let name else { return true }
        return segment.flatMap { percentDecoded($0, plusIsSpace: false) } == name
    }
}
