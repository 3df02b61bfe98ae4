import Picket
import PicketRuntime
import PicketSyntax
import PicketSystem
import PicketTerminal
import SystemPackage

/// Commands for the session itself, such as `:help`.
extension ReplSession {
    /// Runs a command. Returns the exit status if it ends the session.
    func carryOut(_ command: SessionCommand) -> Int32? {
        switch command {
        case .help(let topic): help(topic)
        case .timing(let isOn):
            view.showsTiming = isOn ?? !view.showsTiming
            out(view.showsTiming ? "timing is on" : "timing is off")
        case .format(let format):
            view.format = format ?? (view.format == .table ? .json : .table)
            out(view.format == .table ? "responses are shown as tables" : "responses are shown as JSON")
        case .watch(let interval, let text): return watch(interval, text)
        case .job(let interval, let text): startJob(text, every: interval)
        case .jobs: showJobs()
        case .stop(let choice): stopJobs(choice)
        case .save(let path): save(path)
        case .source(let words): return runFile(words)
        case .variables: showVariables()
        case .use(let name): return use(name)
        case .tour(let choice): return tour(choice)
        case .history(let count): showHistory(count)
        case .quit: return ExitStatus.success
        }
        return nil
    }

    /// Chooses a platform; `local` is started if it does not run.
    func use(_ name: String) -> Int32? {
        guard !name.hasBytes(of: "local") || startEmbeddedPlatform() else { return nil }
        return runLine("use \(Self.word(name))", name: "<:use>")
    }

    private static func word(_ text: String) -> String {
        let isPlain = text.allSatisfy { $0.isLetter || $0.isNumber || "-_.:/@".contains($0) }
        return isPlain ? text : "'" + text.filter { $0 != "'" } + "'"
    }

    // MARK: Help

    private func help(_ topic: String?) {
        guard let topic else { return helpOnEverything() }
        let entries = Documentation.entries(topic)
        // A name of the language comes before one of the prompt, such as `:use`.
        let name = topic.first == ":" ? String(topic.dropFirst()) : entries == nil ? topic : ""
        if let name = SessionCommand.Name(rawValue: name) {
            return out(shown("\(name.usage)\n  \(name.summary)"))
        }
        let line = briefHelp(topic)
        if let line { out(shown(line)) }
        if let entries {
            examples = ExampleStatements.of(Documentation.examples(in: entries))
            out(shown((line == nil ? "" : "\n") + MarkdownText(entries, colors: colors).content))
        } else if let page = Documentation.page(topic) {
            PageView.show(page.text)
        } else if line == nil {
            let names = vocabulary.commands.names.sorted() + vocabulary.functions.map(\.name)
            let near = nearest(topic, in: names) ?? Documentation.nearest(topic)
            complain(
                "there is no `\(topic)`\(near.map { "; did you mean `\($0)`?" } ?? "; `:help` lists the commands")")
        }
    }

    /// What a function, statement or operator does, each in a phrase; nil for any other word.
    private func briefHelp(_ topic: String) -> String? {
        let functions = vocabulary.functions.map { (name: $0.name, usage: $0.usage, note: $0.summary) }
        let words = WordNote.all.map { (name: $0.word, usage: $0.word, note: $0.note) }
        let found = (functions + words).filter { $0.name.utf8.elementsEqual(topic.utf8) }
        return found.isEmpty ? nil : found.map { "\($0.usage)\n  \($0.note)" }.joined(separator: "\n")
    }

    private func helpOnEverything() {
        out(paint.name("Commands"))
        Console.standard.out(shown(CommandListing.text(vocabulary.commands.commands, inDetail: false)))
        out(paint.name("\nAt the prompt"))
        let names = SessionCommand.Name.allCases
        let width = names.map(\.usage.count).max() ?? 0
        for name in names {
            out(shown(name.usage + String(repeating: " ", count: width - name.usage.count + 2) + name.summary))
        }
        out(paint.name("\nStatements"))
        out(shown(Self.wrapped(WordNote.statements.map(\.word))))
        out(paint.name("\nFunctions"))
        out(shown(Self.wrapped(vocabulary.functions.map(\.name))))
        out(paint.name("\nPages"))
        out(shown(Self.wrapped(Documentation.topics)))
        out(
            paint.faint(
                "\n`:help NAME` explains a command, statement or function.\nTab completes, ^R searches, ^X^E opens $EDITOR, ^C ends what runs. `$last` is the latest response."
            ))
    }

