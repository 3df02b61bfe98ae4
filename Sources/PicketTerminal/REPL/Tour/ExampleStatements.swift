import PicketSyntax

/// The statements of examples, which the prompt offers one after the other.
package enum ExampleStatements {
    /// Returns the statements of some scripts, in their order. A statement may have several lines.
    package static func of(_ scripts: [String]) -> [String] {
        scripts.flatMap { script in
            let source = SourceFile(name: "", text: script)
            var parser = Parser(source, isInteractive: true)
            return parser.parseScript().statements.map { source.text($0.span) }
        }
    }
}
