/// Formats commands and their arguments.
extension Formatter {
    mutating func write(_ call: CommandCall) {
        current += written(call.name)
        write(call.arguments)
        if let result = call.result { current += " as \(written(result))" }
    }

    /// Writes arguments separated by one blank. A named argument that passes the last column begins a new line.
    mutating func write(_ arguments: [Argument]) {
        for (index, argument) in arguments.enumerated() {
            let text = text(of: argument)
            let isNamed = if case .positional = argument.form { false } else { true }
            if isNamed, index > 0, !fits(text, isLast: index == arguments.count - 1) {
                current += " \\\n" + margin + String(repeating: " ", count: Formatter.indentationWidth) + text
            } else {
                current += " " + text
            }
        }
    }

    /// Whether the first line of `text` fits on the current line, with the `\` after it if more text follows.
    private func fits(_ text: String, isLast: Bool) -> Bool {
        let line = text.prefix { $0 != "\n" }
        let columns = 1 + DisplayWidth.columns(of: line)
        return column(of: current) + columns + (isLast ? 0 : 2) <= Formatter.width
    }

    private mutating func text(of argument: Argument) -> String {
        switch argument.form {
        case .positional: return argumentText(argument.value)
        case .named(let name): return "\(written(name))=" + argumentText(argument.value)
        case .spread: return verbatim(argument.span)
        }
    }

    /// Returns the text of an argument. A word stays as written, including its interpolations.
    mutating func argumentText(_ value: Expression) -> String {
        source.base[Int(value.span.start)] == UInt8(ascii: "$") ? verbatim(value.span) : text(of: value)
    }
}
