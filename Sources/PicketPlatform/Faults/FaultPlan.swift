import Synchronization

/// The faults still to come, oldest first.
final class FaultPlan: Sendable {
    private let planned: Mutex<[Fault]>

    init(_ faults: [Fault]) { planned = Mutex(faults) }

    var remaining: [Fault] { planned.withLock { $0 } }

    func add(_ faults: [Fault]) { planned.withLock { $0 += faults } }

    func clear() { planned.withLock { $0 = [] } }

    /// The effect that the first matching fault has on this request; it counts as one of the fault's times.
    ///
    /// - Parameter operation: nil on the control paths, which no fault meets.
    /// - Parameter name: the name's segment as it stands in the path.
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
