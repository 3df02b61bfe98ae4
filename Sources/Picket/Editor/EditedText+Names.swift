internal import PicketRuntime
internal import PicketSyntax

/// The meanings of names at places.
extension EditedText {
    /// What a name at a place stands for.
    private enum Named {
        /// A name of the resolution.
        case resolved(Meaning)
        /// A name in a statement with errors, which the resolution leaves out.
        case variable(VisibleName)
        case definition(Signature)
        case command(Command)
        case parameter(Parameter)
        /// The name of an argument in a call of a def.
        case argument(String, of: Signature)
        case function(FunctionListing)
        case latest
        case word(WordNote)
    }

    // MARK: Questions

    func hover(at offset: Int) -> EditorServices.Hover? {
        named(at: place(offset)).flatMap { name in
            description(of: name.named).map {
                EditorServices.Hover(signature: $0.signature, summary: $0.summary, span: name.span)
            }
        }
    }

    func definition(at offset: Int) -> SourceLocation? {
        let place = place(offset)
        return named(at: place).flatMap { declaration(of: $0.named) } ?? module(at: place)
    }

    /// The start of the text that an `include` names at a place.
    private func module(at place: Int) -> SourceLocation? {
        let found = resolution.includes.first { include in
            let span = include.site.span
            return include.site.source === closed && Int(span.start) <= place && place <= Int(span.end)
        }
        return found.map { SourceLocation(source: $0.file, span: SourceSpan(0, 0)) }
    }

    func references(at offset: Int) -> [SourceLocation] {
        guard let (span, named) = named(at: place(offset)) else { return [] }
        var places: [SourceLocation] = []
        if let meaning = meaning(of: named) {
            places = resolution.uses(of: meaning) + arguments(for: meaning)
            // A prelude is no part of the text.
            if let declaration = resolution.declaration(of: meaning) { places.append(declaration) }
        } else if case .variable(let name) = named {
            if let declaration = name.location { places.append(declaration) }
        } else {
            return []
        }
        // A statement with errors is no part of the resolution.
        return sorted(places.map(location) + [SourceLocation(source: source, span: span)])
    }

    /// The names of the arguments that calls of a def give to a parameter.
    private func arguments(for meaning: Meaning) -> [SourceLocation] {
        guard let index = meaning.declaration, resolution.declarations[index].kind == .parameter,
            let definition = resolution.definition(ofParameter: index)
        else { return [] }
        let parameter = resolution.declarations[index].location
        let name = parameter.source.text(parameter.span)
        let others = resolution.includes.map(\.file)
        return ([source] + others).flatMap { file in
            let parts = file === source ? parts : TextMarker.parts(of: file, PlaceVocabulary(self, nil))
            return parts.filter { part in
                guard case .argument(let signature) = part.subject, signature.location == definition.location else {
                    return false
                }
                return file.bytes(part.span).elementsEqual(name.utf8)
            }.map { SourceLocation(source: file, span: $0.span) }
        }
    }

    /// Those of the script first. Each once.
    private func sorted(_ places: [SourceLocation]) -> [SourceLocation] {
        var sources: [SourceFile] = [source]
        for place in places where !sources.contains(where: { $0 === place.source }) { sources.append(place.source) }
        return sources.flatMap { source in
            Set(places.lazy.filter { $0.source === source }.map(\.span)).sorted { $0.start < $1.start }
                .map { SourceLocation(source: source, span: $0) }
        }
    }

    // MARK: Names

    private func named(at place: Int) -> (span: SourceSpan, named: Named)? {
        if let (span, meaning) = name(at: place), meaning != .unknown { return (span, .resolved(meaning)) }
        for part in parts(at: place) {
            if let found = named(part, at: place) { return found }
        }
        return nil
    }

    /// The part at a place, then the one that ends there.
    private func parts(at place: Int) -> [MarkedPart] {
        var (low, high) = (0, parts.count)
        while low < high {
            let middle = (low + high) / 2
            if Int(parts[middle].span.end) < place { low = middle + 1 } else { high = middle }
        }
        return parts[low...].prefix(2).filter { Int($0.span.start) <= place }.reversed()
    }

    private func named(_ part: MarkedPart, at place: Int) -> (span: SourceSpan, named: Named)? {
        let text = source.text(part.span)
        switch part.subject {
        case .parameter(let parameter): return (part.span, .parameter(parameter))
        case .argument(let signature): return (part.span, .argument(text, of: signature))
        case .verb, .function: return callee(text).map { (part.span, $0) }
        case .none: break
        }
        switch part.kind {
        case .variable: return variable(part, at: place)
        case .keyword, .operator:
            return WordNote.all.first { $0.word.hasBytes(of: text) }.map { (part.span, .word($0)) }
        default: return nil
        }
    }

