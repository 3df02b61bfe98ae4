import PicketPool
import PicketRuntime
import PicketSyntax
import PicketSystem
import PicketTerminal
import SystemPackage

/// Saving what the session has executed.
extension ReplSession {
    /// Writes the executed statements as a script that has no errors.
    func save(_ text: String) {
        guard let words = words(text) else { return }
        guard let path = words.first, words.count == 1 else {
            return complain("`:save` takes one file; quote a path with blanks")
        }
        guard !script.isEmpty else { return complain("nothing has succeeded yet") }
        let places = SavedPlaces(path)
        let saved = script.savedScript(
            vocabulary.secretNames, by: Redactor(secrets),
            environment: { [typedSecrets] name in typedSecrets[name] ?? Environment[name] }, place: places.place,
            check: { errors(of: $0, at: path) })
        guard let saved else {
            return complain("not saved: the script would have errors that no comment can take out")
        }
        if FileCheck.exists(path) {
            guard isInteractive else { return complain("`\(path)` exists already") }
            guard confirm("`\(path)` exists already. Replace it? [y/N] ") else {
                tourResult.isUndone = true
                return out("not saved")
            }
        }
        do {
            try OutputFile.file(path).replace(with: saved.text.map { Array($0.utf8) }, permissions: .ownerReadWrite)
        } catch {
            return complain((error as? Ending)?.message ?? "cannot write `\(path)`")
        }
        // The session can run its own script.
        for (name, value) in saved.secretValues {
            if case nil = Environment[name] { typedSecrets[name] = value }
        }
        out("saved \(shown(path))")
        switch saved.leftOutCount {
        case 0: break
        case 1: out("\(paint.bad("warning")): 1 statement is a comment that says why")
        case let count: out("\(paint.bad("warning")): \(count) statements are comments that say why")
        }
        tell("set before it runs: ", saved.variables)
        tell("parameters to give: ", saved.parameters)
    }

    private func tell(_ start: Shown<String>, _ names: [Shown<String>]) {
        guard let first = names.first else { return }
        out("\(start)\(names.dropFirst().reduce(first) { "\($0), \($1)" })")
    }

    /// The errors that the saved script would have, with their lines.
    private func errors(of text: String, at path: String) -> [(line: Int, message: String)] {
        let source = SourceFile(name: path, text: text)
        let scripts = SessionScripts(root: settings.fileRoot)
        scripts.add(source, folder: ScriptFile.folder(of: path))
        let check = Compiler(commands: vocabulary.commands, loader: scripts.loader)
        check.program = ProgramName.picket
        return check.compile(source).diagnostics.filter { $0.severity == .error }.map { error in
            // An error in an included file is one of the statement that includes it.
            let places = [error.location].compactMap { $0 } + error.notes.compactMap(\.location)
            return (places.first { $0.source === source }?.position.line ?? 0, error.message)
        }
    }

    /// Adds what a text has done to the script.
    func record(_ ran: RanText, _ report: LineReport, stoppedAt place: UInt32?, wasAnswered: Bool) {
        let writes = report.writes.map { write -> (place: UInt32?, text: String) in
            (write.location.source === ran.source ? write.location.span.start : nil, write.text)
        }
        script.stopped(
            SessionScript.Stopped(text: ran.text, place: place, wasAnswered: wasAnswered, writes: writes),
            in: ran.folder, given: ran.given)
    }
}
