extension SecretWalk {
    mutating func take(_ value: Expression, isSecret: Bool, isArgument: Bool = false) {
        let count = literals.count
        isSecret ? give(value) : visit(value)
        if isArgument, literals.count > count, literals[count].span == value.span { literals[count].isArgument = true }
    }

    /// Visits a value that is secret because of its place.
    mutating func give(_ value: Expression) {
        let outer = isGivenAsSecret
        isGivenAsSecret = true
        hide(value)
        isGivenAsSecret = outer
    }

    /// Describes a literal; nil for another expression.
    private func literal(_ value: Expression) -> SecretLiterals.Literal? {
        var takesValues = false
        var kind = SecretLiterals.Literal.Kind.text
        let text: [UInt8]
        switch value {
        case .integer(_, let span):
            kind = .integer
            text = bytes(span)
        case .float(_, let span):
            kind = .float
            text = bytes(span)
        case .duration(_, let span):
            kind = .duration
            text = bytes(span)
        case .word(let span): text = bytes(span)
        case .commandWord(let span):
            takesValues = true
            text = bytes(span)
        case .quoted(let span):
            takesValues = bytes(span).first == UInt8(ascii: "\"")
            text = bytes(span.insideQuotes)
        case .text(let literal):
            takesValues = literal.form != .raw
            text = literal.pieces.flatMap { piece in constant(piece) ?? [0] }
        default: return nil
        }
        return SecretLiterals.Literal(
            span: value.span, text: text, takesValues: takesValues, kind: kind,
            isGivenAsSecret: isGivenAsSecret)
    }

    private mutating func note(_ value: Expression) {
        guard let literal = literal(value) else { return }
        literals.append(literal)
        if table.isMember(in: literal.text) { spans.append(literal.span) }
    }

    private mutating func note(key: Expression) {
        guard var literal = literal(key) else { return }
        literal.kind = .key
        literals.append(literal)
    }

    /// The bytes of a piece of constant text; nil for an interpolated value.
    private func constant(_ piece: TextLiteral.Piece) -> [UInt8]? {
        switch piece {
        case .verbatim(let span): bytes(span)
        case .escape(let scalar, _): Array(String(Character(scalar)).utf8)
        case .value: nil
        }
    }

    // MARK: Values that are secret

    /// Marks the literals that a secret value is computed from, and records the names.
    mutating func hide(_ value: Expression) {
        note(value)
        switch value {
        case .null, .boolean, .subject: break
        case .integer(_, let span), .float(_, let span), .duration(_, let span), .word(let span),
            .commandWord(let span):
            spans.append(span)
        // A comparison with an empty text reveals nothing.
        case .quoted(let span): if isGivenAsSecret || !span.insideQuotes.isEmpty { spans.append(span) }
        case .text(let literal): hide(literal)
        case .variable(let span): noteSecret(span)
        case .path(let path): hide(path)
        case .list(let elements, _): for element in elements { hide(element) }
        case .map(let entries, _):
            for entry in entries {
                note(key: entry.key)
                hide(entry.value)
            }
        case .unary(_, let operand, _): hide(operand)
        case .binary(let binary): hide(binary)
        case .range(let range):
            hide(range.lower)
            hide(range.upper)
        case .call(let call): hideArguments(of: call)
        case .group(let inner, _): hide(inner)
        }
    }

    private mutating func hide(_ literal: TextLiteral) {
        // The word `$name` is the value itself.
        if literal.pieces.count == 1, case .value(let value) = literal.pieces[0] {
            if literal.form != .word { spans.append(literal.span) }
            return hide(value)
        }
        let hasText = literal.pieces.contains { piece in
            if case .value = piece { return false }
            return true
        }
        if hasText { return spans.append(literal.span) }
        for piece in literal.pieces {
            if case .value(let value) = piece { visit(value) }
        }
    }

    /// A secret that is read from a field of a map makes only that field secret.
    private mutating func hide(_ path: Path) {
        if case .variable(let name) = path.base, path.steps.count == 1, let field = field(path.steps[0]) {
            return noteSecret(name, field: field)
        }
        visitSteps(path)
    }

    private mutating func hide(_ binary: BinaryExpression) {
        switch binary.operation {
        // Either operand may be the value.
        case .coalesce:
            hide(binary.left)
            hide(binary.right)
        case .add, .subtract, .multiply, .divide, .remainder:
            hideLiterals(binary.left)
            hideLiterals(binary.right)
        default: visit(.binary(binary))
        }
    }

