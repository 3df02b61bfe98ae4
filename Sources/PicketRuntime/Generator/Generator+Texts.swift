import PicketSyntax

/// Generates interpolated texts.
extension Generator {
    func compile(_ literal: TextLiteral, into target: Int) {
        if let bytes = constantBytes(literal) { return loadText(bytes, into: target, at: literal.span) }
        // A bare word of exactly one value is that value.
        if literal.form == .word, literal.pieces.count == 1, case .value(let value) = literal.pieces[0] {
            return compile(value, into: target)
        }
        var missing: [Int] = []
        defer { patch(missing) }
        temporarily {
            let template = context.builder.template(pieces(of: literal, inPath: false, into: target, &missing))
            emit(Instruction(.interpolate, a: operand(target), wide: template), at: literal.span)
        }
        if literal.form == .word {
            emit(Instruction(.classify, a: operand(target), b: operand(target)), at: literal.span)
        }
    }

    /// Generates the path of a request. A single value is a whole path; any other interpolated value is one encoded
    /// segment.
    ///
    /// Only the literal text before a value can begin a query; the value itself cannot.
    func compilePath(_ literal: TextLiteral, into target: Int) {
        if literal.pieces.count == 1, case .value(let value) = literal.pieces[0] {
            return compileShared(value, into: target)
        }
        var missing: [Int] = []
        defer { patch(missing) }
        temporarily {
            let template = context.builder.template(pieces(of: literal, inPath: true, into: target, &missing))
            emit(Instruction(.interpolate, a: operand(target), wide: template), at: literal.span)
        }
    }

    /// Encodes an interpolated value of a path, unless it is already a call of `encode`.
    private func encoded(_ expression: Expression, in register: Int, isInQuery: Bool) -> Int {
        var isEncoded = false
        if case .call(let call) = ungrouped(expression) {
            isEncoded = text(call.name).hasBytes(of: Builtin.encode.name)
        }
        if isInQuery, isEncoded { return register }
        let place: EncodedPlace = isInQuery ? .query : isEncoded ? .encodedSegment : .segment
        let target = allocate()
        emit(
            Instruction(
                .builtin, flag: Builtin.encode.rawValue, a: operand(target), b: operand(register),
                c: UInt16(truncatingIfNeeded: place.rawValue)), at: expression.span)
        return target
    }

    /// - Parameter missing: jumps past the text, which is missing if one of its values is.
    private func pieces(
        of literal: TextLiteral, inPath: Bool, into target: Int, _ missing: inout [Int]
    ) -> [FunctionBuilder.TemplatePiece] {
        var pieces: [FunctionBuilder.TemplatePiece] = []
        var bytes: [UInt8] = []
        var isInQuery = false
        let callsLater = literal.pieces.contains { piece in
            if case .value(let expression) = piece { return callsDefinition(expression) }
            return false
        }
        for piece in literal.pieces {
            switch piece {
            case .verbatim(let span): bytes += source.bytes(span)
            case .escape(let scalar, _): bytes += String(Character(scalar)).utf8
            case .value(let expression):
                if !bytes.isEmpty { pieces.append(.bytes(bytes)) }
                isInQuery = isInQuery || bytes.contains(UInt8(ascii: "?"))
                bytes = []
                var register: Int
                if callsLater {
                    register = allocate()
                    compileShared(expression, into: register)
                } else {
                    register = value(expression)
                }
                if context.isInCondition, let jump = leaveIfMissing(expression, in: register, container: target) {
                    missing.append(jump)
                }
                if inPath { register = encoded(expression, in: register, isInQuery: isInQuery) }
                pieces.append(.register(register << 4))
            }
        }
        if !bytes.isEmpty { pieces.append(.bytes(bytes)) }
        return pieces
    }
}