    /// Returns names in lines of at most 78 characters.
    private static func wrapped(_ names: [String]) -> String {
        var lines = [""]
        for name in names {
            let last = lines[lines.count - 1]
            if last.isEmpty {
                lines[lines.count - 1] = name
            } else if last.count + name.count + 1 <= 78 {
                lines[lines.count - 1] = last + " " + name
            } else {
                lines.append(name)
            }
        }
        return lines.joined(separator: "\n")
    }

    // MARK: Looking back

    private func showVariables() {
        let names = compiler.names.variables
        guard !names.isEmpty else { return out(paint.faint("no names yet: `let n = 1` creates one")) }
        let width = names.map(\.count).max() ?? 0
        let redactor = Redactor(secrets)
        for name in names {
            let value = redactor.show(value(of: name)).map { value in
                let text = value?.description ?? ""
                return Paint.harmless(text.count > 400 ? text.prefix(400) + "…" : text)
            }
            let gap = String(repeating: " ", count: width - name.count + 2)
            out("\(paint.name(redactor.show(name)))\(redactor.show(gap))\(value)")
        }
    }

    private func showHistory(_ count: Int) {
        for entry in editor.history.entries.suffix(count) { out(shown(entry.text)) }
    }

    // MARK: Files

    private func save(_ path: String) {
        guard !script.isEmpty else { return complain("nothing has succeeded yet") }
        if FileCheck.exists(path) {
            guard isInteractive else { return complain("`\(path)` exists already") }
            guard confirm("`\(path)` exists already. Replace it? [y/N] ") else { return }
        }
        let text = script.saved(vocabulary.secretNames, by: Redactor(secrets))
        do {
            try OutputFile.file(path).replace(with: text.map { Array($0.utf8) }, permissions: .ownerReadWrite)
        } catch {
            return complain((error as? Ending)?.message ?? "cannot write `\(path)`")
        }
        out("saved \(shown(path))")
        let check = Compiler(
            commands: vocabulary.commands, loader: ScriptFile.commandLine("", root: settings.fileRoot).loader)
        check.program = ProgramName.picket
        let problems = check.compile(SourceFile(name: path, text: text.content)).diagnostics.filter {
            $0.severity == .error
        }
        DiagnosticPrinter(colors: colors, compiler: check).show(problems)
    }

    /// - Parameter words: A path, and values for the script's parameters.
    private func runFile(_ words: String) -> Int32? {
        let arguments = ScriptArguments(words.split(whereSeparator: \.isWhitespace).map(String.init))
        let path = arguments.files.joined(separator: " ")
        do {
            let file = try ScriptFile.read(path, root: settings.fileRoot)
            forgetLine(giving: arguments.parameters.map(\.name), to: file.source)
            return runLine(
                file.source.text(file.source.span), name: path, file: file.source.file, given: arguments.parameters)
        } catch {
            complain((error as? Ending)?.message ?? "cannot read `\(path)`")
            return nil
        }
    }

    // MARK: Watching

    /// Runs a text repeatedly until ^C. A response is shown if it differs from the previous one.
    private func watch(_ interval: Int64, _ text: String) -> Int32? {
        let source = SourceFile(name: "<:watch>", text: text)
        learnSecrets(in: source)
        let earlier = compiler.session
        defer { compiler.giveUpNames(since: earlier, unless: runner.hasValue) }
        let compilation = compiler.compile(source)
        printer.show(compilation.diagnostics.filter { $0.severity == .error })
        guard let program = compilation.program else {
            noteRefusedText()
            return nil
        }
        _ = runner.load(program, vocabulary.secretVariables)
        let interrupter = Interrupter(relay: interruptions)
        let report = makeReport(text, source)
        report.showsChangesOnly = true
        // One answer of `all` covers the whole watch.
        let gate = gateForLine
        let deferredBefore = runner.deferredCount
        while !interrupter.wasInterrupted {
            let outcome = run(gate, interrupter, report)
            if case .failure(let failure) = outcome, failure.kind != .interrupted, !report.hasShown(failure) {
                noteError(Int32(failure.exitStatus))
                printer.show(failure)
                break
            }
            if case .exit = outcome { break }
            if runner.result(of: gate).isRefused { break }
            editor.attending(onSignal: interrupter.receive) { runner.pause(interval, interrupter) }
            _ = runner.load(program, vocabulary.secretVariables)
        }
        if interrupter.wasInterrupted { runDeferred(beyond: deferredBefore, interrupter) }
        _ = showRefusal(gate)
        learn(text, report)
        findPlace()
        return interrupter.endingStatus
    }
}