    /// Marks the literals in a part of a secret. A name in it may hold anything.
    mutating func hideLiterals(_ value: Expression) {
        switch value {
        case .variable: break
        case .path: visit(value)
        case .text(let literal) where literal.pieces.count == 1: if !literal.isValue { hide(value) }
        default: hide(value)
        }
    }

    // MARK: Other values

    mutating func visit(_ value: Expression?, of name: SourceSpan? = nil) {
        if let value { note(value) }
        switch value {
        case .text(let literal):
            for piece in literal.pieces {
                if case .value(let value) = piece { visit(value) }
            }
        case .path(let path): visitSteps(path)
        case .list(let elements, _): for element in elements { visit(element) }
        case .map(let entries, _): for entry in entries { visit(entry, of: name) }
        case .unary(_, let operand, _): visit(operand)
        case .binary(let binary): visit(binary)
        case .range(let range):
            visit(range.lower)
            visit(range.upper)
        case .call(let call): visit(call)
        case .group(let inner, _): visit(inner, of: name)
        default: break
        }
    }

    private mutating func visitSteps(_ path: Path) {
        visit(path.base)
        for step in path.steps {
            if case .index(let index, _) = step { visit(index) }
        }
    }

    /// - Parameter name: the variable that the map is assigned to.
    private mutating func visit(_ entry: MapEntry, of name: SourceSpan?) {
        note(key: entry.key)
        guard let key = word(entry.key) else { return visit(entry.value) }
        take(entry.value, isSecret: table.isKey(key) || name.map { isSecretField(key, of: $0) } ?? false)
    }

    // MARK: Comparisons

    private mutating func visit(_ binary: BinaryExpression) {
        switch binary.operation {
        case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual, .contained, .notContained, .contains,
            .matches:
            take(binary.left, isCompared: isSecret(binary.right))
            take(binary.right, isCompared: isSecret(binary.left))
        case .and, .or:
            // A separate word may be the rest of a password with blanks.
            let compares = comparesSecret(binary.left) || comparesSecret(binary.right)
            for side in [binary.left, binary.right] {
                if compares, isBareLiteral(side) { hide(side) } else { visit(side) }
            }
        default:
            visit(binary.left)
            visit(binary.right)
        }
    }

    /// Visits a compared value. A name that is compared with a secret does not become secret.
    private mutating func take(_ value: Expression, isCompared: Bool) {
        isCompared ? hideLiterals(value) : visit(value)
    }

    private func comparesSecret(_ value: Expression) -> Bool {
        switch value {
        case .group(let inner, _): return comparesSecret(inner)
        case .binary(let binary):
            switch binary.operation {
            case .and, .or: return comparesSecret(binary.left) || comparesSecret(binary.right)
            case .add, .subtract, .multiply, .divide, .remainder, .coalesce: return false
            default: return isSecret(binary.left) || isSecret(binary.right)
            }
        default: return false
        }
    }

    private func isBareLiteral(_ value: Expression) -> Bool {
        switch value {
        case .word, .quoted: true
        case .text(let literal): !literal.isValue
        default: false
        }
    }

    /// Whether an expression yields a secret.
    private func isSecret(_ value: Expression) -> Bool {
        switch value {
        case .group(let inner, _): return isSecret(inner)
        case .variable(let span): return isSecretVariable(span)
        case .path(let path):
            guard let step = path.steps.last, let field = field(step) else { return isSecret(path.base) }
            if table.isKey(field) { return true }
            guard case .variable(let name) = path.base, path.steps.count == 1 else { return false }
            return isSecretField(field, of: name)
        case .call(let call):
            if source.text(call.name.span).utf8.elementsEqual("secret".utf8) { return true }
            return converts(call) && (call.arguments.first.map { isSecret($0.value) } ?? false)
        case .text(let literal):
            guard literal.pieces.count == 1, case .value(let value) = literal.pieces[0] else { return false }
            return isSecret(value)
        case .binary(let binary):
            return binary.operation == .coalesce && (isSecret(binary.left) || isSecret(binary.right))
        default: return false
        }
    }

    /// The text of a literal without interpolated values, with its escapes decoded.
    func word(_ value: Expression) -> [UInt8]? {
        switch value {
        case .word(let span), .commandWord(let span): return bytes(span)
        case .quoted(let span): return bytes(span.insideQuotes)
        case .text(let literal):
            var text: [UInt8] = []
            for piece in literal.pieces {
                guard let bytes = constant(piece) else { return nil }
                text += bytes
            }
            return text
        default: return nil
        }
    }
}

extension TextLiteral {
    /// Whether the text is exactly one value: `$name` as a word, `"$name"`.
    fileprivate var isValue: Bool {
        guard pieces.count == 1, case .value = pieces[0] else { return false }
        return true
    }
}
