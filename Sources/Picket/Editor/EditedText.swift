internal import PicketRuntime
internal import PicketSyntax

/// A text in an editor, for one question. What the question needs is computed when it is first read.
final class EditedText {
    let services: EditorServices
    let source: SourceFile
    let bytes: [UInt8]

    init(_ text: String, _ name: String, _ services: EditorServices) {
        self.services = services
        bytes = Array(text.utf8)
        source = SourceFile(name: name, bytes: bytes)
    }

    // MARK: Parts

    /// The text with what closes its open strings, brackets and blocks. Otherwise the parser would leave an unclosed
    /// block out, with all names in it.
    private(set) lazy var closed: SourceFile = {
        guard let closed = StatementScanner.closed(bytes), closed.count > bytes.count else { return source }
        return SourceFile(name: source.name, bytes: closed)
    }()

    /// The meanings of the names.
    private(set) lazy var resolution = services.resolve(closed)

    /// The defs by their names. A later one replaces an earlier one.
    private(set) lazy var signatures = Dictionary(resolution.definitions.map { (TextKey($0.name), $0) }) { $1 }

    private(set) lazy var parts = TextMarker.parts(of: source, PlaceVocabulary(self, nil))

    // MARK: Places

    /// The nearest start of a character at or before an offset; within the text.
    func place(_ offset: Int) -> Int {
        var place = min(max(offset, 0), bytes.count)
        while place > 0, place < bytes.count, bytes[place] & 0xC0 == 0x80 { place -= 1 }
        return place
    }

    func completions(at offset: Int) -> [EditorServices.CompletionItem] {
        let context = InputContext(Array(bytes[..<place(offset)]))
        return Completer(PlaceVocabulary(self, context)).items(context)
    }

    /// The name at a place, or else the one that ends there, with its meaning. The `$` before a name counts as its part.
    func name(at place: Int) -> (span: SourceSpan, meaning: Meaning)? {
        func byte(_ offset: Int) -> UInt8 { offset >= 0 && offset < bytes.count ? bytes[offset] : 0 }
        var start = place
        if byte(start) == UInt8(ascii: "$") { start += 1 }
        if byte(start) == UInt8(ascii: "{"), byte(start - 1) == UInt8(ascii: "$") { start += 1 }
        for offset in [start, place - 1] where offset >= 0 {
            if let name = resolution.name(at: offset, in: closed) { return name }
        }
        return nil
    }

    /// A location in the text as the host knows it.
    func location(_ location: SourceLocation) -> SourceLocation {
        location.source === closed ? SourceLocation(source: source, span: location.span) : location
    }

    // MARK: Scopes

    /// The variables that can be read in a statement, with their declarations, sorted by name.
    ///
    /// They are found by resolving the text before the statement. So they are known where the statement has errors, and
    /// where it is in a block with errors.
    func visibleNames(_ context: InputContext) -> [VisibleName] {
        let start = min(context.statementStart, bytes.count)
        var closers: [UInt8] = []
        for _ in 0..<min(context.blockCount, Parser.depthLimit) { closers += "\n}".utf8 }
        let before = SourceFile(name: source.name, bytes: bytes[..<start] + closers)
        let earlier = services.resolve(before)
        var names = earlier.declarations.filter { isVisible($0, at: UInt32(start), earlier, before) }
            .map { VisibleName($0, in: $0.location.source === before ? source : $0.location.source) }
        // A def sees every top-level name.
        if context.isInDefinition {
            names =
                resolution.declarations.filter { $0.scope == nil }.map { VisibleName($0, at: location($0.location)) }
                + names
        }
        // Of several names of the same spelling the latest is the innermost.
        var seen: Set<TextKey> = []
        let own = names.reversed().filter { seen.insert(TextKey($0.name)).inserted }
        let others = services.preludeVariables.filter { !seen.contains(TextKey($0)) }
            .map { VisibleName($0, services.preludeNames.location(ofGlobal: $0)) }
        return (own + others).sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    }

    private func isVisible(
        _ declaration: Declaration, at offset: UInt32, _ resolution: Resolution, _ source: SourceFile
    ) -> Bool {
        guard let scope = declaration.scope.map({ resolution.scopes[$0] }) else { return true }
        return scope.source === source && scope.span.start < offset && offset < scope.span.end
    }
}

/// A variable that can be read at a place.
struct VisibleName {
    let name: String
    let location: SourceLocation?
    let kind: Declaration.Kind

    init(_ declaration: Declaration, in source: SourceFile) {
        self.init(declaration, at: SourceLocation(source: source, span: declaration.location.span))
    }

    init(_ declaration: Declaration, at location: SourceLocation) {
        name = location.source.text(location.span)
        self.location = location
        kind = declaration.kind
    }

    /// A name of a prelude.
    init(_ name: String, _ location: SourceLocation?) { (self.name, self.location, kind) = (name, location, .earlier) }
}

extension Declaration.Kind {
    /// One phrase for completion and hovering.
    var note: String {
        switch self {
        case .name: "variable"
        case .scriptParameter: "a value given from outside"
        case .parameter: "parameter of the def"
        case .loop: "name of the loop"
        case .problem: "the failure that was caught"
        case .response: "the response of a command"
        case .earlier: "variable"
        }
    }
}

extension EditorServices {
    /// The meanings of the names of a text after the preludes.
    func resolve(_ source: SourceFile) -> Resolution {
        library.compiler(options, after: preludeNames).resolve(source)
    }
}

/// What is known at a place of a text.
struct PlaceVocabulary: EditorVocabulary {
    let text: EditedText
    /// Nil for the text as a whole.
    let context: InputContext?

    init(_ text: EditedText, _ context: InputContext?) { (self.text, self.context) = (text, context) }

    var commands: CommandTable { text.services.library.commands }
    var functions: [FunctionListing] { text.services.functions }

    var definitions: [String] {
        var seen: Set<TextKey> = []
        return text.resolution.definitions.map(\.name).filter { seen.insert(TextKey($0)).inserted }
    }

    func signature(of definition: String) -> Signature? { text.signatures[TextKey(definition)] }

    private var visibleNames: [VisibleName] { context.map(text.visibleNames) ?? [] }

    var visibleVariables: [VisibleVariable] { visibleNames.map { VisibleVariable($0.name, $0.kind.note) } }

    var knowsLocalNames: Bool { true }

    /// The fields of a response and of a caught failure are known without running anything.
    func fields(below path: [String]) -> [String] {
        guard path.count == 1, let name = path.first else { return [] }
        if name.hasBytes(of: "last") { return LastResponse.fields }
        switch visibleNames.first(where: { $0.name.hasBytes(of: name) })?.kind {
        case .response: return LastResponse.fields
        case .problem: return Machine.problemFields
        default: return []
        }
    }

    func files(completing prefix: String) -> [String] {
        var seen: Set<TextKey> = []
        return text.services.library.modules.map(\.name).filter { seen.insert(TextKey($0)).inserted }
            .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    func values(for completion: Parameter.Completion) -> [(text: String, detail: String)] { [] }
}
