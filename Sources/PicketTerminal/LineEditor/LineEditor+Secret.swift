import CLineEdit
package import PicketRuntime
import PicketSyntax
import PicketSystem
import SystemPackage

extension LineEditor {
    /// Reads a text that is shown as dots and stored nowhere: not in the history, in undo or in libedit's memory.
    ///
    /// Earlier typed keys are dropped. Without a terminal, the secret is a line of the input.
    package func readSecret(_ prompt: Shown<StyledText>) -> ReadResult {
        let prompt = prompt.content
        dropTypedKeys()
        return switch source {
        case .pipe: plain.line()
        case .cooked, .teleprinter: guarded { readHidden(prompt) }
        case .drawn: guarded { readDots(prompt) }
        }
    }

    /// Reads with the terminal's own line discipline, with its echo off.
    private func readHidden(_ prompt: StyledText) -> ReadResult {
        let terminal = input.terminal.rawValue
        guard line_edit_hide_input(terminal, true) == 0 else { return .endOfFile }
        defer {
            line_edit_show_input(terminal)
            surface.write("\n".utf8)
        }
        dropKeysIfAsked()
        let question = TerminalText.line(prompt.plain)
        surface.write(question.utf8)
        return plain.line(
            PlainReader.Stopping(
                before: { line_edit_show_input(terminal) },
                after: { [self] in
                    _ = line_edit_hide_input(terminal, true)
                    // A part of the answer may be in the terminal's queue, where nobody sees it.
                    dropTypedKeys()
                    dropKeysIfAsked()
                    surface.write("\n\(question)".utf8)
                }))
    }

    private func readDots(_ prompt: StyledText) -> ReadResult {
        guard line_edit_hide_input(input.terminal.rawValue, false) == 0 else { return .endOfFile }
        messages.beginReading()
        dropKeysIfAsked()
        surface.begin()
        var secret = SecretLine(prompt: prompt)
        let result = secret.read(input, surface, messages)
        surface.finish(secret.picture(columns: surface.columns))
        surface.end()
        line_edit_show_input(input.terminal.rawValue)
        messages.endReading()
        return result
    }
}

/// A secret that is being typed.
private struct SecretLine {
    let prompt: StyledText
    var clusters: [Character] = []
    var bell = false
    /// Whether ^Z stopped the process here, so that the coming SIGCONT is known.
    private var wasSuspended = false

    init(prompt: StyledText) { self.prompt = prompt }

    mutating func read(_ input: TerminalInput, _ surface: Surface, _ messages: MessageBoard) -> ReadResult {
        while true {
            let shown = (picture(columns: surface.columns), bell)
            bell = false
            switch input.next(beforeWaiting: { surface.show(shown.0, bell: shown.1) }) {
            case .key(let key):
                if let result = take(key, input) { return result }
            case .signal(Signals.windowChange): surface.resize()
            case .signal(Signals.interrupt): return .interrupted
            case .signal(Signals.terminate): return .terminated(Signals.terminate)
            case .signal(Signals.hangup): return .terminated(Signals.hangup)
            case .signal(Signals.keyboardStop): suspend(input, surface)
            case .signal(Signals.carryOn): resume(input, surface)
            case .messages: surface.write(above: messages.take())
            case .signal: bell = true
            case .end: return .endOfFile
            }
        }
    }

    private mutating func suspend(_ input: TerminalInput, _ surface: Surface) {
        surface.finish(picture(columns: surface.columns))
        surface.end()
        line_edit_show_input(input.terminal.rawValue)
        LineEditor.suspend()
        wasSuspended = true
        hide(input, surface)
    }

    /// Continues after a stop that was not noticed before, so the terminal may show what is typed.
    private mutating func resume(_ input: TerminalInput, _ surface: Surface) {
        if wasSuspended {
            wasSuspended = false
            return
        }
        hide(input, surface)
    }

    /// Hides the input again and shows the question on a fresh row. What was typed before and meanwhile is no answer.
    private mutating func hide(_ input: TerminalInput, _ surface: Surface) {
        clusters = []
        _ = line_edit_hide_input(input.terminal.rawValue, false)
        input.dropKeys()
        surface.startAfresh()
        surface.begin()
    }

    private mutating func take(_ key: UInt32, _ input: TerminalInput) -> ReadResult? {
        switch key {
        case 0x0A, 0x0D: return .line(String(clusters))
        case 0x04 where clusters.isEmpty: return .endOfFile
        case 0x08, 0x7F: if clusters.popLast() == nil { bell = true }
        case 0x15: clusters = []
        case KeyCode.paste.rawValue: paste(input)
        case 0x20..<0x7F, 0xA0...: append(key)
        default: bell = true
        }
        return nil
    }

    private mutating func append(_ key: UInt32) {
        var text = String(clusters)
        Unicode.Scalar(key).map { text.unicodeScalars.append($0) }
        clusters = Array(text)
    }

    private mutating func paste(_ input: TerminalInput) {
        while true {
            if let bytes = input.decoder.takePaste() {
                clusters += EditBuffer.cleaned(paste: bytes)
                return
            }
            if input.fill() == .end { return }
        }
    }

    func picture(columns: Int) -> Picture {
        var canvas = Canvas(columns: columns)
        canvas.append(prompt)
        canvas.append(StyledText(String(repeating: "•", count: clusters.count)))
        canvas.markCursor(before: 1)
        return Picture(rows: canvas.rows, cursor: canvas.cursor)
    }
}