    /// A command, def or function in a statement with errors.
    private func callee(_ name: String) -> Named? {
        if let signature = signatures[TextKey(name)] { return .definition(signature) }
        if let command = services.library.commands[name] { return .command(command) }
        return function(name).map { .function($0) }
    }

    private func function(_ name: String) -> FunctionListing? {
        services.functions.first { $0.name.hasBytes(of: name) }
    }

    /// The name in `$name.field` or `${name}`, if the place is in it.
    private func variable(_ part: MarkedPart, at place: Int) -> (span: SourceSpan, named: Named)? {
        var start = Int(part.span.start)
        while start < Int(part.span.end), !StatementScanner.isNameByte(bytes[start]) { start += 1 }
        var end = start
        while end < Int(part.span.end), StatementScanner.isNameByte(bytes[end]) { end += 1 }
        guard end > start, place <= end else { return nil }
        let span = SourceSpan(start, end)
        let name = source.text(span)
        if name.hasBytes(of: "last") { return (span, .latest) }
        let context = InputContext(Array(bytes[..<start]))
        return visibleNames(context).first { $0.name.hasBytes(of: name) }.map { (span, .variable($0)) }
    }

    // MARK: Answers

    private func declaration(of named: Named) -> SourceLocation? {
        switch named {
        case .resolved(let meaning): return resolution.declaration(of: meaning).map(location)
        case .variable(let name): return name.location
        case .definition(let signature): return location(signature.location)
        case .argument(let name, let signature):
            let parameter = resolution.parameter(name, of: signature).map { resolution.declarations[$0].location }
            return location(parameter ?? signature.location)
        case .command, .parameter, .function, .latest, .word: return nil
        }
    }

    /// The meaning whose uses are asked for; nil if the resolution knows none.
    private func meaning(of named: Named) -> Meaning? {
        switch named {
        case .resolved(let meaning): return meaning
        case .variable(let name):
            return resolution.declarations.firstIndex { isSame(location($0.location), name.location) }
                .map { .reads($0) }
        case .definition(let signature):
            return resolution.definitions.lastIndex { $0.location == signature.location }.map { .definition($0) }
        case .command(let command): return services.library.commands.index(of: command.name).map { .command($0) }
        case .argument(let name, let signature): return resolution.parameter(name, of: signature).map { .reads($0) }
        case .parameter, .function, .latest, .word: return nil
        }
    }

    /// Whether two locations are the same place. A module is read anew each time that a text is resolved.
    private func isSame(_ left: SourceLocation, _ right: SourceLocation?) -> Bool {
        left.span == right?.span && left.source.identity == right?.source.identity
    }

    private func description(of named: Named) -> (signature: String, summary: String)? {
        switch named {
        case .resolved(let meaning): return description(of: meaning)
        case .variable(let name): return ("$\(name.name)", name.kind.note)
        case .definition(let signature), .argument(_, let signature):
            return (signature.usage, comment(above: signature.location))
        case .command(let command): return (command.usage, command.summary)
        case .parameter(let parameter): return (parameter.name + "=", parameter.note)
        case .function(let function): return (function.usage, function.summary)
        case .latest: return ("$last", Completer.latest)
        case .word(let note): return (note.word, note.note)
        }
    }

    private func description(of meaning: Meaning) -> (signature: String, summary: String)? {
        switch meaning {
        case .declares(let index), .reads(let index), .changes(let index):
            let declaration = resolution.declarations[index]
            let name = declaration.location.source.text(declaration.location.span)
            return ("$\(name)", note(of: declaration, name))
        case .definition(let index): return description(of: .definition(resolution.definitions[index]))
        case .command(let index): return description(of: .command(services.library.commands.commands[index]))
        case .builtin(let index): return description(of: .function(services.functions[index]))
        case .hostFunction(let index):
            return description(of: .function(services.functions[FunctionListing.all.count + index]))
        case .unknown: return nil
        }
    }

    private func note(of declaration: Declaration, _ name: String) -> String {
        let parameter = resolution.parameters.first { $0.name.hasBytes(of: name) }
        return (declaration.kind == .scriptParameter ? parameter?.note : nil) ?? declaration.kind.note
    }

    /// The comment lines directly above a declaration, without their signs.
    private func comment(above location: SourceLocation) -> String {
        let before = location.source.bytes(SourceSpan(start: 0, end: location.span.start))
        var lines: [String] = []
        let earlier = before.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).dropLast()
        for line in earlier.reversed() {
            let text = line.drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
            guard text.first == UInt8(ascii: "#"), text.dropFirst().first != UInt8(ascii: "!") else { break }
            let words = text.drop { $0 == UInt8(ascii: "#") || $0 == UInt8(ascii: " ") }
            lines.append(String(decoding: words.last == UInt8(ascii: "\r") ? words.dropLast() : words, as: UTF8.self))
        }
        return lines.reversed().joined(separator: "\n")
    }
}
