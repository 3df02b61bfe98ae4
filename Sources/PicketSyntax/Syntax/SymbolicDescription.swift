/// Describes trees as one-line S-expressions, for tests and for developers.
package struct SymbolicDescription {
    let source: SourceFile

    package init(_ source: SourceFile) {
        self.source = source
    }

    package func describe(_ script: Script) -> String {
        script.statements.map(describe).joined(separator: " ")
    }

    func text(_ span: SourceSpan) -> String {
        source.text(span)
    }

    func text(_ name: Name) -> String {
        source.text(name.span)
    }

    /// Returns `(head part part)`, without the parts that are nil.
    func node(_ head: String, _ parts: String?...) -> String {
        node(head, parts.compactMap { $0 })
    }

    func node(_ head: String, _ parts: [String]) -> String {
        "(" + ([head] + parts).joined(separator: " ") + ")"
    }
}

extension SymbolicDescription {
    package func describe(_ block: Block) -> String {
        "{" + block.statements.map(describe).joined(separator: " ") + "}"
    }

    package func describe(_ arguments: [Argument]) -> [String] {
        arguments.map { argument in
            switch argument.form {
            case .positional: return describe(argument.value)
            case .named(let name): return "\(text(name))=\(describe(argument.value))"
            case .spread: return "...\(describe(argument.value))"
            }
        }
    }
}
