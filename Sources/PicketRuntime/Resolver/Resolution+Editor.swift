package import PicketSyntax

/// Queries of an editor about a name in a text.
///
///     let resolution = compiler.resolution
///
///     resolution.declaration(ofNameAt: 17, in: source)
extension Resolution {
    /// The name at an offset with its meaning; nil if there is no name.
    package func name(at offset: Int, in source: SourceFile) -> (span: SourceSpan, meaning: Meaning)? {
        let offset = UInt32(clamping: offset)
        for body in files + bodies where body.source === source {
            let place = body.place(ofNameAt: offset)
            guard place >= 0 else { continue }
            let use = body.uses[place]
            let length = length(of: use, in: source)
            if offset - use.start < length {
                return (SourceSpan(start: use.start, end: use.start + length), use.meaning)
            }
        }
        return nil
    }

    /// The meaning of the name at an offset; nil if there is no name.
    package func meaning(ofNameAt offset: Int, in source: SourceFile) -> Meaning? {
        name(at: offset, in: source)?.meaning
    }

    /// The declaration of the variable or def at an offset; nil for a command, a function, and an unknown name.
    package func declaration(ofNameAt offset: Int, in source: SourceFile) -> SourceLocation? {
        meaning(ofNameAt: offset, in: source).flatMap(declaration)
    }

    /// The places of the name at an offset in all files of the text, including its declaration.
    package func uses(ofNameAt offset: Int, in source: SourceFile) -> [SourceLocation] {
        meaning(ofNameAt: offset, in: source).map(uses) ?? []
    }

    /// The places of all names with a meaning, in all files of the text.
    package func uses(of meaning: Meaning) -> [SourceLocation] {
        guard meaning != .unknown else { return [] }
        var found: [SourceLocation] = []
        for body in files + bodies {
            for use in body.uses where isSame(use.meaning, meaning) {
                let end = use.start + length(of: use, in: body.source)
                found.append(SourceLocation(source: body.source, span: SourceSpan(start: use.start, end: end)))
            }
        }
        return found
    }

    /// The declaration of a def's parameter, by its index; nil for a def of an earlier text.
    package func parameter(_ name: String, of definition: Signature) -> Int? {
        let (source, start) = (definition.location.source, definition.location.span.start)
        let later = definitions.lazy.map(\.location).filter { $0.source === source && start < $0.span.start }
        let end = later.map(\.span.start).min() ?? .max
        return declarations.firstIndex { declaration in
            let location = declaration.location
            return declaration.kind == .parameter && location.source === source
                && start < location.span.start && location.span.start < end
                && source.bytes(location.span).elementsEqual(name.utf8)
        }
    }

    /// The def that a parameter belongs to.
    package func definition(ofParameter declaration: Int) -> Signature? {
        let parameter = declarations[declaration].location
        return definitions.last { definition in
            definition.location.source === parameter.source && definition.location.span.start < parameter.span.start
        }
    }

    /// The unknown names.
    package var unresolved: [SourceLocation] {
        (files + bodies).flatMap { body in
            body.uses.filter { $0.meaning == .unknown }.map { use in
                let end = use.start + length(of: use, in: body.source)
                return SourceLocation(source: body.source, span: SourceSpan(start: use.start, end: end))
            }
        }
    }

    /// The declaration of a variable or def; nil for another meaning.
    package func declaration(of meaning: Meaning) -> SourceLocation? {
        if case .definition(let index) = meaning { return definitions[index].location }
        return meaning.declaration.map { declarations[$0].location }
    }

    private func isSame(_ left: Meaning, _ right: Meaning) -> Bool {
        if let declaration = left.declaration { return declaration == right.declaration }
        return left == right
    }

    /// The length of a name: that of its declaration, or that of the word in the text.
    private func length(of use: NameUse, in source: SourceFile) -> UInt32 {
        if let declaration = declaration(of: use.meaning) { return declaration.span.end - declaration.span.start }
        let rest = source.bytes(SourceSpan(start: use.start, end: .max))
        let end = rest.firstIndex { !Resolution.isNameByte($0) } ?? rest.count
        return UInt32(truncatingIfNeeded: end)
    }

    /// Whether a name may contain a byte. The name of a command may contain hyphens.
    private static func isNameByte(_ byte: UInt8) -> Bool {
        byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "z") || byte &- UInt8(ascii: "0") < 10
            || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
    }
}
