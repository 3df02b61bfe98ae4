import Picket
import PicketOptions
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
        case .watch(let interval, let text, let end): return watch(interval, text, end)
        case .job(let interval, let text, let end): startJob(text, every: interval, end)
        case .jobs: showJobs()
        case .stop(let choice): stopJobs(choice)
        case .save(let path): save(path)
        case .source(let text): return runFile(text)
        case .variables: showVariables()
        case .use(let name): return use(name)
        case .tour(let choice): return tour(choice)
        case .history(let count, let pattern): showHistory(count, pattern)
        case .edit(let words): return edit(words)
        case .shell(let command): runShell(command)
        case .journal(let count): showJournal(count)
        case .undo: return undo()
        case .wide(let isOn): setWide(isOn ?? !view.isWide)
        case .pager(let isOn): setPager(isOn ?? !output.usesPager)
        case .find(let text): find(text)
        case .difference(let name, let other): showDifference(name, other)
        case .output(let path): setOutput(path)
        case .quit: return ExitStatus.success
        }
        return nil
    }

    /// Chooses a platform; `local` starts if it does not run.
    func use(_ name: String) -> Int32? {
        runLine("use \(SourceForm.argument(name))", name: "<:use>")
    }

    // MARK: Help

    private func help(_ topic: String?) {
        guard let topic else { return helpOnEverything() }
        let entries = Documentation.entries(topic)
        // A name of the language comes before one of the prompt, such as `:use`.
        let name = topic.first == ":" ? String(topic.dropFirst()) : entries == nil ? topic : ""
        if let name = SessionCommand.Name(written: name) {
            let example = "\n  \(paint.faint("for example"))  \(shown(name.example))" as Shown<String>
            return out(wrapped(shown("\(name.usage)\n  \(name.summary)")) + example)
        }
        let line = briefHelp(topic)
        if let line { out(wrapped(shown(line))) }
        if let entries {
            examples = ExampleStatements.of(Documentation.examples(in: entries))
            let text = MarkdownText(entries, colors: colors, width: min(80, ScreenSize.textWidth))
            out(shown((line == nil ? "" : "\n") + text.content))
        } else if let page = Documentation.page(topic) {
            editor.lending { PageView.show(page.text, colors: colors, usesPager: output.usesPager) }
        } else if line == nil {
            let names =
                vocabulary.commands.names.sorted() + vocabulary.functions.map(\.name) + WordNote.all.map(\.word)
                + SessionCommand.Name.allCases.map(\.rawValue)
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
        let screen = ScreenSize.textWidth
        Console.standard.out(
            shown(CommandListing.text(vocabulary.commands.commands, inDetail: false, width: screen)))
        out(paint.name("\nAt the prompt"))
        let names = SessionCommand.Name.allCases
        let width = names.map(\.usage.count).max() ?? 0
        for name in names {
            let rows = WrappedText.row(name.usage, name.summary, column: width + 2, width: screen)
            out(shown(rows.joined(separator: "\n")))
        }
        out(paint.name("\nStatements"))
        out(shown(Self.wrapped(WordNote.statements.map(\.word))))
        out(paint.name("\nFunctions"))
        out(shown(Self.wrapped(vocabulary.functions.map(\.name))))
        out(paint.name("\nPages"))
        out(shown(Self.wrapped(Documentation.topics)))
        out(
            paint.faint(
                wrapped(
                    "\n`:help NAME` explains a command, statement or function.\nTab completes, ^R searches, ^X^E opens $EDITOR, ^C ends what runs. `$last` is the latest response."
                )))
    }

    /// Returns names in lines of at most 78 characters.
    private static func wrapped(_ names: [String]) -> String {
        WrappedText.lines(names.joined(separator: " "), width: min(78, ScreenSize.textWidth), following: 0)
            .joined(separator: "\n")
    }

    /// Breaks the lines of a text between words where the screen ends. Their leading blanks stay.
    func wrapped(_ text: Shown<String>) -> Shown<String> {
        text.map { text in
            text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).flatMap { line in
                let blanks = line.prefix { $0 == UInt8(ascii: " ") }.count
                return WrappedText.lines(
                    String(Substring(line)), after: String(repeating: " ", count: blanks),
                    width: ScreenSize.textWidth, following: blanks)
            }.joined(separator: "\n")
        }
    }

    // MARK: Looking back

    private func showVariables() {
        let names = compiler.names.variables
        guard !names.isEmpty else { return out(paint.faint("no names yet: `let n = 1` creates one")) }
        let width = names.map(\.count).max() ?? 0
        let redactor = Redactor(secrets)
        var lines: [Shown<String>] = []
        for name in names {
            let value = redactor.show(value(of: name)).map { value in
                let text = value?.description ?? ""
                return Paint.harmless(text.count > 400 ? text.prefix(400) + "…" : text)
            }
            let gap = String(repeating: " ", count: width - name.count + 2)
            lines.append("\(paint.name(redactor.show(name)))\(redactor.show(gap))\(value)")
        }
        outLong(lines)
    }

    // MARK: Files

    /// Splits the arguments of a command as a shell does, with the home folder for a `~` at the start of a word; nil after
    /// a complaint about an open quote.
    func words(_ text: String) -> [String]? {
        let line = ShellLine(text)
        guard !line.isOpen else {
            complain(ShellLine.openMessage)
            return nil
        }
        return line.allWords.enumerated().map { index, word in
            line.homes.contains(index) ? SettingPath.resolved(word) : word
        }
    }

    /// - Parameter text: A path, and values for the script's parameters.
    func runFile(_ text: String) -> Int32? {
        guard let words = words(text) else { return nil }
        let arguments = ScriptArguments(words)
        guard let path = arguments.files.first, arguments.files.count == 1 else {
            complain("`:source` takes one file; quote a path with blanks")
            return nil
        }
        let interrupter = Interrupter(relay: interruptions)
        do {
            // It may be a pipe whose writer never comes.
            let file = try editor.attending(onSignal: interrupter.receive) {
                try ScriptFile.read(path, root: settings.fileRoot)
            }
            forgetLine(giving: arguments.parameters.map(\.name), to: file.source)
            return runLine(
                file.source.text(file.source.span), name: path, script: file, given: arguments.parameters)
        } catch {
            complain((error as? Ending)?.message ?? "cannot read `\(path)`")
            endingStatus = endingStatus ?? interrupter.endingStatus
            return endingStatus
        }
    }
}
