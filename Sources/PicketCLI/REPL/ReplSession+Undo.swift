import Picket
import PicketPool
import PicketRuntime
import PicketSyntax
import PicketTerminal

/// Undoing the latest write.
extension ReplSession {
    /// Shows the inverse of the latest write, and runs it if the person agrees. Returns the exit status if that ends the
    /// session.
    func undo() -> Int32? {
        switch runner.undo {
        case .nothing: out("nothing was written in this session")
        case .done(let write): out("\(line(write)): this is undone, or was an undo itself")
        case .inDoubt(let write, let connection):
            let advice: Shown<String> =
                connection.map { "look at it with `show \($0)` first" } ?? "check the platform first"
            complain(
                "\(line(write).content): whether it took effect is not known, so it has no inverse yet; \(advice.content)"
            )
        case .ineffective(let write): out("\(line(write)): it took no effect, so there is nothing to undo")
        case .none(let write, let reason): complain("\(line(write).content): it has no inverse: \(reason.content)")
        case .elsewhere(let write, let platform):
            complain("\(line(write).content): that was on another platform; `use \(platform.content)` before `:undo`")
        case .inverse(let inverse): return undo(inverse)
        }
        return nil
    }

    private func line(_ write: Shown<String>) -> Shown<String> { write.map(\.displayed) }

    private func undo(_ inverse: Inverse) -> Int32? {
        let texts = inverse.commands.map(Self.text)
        out("the latest write: \(line(inverse.write))")
        out("its inverse: \(shown(texts.joined(separator: "; ")).map(\.displayed))")
        for note in inverse.notes { out(paint.faint(note.map(\.displayed))) }
        guard isInteractive else {
            complain("`:undo` asks before it writes, and there is nobody to ask")
            return nil
        }
        // On a protected platform the gate asks for each write.
        guard place.isProtected || confirm("Undo it? [y/N] ") else {
            out("nothing sent")
            return nil
        }
        guard let text = completed(texts, inverse) else { return nil }
        let status = runLine(text, name: "<undo>")
        // What the undo wrote is not undone again, whatever came of it.
        if runner.latestWriteNumber != inverse.number { runner.markUndone() }
        return status
    }

    /// Returns the commands as a line, with the password that they need; nil if the person gives none.
    private func completed(_ texts: [String], _ inverse: Inverse) -> String? {
        var texts = texts
        if inverse.needsPassword, let command = inverse.commands.first {
            guard let password = ask("Password of `\(command.connection)`: ") else { return nil }
            texts[0] += " password=(env(\"\(variable(for: password, of: command.connection))\"))"
        }
        return texts.joined(separator: "; ")
    }

    private static func text(_ command: Inverse.Command) -> String {
        let fields = command.fields.map { name, value in
            switch value {
            case .string(let text): " \(name)=\(SourceForm.argument(text))"
            case let value: " \(name)=\(value.description)"
            }
        }
        return "\(command.name) \(SourceForm.argument(command.connection))" + fields.joined()
    }
}
