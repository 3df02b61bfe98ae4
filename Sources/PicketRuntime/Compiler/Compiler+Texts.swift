import PicketSyntax

/// Texts with values in them.
extension Compiler {
    /// The bytes of a literal with nothing put in, nil if something is.
    func constantBytes(_ literal: TextLiteral) -> [UInt8]? {
        var bytes: [UInt8] = []
        for piece in literal.pieces {
            switch piece {
            case .verbatim(let span): bytes += context.source.bytes(span)
            case .escape(let scalar, _): bytes += String(Character(scalar)).utf8
            case .value: return nil
            }
        }
        return bytes
    }

    func compile(_ literal: TextLiteral, into target: Int) {
        if let bytes = constantBytes(literal) { return loadText(bytes, into: target, at: literal.span) }
        // A bare word that is nothing but one value stands for the value itself.
        if literal.form == .word, literal.pieces.count == 1, case .value(let value) = literal.pieces[0] {
            return compile(value, into: target)
        }
        var missing: [Int] = []
        defer { patch(missing) }
        temporarily {
            let template = context.builder.template(pieces(of: literal, into: target, &missing))
            emit(Instruction(.interpolate, a: operand(target), wide: template), at: literal.span)
        }
        if literal.form == .word {
            emit(Instruction(.classify, a: operand(target), b: operand(target)), at: literal.span)
        }
    }

    /// - Parameter missing: jumps past the text, which is missing if a value in it is.
    private func pieces(
        of literal: TextLiteral, into target: Int, _ missing: inout [Int]
    ) -> [FunctionBuilder.TemplatePiece] {
        var pieces: [FunctionBuilder.TemplatePiece] = []
        var bytes: [UInt8] = []
        let callsLater = literal.pieces.contains { piece in
            if case .value(let expression) = piece { return callsDefinition(expression) }
            return false
        }
        for piece in literal.pieces {
            switch piece {
            case .verbatim(let span): bytes += context.source.bytes(span)
            case .escape(let scalar, _): bytes += String(Character(scalar)).utf8
            case .value(let expression):
                if !bytes.isEmpty { pieces.append(.bytes(bytes)) }
                bytes = []
                let register: Int
                if callsLater {
                    register = allocate()
                    compileShared(expression, into: register)
                } else {
                    register = value(expression)
                }
                if context.isInCondition, let jump = leaveIfMissing(expression, in: register, container: target) {
                    missing.append(jump)
                }
                pieces.append(.register(register << 4))
            }
        }
        if !bytes.isEmpty { pieces.append(.bytes(bytes)) }
        return pieces
    }
}
