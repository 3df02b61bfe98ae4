import PicketRuntime
import PicketSyntax

extension Executor {
    /// The number of the latest write; nil for none.
    package var latestWriteNumber: Int? { memory?.latest?.number }

    /// Records that the latest write is undone, or was itself an undo, so that it is never undone again.
    package func markUndone() { memory?.markUndone() }

    /// What can be said about undoing the latest write.
    package var undo: UndoAnswer {
        guard let latest = memory?.latest else { return .nothing }
        let redactor = Redactor(secrets)
        let write = redactor.show(latest.parts.map(\.line).joined(separator: ", "))
        let name = latest.parts.first?.write?.name
        switch latest.verdict {
        case .unknown: return .inDoubt(write: write, connection: name.map { redactor.show($0.shown) })
        case .ineffective: return .ineffective(write: write)
        case .effective: break
        }
        guard !latest.isUndone else { return .done(write: write) }
        let writes = latest.parts.compactMap(\.write)
        guard let name, writes.count == latest.parts.count else {
            return .none(write: write, reason: "only writes of connections have one")
        }
        guard !name.isSecret, redactor.show(name.text).content.hasBytes(of: name.text) else {
            return .none(write: write, reason: "the name of the connection is a secret")
        }
        guard current?.place === latest.platform.place else {
            return .elsewhere(
                write: write, platform: redactor.show(latest.platform.profile.name ?? latest.platform.base))
        }
        var inverse = InverseBuilder(name.text, before: latest.before, redactor)
        if let reason = inverse.take(writes) { return .none(write: write, reason: reason) }
        return .inverse(
            Inverse(
                number: latest.number, write: write, commands: inverse.commands, needsPassword: inverse.needsPassword,
                notes: inverse.notes))
    }
}
