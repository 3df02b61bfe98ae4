import PicketRuntime
import PicketSyntax
import PicketSystem
import PicketTerminal

/// How the session shows answers, and where.
extension ReplSession {
    func setWide(_ isWide: Bool) {
        view.isWide = isWide
        out(isWide ? "lists are shown as records" : "lists are shown as tables")
    }

    func setPager(_ isOn: Bool) {
        guard isInteractive, !ColorPolicy.isTeleprinter else {
            return complain("there is no terminal that a pager can use")
        }
        output.usesPager = isOn
        out(isOn ? "the pager is on" : "the pager is off")
    }

    /// - Parameter text: A path; nil for the screen.
    func setOutput(_ text: String?) {
        defer { noteLostOutput() }
        guard let text else {
            output.close()
            return out("output goes to the screen")
        }
        guard let words = words(text) else { return }
        guard let path = words.first, words.count == 1 else {
            return complain("`:output` takes one file; quote a path with blanks")
        }
        guard case .file = OutputFile(path) else {
            output.close()
            return out("output goes to the screen: `\(shown(path).map(\.displayed))` is where it goes anyway")
        }
        do throws(FileProblem) {
            try output.open(path)
            out("output goes to `\(shown(path).map(\.displayed))`; `:output` alone ends that")
        } catch {
            complain("cannot write `\(path)`: \(error.message); output stays where it was")
        }
    }

    /// Counts output that a file has lost as an error.
    func noteLostOutput() { if output.takeLoss() { noteError(ExitStatus.failed) } }

    // MARK: The pager

    /// Shows lines, through the pager if they are longer than the screen.
    func outLong(_ lines: [Shown<String>]) {
        guard let first = lines.first else { return }
        let text = lines.dropFirst().reduce(first) { $0 + "\n" + $1 }
        guard output.isLong(text) else { return out(text) }
        page(text)
    }

    /// Shows an answer in the pager, and what has waited for its end.
    func showPages(_ text: Shown<String>) {
        var next: Shown<String>? = text
        while let text = next {
            page(text)
            next = output.release()
        }
    }

    private func page(_ text: Shown<String>) {
        Console.standard.flush()
        guard let problem = editor.lending({ Pager.show(text.content + "\n") }) else { return }
        out(text)
        out(paint.faint(Door.showMessage(problem)))
    }

    // MARK: Finding

    /// Lists the rows of earlier answers that contain a text, in any case of its letters.
    func find(_ wanted: String) {
        let wanted = WantedText(wanted)
        var lines: [Shown<String>] = []
        for answer in answers.answers {
            // Secrets that became known later are hidden before the search.
            let text = shownAgain(answer.text)
            let found = text.map { Self.rows(of: $0, with: wanted) }
            guard !found.content.isEmpty else { continue }
            lines.append("\(paint.faint(answer.time))  \(paint.name(shownAgain(answer.line)))")
            lines.append(found.map { $0.map { "  " + Paint.harmless($0) }.joined(separator: "\n") })
        }
        guard !lines.isEmpty else { return out(paint.faint("no answer of this session contains it")) }
        outLong(lines)
    }

    private static func rows(of text: String, with wanted: WantedText) -> [String] {
        text.utf8.split(separator: UInt8(ascii: "\n")).map { String(Substring($0)) }.filter { row in
            wanted.isIn(row)
        }
    }
}
