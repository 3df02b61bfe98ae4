package import PicketRuntime
import PicketSyntax

/// The user's input for a resumed run, besides the journal.
package struct Resumption {
    /// The results of writes in doubt (`--settle`), by step.
    package var settlements: [(step: String, as: Settlement)]
    /// Returns whether a script or data file was changed on purpose, so that it may differ (`--edited`).
    package var isEdited: (_ path: String) -> Bool

    package init(
        settlements: [(step: String, as: Settlement)] = [],
        isEdited: @escaping (_ path: String) -> Bool = { _ in false }
    ) {
        self.settlements = settlements
        self.isEdited = isEdited
    }

    /// - Throws: `JournalProblem` if a step is not a write in doubt.
    func check(_ history: JournalHistory, _ path: String) throws(JournalProblem) {
        var doubts = history.doubts
        for (step, _) in settlements {
            let count = doubts.count
            doubts.removeAll { $0.utf8.elementsEqual(step.utf8) }
            guard doubts.count == count else { continue }
            let known = history.doubts.prefix(5).map { "`\($0)`" }.joined(separator: ", ")
            let rest = history.doubts.count > 5 ? ", …" : ""
            throw JournalProblem(
                "`\(path)` has no write in doubt at the step `\(step)`: "
                    + (known.isEmpty ? "it has none at all" : "in doubt is what it has at \(known)\(rest)"))
        }
    }
}

extension Journal {
    /// Resumes the journal of an interrupted run.
    ///
    /// - Throws: `JournalProblem` if the file is not a journal, or belongs to another script or platform or other
    ///   parameters. The message says what differs.
    package static func resume(
        _ path: String, identity: JournalIdentity, secrets: SecretStore, _ resumption: Resumption = Resumption(),
        time: @escaping () -> String = HostServices.timeOfDay
    ) throws(JournalProblem) -> Journal {
        try resume(path, identity: identity, secrets: secrets, resumption, time: time, on: .system)
    }

    /// - Parameter disk: Writes the lines to the disk.
    package static func resume(
        _ path: String, identity: JournalIdentity, secrets: SecretStore, _ resumption: Resumption = Resumption(),
        time: @escaping () -> String = HostServices.timeOfDay, on disk: JournalDisk
    ) throws(JournalProblem) -> Journal {
        let file = try JournalFile.reopen(path, on: disk)
        secrets.declare(ConnectionAPI.commands.secretFields)
        let history = try JournalHistory(file)
        let hashes = try SaltedHash(recorded: history.identity, in: path)
        if let difference = try identity.difference(from: history.identity, hashes, isEdited: resumption.isEdited) {
            throw JournalProblem("`\(path)` is the journal of another run: \(difference)")
        }
        if let request = history.tidying {
            throw JournalProblem(
                "`\(path)` is the journal of a run that ended and cleaned up (`\(request)`): "
                    + "run the script from its beginning")
        }
        try resumption.check(history, path)
        if history.isCutOff { try file.cutTornLine() }
        let journal = Journal(
            file, secrets, time, hashes, history, seed: history.seed ?? identity.seed, resumption: resumption)
        var line = journal.line("resume")
        line["sources"] = try identity.edited(from: history.identity, hashes)
        try journal.append(line, isUrgent: false)
        for settlement in resumption.settlements { try journal.take(settlement) }
        try file.settle()
        return journal
    }

    /// Stores a person's decision about a write in doubt.
    fileprivate func take(_ settlement: (step: String, as: Settlement)) throws(JournalProblem) {
        var line = self.line("settle")
        line["step"] = Shown.own(settlement.step).value
        line["as"] = Shown.own(settlement.as.rawValue).value
        try append(line, isUrgent: false)
        history.settle(settlement.step, settlement.as)
        unvisited.remove(TextKey(settlement.step))
    }
}
