/// `verb word name=value …$map as NAME`: a command, or a def called as one.
package struct CommandCall: Sendable {
    package var name: Name
    package var arguments: [Argument]
    /// The name after `as`.
    package var result: Name?
    package var span: SourceSpan

    package init(name: Name, arguments: [Argument], result: Name?, span: SourceSpan) {
        self.name = name
        self.arguments = arguments
        self.result = result
        self.span = span
    }
}

/// One argument of a command or of a function.
package struct Argument: Sendable {
    package enum Form: Sendable {
        case positional
        /// `name=value`, in a function call `name = value`.
        case named(Name)
        /// `...$map`
        case spread
    }

    package var form: Form
    package var value: Expression
    package var span: SourceSpan

    package init(form: Form, value: Expression, span: SourceSpan) {
        self.form = form
        self.value = value
        self.span = span
    }
}
