package import PicketSyntax

/// Queries of an editor about a name in a text.
///
///     let resolution = compiler.resolution
///
///     resolution.declaration(ofNameAt: 17, in: source)
extension Resolution {
    /// The meaning of the name at an offset; nil if there is no name.
    package func meaning(ofNameAt offset: Int, in source: SourceFile) -> Meaning? {
        let offset = UInt32(clamping: offset)
        for body in files + bodies where body.source === source {
            let place = body.place(ofNameAt: offset)
            guard place >= 0 else { continue }
            let use = body.uses[place]
            if offset - use.start < length(of: use, in: source) { return use.meaning }
        }
        return nil
    }

    /// The declaration of the variable or def at an offset; nil for a command, a function, and an unknown name.
    package func declaration(ofNameAt offset: Int, in source: SourceFile) -> SourceLocation? {
        meaning(ofNameAt: offset, in: source).flatMap(declaration)
    }

    /// The places of the name at an offset in all files of the text, including its declaration.
    package func uses(ofNameAt offset: Int, in source: SourceFile) -> [SourceLocation] {
        guard let meaning = meaning(ofNameAt: offset, in: source), meaning != .unknown else { return [] }
        var found: [SourceLocation] = []
        for body in files + bodies {
            for use in body.uses where isSame(use.meaning, meaning) {
                let end = use.start + length(of: use, in: body.source)
                found.append(SourceLocation(source: body.source, span: SourceSpan(start: use.start, end: end)))
            }
        }
        return found
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

    private func declaration(of meaning: Meaning) -> SourceLocation? {
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
