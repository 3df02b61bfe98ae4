/// `let NAME = EXPRESSION`
package struct LetStatement: Sendable {
    package var name: Name
    package var value: Expression
    package var span: SourceSpan

    package init(name: Name, value: Expression, span: SourceSpan) {
        self.name = name
        self.value = value
        self.span = span
    }
}

/// `set TARGET = EXPRESSION`
package struct SetStatement: Sendable {
    package var target: Target
    package var value: Expression
    package var span: SourceSpan

    package init(target: Target, value: Expression, span: SourceSpan) {
        self.target = target
        self.value = value
        self.span = span
    }
}

/// `append TARGET EXPRESSION`
package struct AppendStatement: Sendable {
    package var target: Target
    package var value: Expression
    package var span: SourceSpan

    package init(target: Target, value: Expression, span: SourceSpan) {
        self.target = target
        self.value = value
        self.span = span
    }
}

/// `name(.field | [expression])*`, without blanks: the target of `set` and `append`.
package struct Target: Sendable {
    package var name: Name
    package var steps: [PathStep]
    package var span: SourceSpan

    package init(name: Name, steps: [PathStep], span: SourceSpan) {
        self.name = name
        self.steps = steps
        self.span = span
    }
}

/// `param NAME [= EXPRESSION] [STRING]`
package struct ParamStatement: Sendable {
    package var name: Name
    /// Nil if the parameter must be given.
    package var defaultValue: Expression?
    package var note: TextLiteral?
    package var span: SourceSpan

    package init(name: Name, defaultValue: Expression?, note: TextLiteral?, span: SourceSpan) {
        self.name = name
        self.defaultValue = defaultValue
        self.note = note
        self.span = span
    }
}

/// `secret NAME = EXPRESSION`
package struct SecretStatement: Sendable {
    package var name: Name
    package var value: Expression
    package var span: SourceSpan

    package init(name: Name, value: Expression, span: SourceSpan) {
        self.name = name
        self.value = value
        self.span = span
    }
}

/// `def NAME(parameter, parameter = EXPRESSION) BLOCK`
package struct Definition: Sendable {
    package struct Parameter: Sendable {
        package var name: Name
        package var defaultValue: Expression?

        package init(name: Name, defaultValue: Expression?) {
            self.name = name
            self.defaultValue = defaultValue
        }
    }

    package var name: Name
    package var parameters: [Parameter]
    package var body: Block
    package var span: SourceSpan

    package init(name: Name, parameters: [Parameter], body: Block, span: SourceSpan) {
        self.name = name
        self.parameters = parameters
        self.body = body
        self.span = span
    }
}

/// `include FILE name=value …`
package struct IncludeStatement: Sendable {
    package var path: Expression
    package var arguments: [Argument]
    package var span: SourceSpan

    package init(path: Expression, arguments: [Argument], span: SourceSpan) {
        self.path = path
        self.arguments = arguments
        self.span = span
    }
}
