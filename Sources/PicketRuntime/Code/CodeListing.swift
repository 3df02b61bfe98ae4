import PicketSyntax

/// Lists the code of a program as text, for developers of the compiler.
package struct CodeListing {
    private let program: CompiledScript
    private let commands: CommandTable

    package init(_ program: CompiledScript, commands: CommandTable) {
        self.program = program
        self.commands = commands
    }

    /// All functions in order, each instruction with its place in the script.
    package var text: String {
        if program.seed != nil { return "the code of this long script is generated while it runs\n" }
        return program.functions.enumerated().map { offset, function in
            self.text(of: function, index: program.firstFunction + offset)
        }.joined(separator: "\n")
    }

    private func text(of function: Function, index: Int) -> String {
        let name = function.name.isEmpty ? "code" : "`\(function.name)`"
        var lines = [
            "function \(index): \(name) of \(function.source.name), \(function.parameterCount) parameters, "
                + "\(function.registerCount) registers"
        ]
        for position in 0..<function.instructionCount { lines.append(line(of: function, at: position)) }
        return lines.joined(separator: "\n") + "\n"
    }

    private func line(of function: Function, at position: Int) -> String {
        let instruction = function.instruction(at: position)
        let operation = function.isSiteWord(at: position) ? "site" : "\(instruction.operation)"
        var operands = function.operands(at: position).map { text(of: $0, in: function) }
        if instruction.flag != 0, instruction.operation != .loadLiterals { operands.append(flag(of: instruction)) }
        let place = SourceLocation(source: function.source, span: function.spans[position]).position
        return line(
            [
                (padded(String(position), to: 6, isRight: true), 8), (operation, 24),
                (operands.joined(separator: ", "), 40),
                ("\(place.line):\(place.column)", 0),
            ])
    }

    private func line(_ columns: [(text: String, width: Int)]) -> String {
        columns.map { padded($0.text, to: $0.width, isRight: false) }.joined()
    }

    private func padded(_ text: String, to width: Int, isRight: Bool) -> String {
        let blanks = String(repeating: " ", count: max(0, width - text.utf8.count))
        return isRight ? blanks + text : text + (text.utf8.count >= width && width > 0 ? "  " : blanks)
    }

    private func flag(of instruction: Instruction) -> String {
        guard instruction.operation == .builtin else { return "flag \(instruction.flag)" }
        return Builtin(rawValue: instruction.flag)?.name ?? "?"
    }

    private func text(of operand: CodeOperand, in function: Function) -> String {
        switch operand {
        case .registers(let registers):
            if registers.isEmpty { return "r-" }
            return registers.count == 1
                ? "r\(registers.lowerBound)" : "r\(registers.lowerBound)…r\(registers.upperBound - 1)"
        case .constant(let index): return "k\(index) = \(shown(function.constants[index]))"
        case .literals(let range): return range.map { shown(function.literals[$0]) }.joined(separator: " ")
        case .integer(let value): return "#\(value)"
        case .target(let index): return "→ \(index)"
        case .template(let index): return "template \(index)"
        case .site(.command, let index): return commands.commands[function.commandSites[index].command].name
        case .site(let site, let index): return "\(site.rawValue) \(index)"
        case .function(let index): return "function \(index)"
        case .hostFunction(let index): return "host function \(index)"
        case .global(let offset): return "g\(offset >> 4)"
        case .far(let index): return "far \(index)"
        case .word(let text): return text
        }
    }

    private func shown(_ cell: Cell) -> String {
        if cell.kind == CellKind.missing { return "-" }
        var text: [UInt8] = []
        var printer = ValuePrinter(revealsSecrets: false)
        if cell.isText {
            cell.withText { TextQuoting.appendQuoted($0, to: &text) }
        } else {
            printer.append(cell, to: &text)
        }
        return String(decoding: text, as: UTF8.self)
    }
}
