/// Formats statements with blocks. The current line holds the text before the brace.
extension Formatter {
    /// Writes ` { … }`. The block stays on the line if it does in the source, is one plain statement, and fits.
    mutating func write(_ block: Block) {
        if let text = oneLine(block) {
            current += text
            return
        }
        current += " {"
        endLine(at: Int(block.span.start) + 1)
        indentation += 1
        mayBreak = false
        write(block.statements, upTo: Int(block.span.end) - 1)
        indentation -= 1
        writtenEnd = max(writtenEnd, Int(block.span.end))
        current = "}"
    }

    private func oneLine(_ block: Block) -> String? {
        guard !hasComment(in: block.span) else { return nil }
        guard let statement = block.statements.first else { return " {}" }
        guard block.statements.count == 1, !statement.hasBlock, !hasNewline(Int(block.span.start), Int(block.span.end))
        else {
            return nil
        }
        var inner = self
        inner.current = ""
        inner.write(statement)
        let text = " { \(inner.current) }"
        return inner.current.utf8.contains(UInt8(ascii: "\n")) || column(of: current + text) > Formatter.width
            ? nil : text
    }

    mutating func write(_ item: IfStatement) {
        for (index, branch) in item.branches.enumerated() {
            current += index == 0 ? "if " : " else if "
            current += text(of: branch.condition)
            write(branch.body)
        }
        guard let otherwise = item.otherwise else { return }
        current += " else"
        write(otherwise)
    }

    mutating func write(_ item: ForStatement) {
        current += "for " + written(item.name) + (item.value.map { ", " + written($0) } ?? "")
        current += " in " + text(of: item.sequence)
        current += item.parallel.map { " parallel " + text(of: $0) } ?? ""
        write(item.body)
    }

    mutating func write(_ item: TryStatement) {
        current += "try"
        write(item.body)
        if let handler = item.handler {
            current += " catch" + (item.problem.map { " " + written($0) } ?? "")
            write(handler)
        }
        if let finally = item.finally {
            current += " finally"
            write(finally)
        }
    }

    mutating func write(_ item: DeferStatement) {
        current += "defer"
        if source.base[Int(item.body.span.start)] == UInt8(ascii: "{") {
            write(item.body)
        } else if let statement = item.body.statements.first {
            current += " "
            write(statement)
        }
    }

    /// Writes a def. A header with comments between its parameters stays as written.
    mutating func write(_ item: Definition) {
        let header = SourceSpan(start: item.span.start, end: item.body.span.start)
        if hasComment(in: header) {
            // Only blanks and continued line ends follow the last parenthesis.
            let text = verbatim(header)
            current += text[...(text.lastIndex(of: ")") ?? text.startIndex)]
        } else {
            var parameters: [String] = []
            for parameter in item.parameters {
                let value = parameter.defaultValue.map { " = " + layOut($0) } ?? ""
                parameters.append(written(parameter.name) + value)
            }
            current += "def \(written(item.name))(\(parameters.joined(separator: ", ")))"
        }
        write(item.body)
    }
}
