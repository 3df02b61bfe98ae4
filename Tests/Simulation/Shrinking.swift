extension Scenario {
    /// Scenarios that have one thing less.
    private var smaller: [Scenario] {
        var result: [Scenario] = []
        func add(_ change: (inout Scenario) -> Void) {
            var scenario = self
            change(&scenario)
            result.append(scenario)
        }
        for index in statements.indices { add { $0.statements.remove(at: index) } }
        for number in faults.keys.sorted() { add { $0.faults[number] = nil } }
        for index in acts.indices { add { $0.acts.remove(at: index) } }
        for index in rival.indices { add { $0.rival.remove(at: index) } }
        for index in kills.indices { add { $0.kills.remove(at: index) } }
        if losesTail { add { $0.losesTail = false } }
        if diskFull != nil { add { $0.diskFull = nil } }
        if interruption != nil { add { $0.interruption = nil } }
        if resumesAfterFailure { add { $0.resumesAfterFailure = false } }
        if isByLine { add { $0.isByLine = false } }
        if lag > 0 { add { $0.lag = 0 } }
        if password != .shown { add { $0.password = .shown } }
        for index in statements.indices where statements[index].form != .plain {
            add { $0.statements[index].form = .plain }
        }
        return result
    }

    /// The smallest scenario found that goes wrong in the same way.
    ///
    /// - Parameter isSame: whether the findings of a history are the fault that is looked for.
    package func shrunk(while isSame: ([String]) -> Bool) -> Scenario {
        var best = self
        var budget = 2_000
        while let next = best.smaller.first(where: { scenario in
            budget -= 1
            return budget > 0 && isSame(History(scenario).findings)
        }) {
            best = next
        }
        return best
    }

    /// As somebody reads it.
    package var text: String {
        var lines = ["seed \(seed), lag \(lag) ms, password \(password.rawValue)"]
        for (number, fault) in faults.sorted(by: { $0.key < $1.key }) { lines.append("message \(number): \(fault)") }
        for act in acts { lines.append("after \(act.time) ms another operator: \(act.kind) \(act.name)") }
        if !kills.isEmpty { lines.append("killed after \(kills) events\(losesTail ? ", with the machine" : "")") }
        if let diskFull { lines.append("the disk is full after \(diskFull) appends") }
        if let interruption { lines.append("^C after \(interruption) events") }
        if resumesAfterFailure { lines.append("resumed after a failure") }
        if isByLine { lines.append("line by line") }
        return lines.joined(separator: "\n") + "\n\n" + script
            + (rival.isEmpty ? "" : "\nat the same time:\n\n" + asRival.script)
    }
}
