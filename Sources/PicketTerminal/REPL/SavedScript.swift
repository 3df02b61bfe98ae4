package import PicketRuntime
import PicketSyntax

/// A script that `:save` writes.
package struct SavedScript {
    package let text: Shown<String>
    /// The number of statements that are comments, because the script would have had errors.
    package let leftOutCount: Int
    /// The environment variables that must be set.
    package let variables: [Shown<String>]
    /// The parameters that must be given.
    package let parameters: [Shown<String>]
    /// The values of the environment variables that hold secrets of the session, as far as they are known.
    package let secretValues: [(name: String, value: String)]

    init(_ text: Shown<String>, leftOutCount: Int, secretValues: [(name: String, value: String)]) {
        self.text = text
        self.leftOutCount = leftOutCount
        let content = text.content
        let read = FileLiterals(content).all.filter { $0.kind == .environment }.map(\.text)
        self.secretValues = secretValues.filter { variable in read.contains { $0.hasBytes(of: variable.name) } }
        variables = FileLiterals(content).requiredVariables.map { name in text.map { _ in name } }
        let source = SourceFile(name: "", text: content)
        var parser = Parser(source)
        parameters = parser.parseScript().statements.compactMap { statement in
            guard case .param(let node) = statement, node.defaultValue == nil else { return nil }
            return text.map { _ in source.text(node.name.span) }
        }
    }
}
