import PicketSystem
import SystemPackage

extension LineEditor {
    /// Starts libedit, binds the keys and reads `.editrc`.
    func openTerminal(_ reader: FileDescriptor, _ writer: FileDescriptor) -> Source {
        guard
            let line = EditLine(
                program: configuration.program, input: reader, output: writer, errors: .standardError)
        else { return .cooked }
        var complaint: [UInt8] = []
        line.onComplaint = { complaint += $0 }
        line.setEditor(vi: false)
        bind(line)
        let problems = InitFile.usual?.load { initLine in
            complaint = []
            return carryOut(initLine, line) ? nil : describe(complaint, initLine)
        }
        for problem in problems ?? [] { messages.keep(configuration.shown(problem)) }
        line.onComplaint = { _ in }
        guard line.isEditing else { return .cooked }
        return ColorPolicy.isTeleprinter ? .teleprinter(line) : .drawn(line)
    }

    private func carryOut(_ initLine: InitLine, _ line: EditLine) -> Bool {
        guard line.parse(initLine.text) else { return false }
        if initLine.changesEditor { bind(line) }
        if let sequence = initLine.sequence { input.decoder.untranslated.insert(sequence) }
        return true
    }

    private func describe(_ complaint: [UInt8], _ initLine: InitLine) -> String {
        let words = String(decoding: complaint, as: UTF8.self).split { $0 == "\n" || $0 == "\r" }
        return words.first.map(String.init) ?? "cannot be carried out: `\(initLine.text)`"
    }

    private func bind(_ line: EditLine) {
        let isVi = line.isVi
        let inserting = KeyBindings.everywhere + KeyBindings.inserting + (isVi ? [] : KeyBindings.emacs)
        for binding in inserting { line.bind(binding.key, to: binding.command.name) }
        for key in isVi ? [] : KeyBindings.silenced { line.bind(key, to: Command.cancel.name) }
        for binding in isVi ? KeyBindings.everywhere + KeyBindings.viCommands : [] {
            line.bind(binding.key, to: binding.command.name, commandMode: true)
        }
        for call in isVi ? KeyBindings.viCalls : [] {
            guard let key = Unicode.Scalar(call.key.rawValue) else { continue }
            line.bind(String(key), to: call.command, commandMode: true)
        }
    }
}
