import PicketSyntax

/// What a verb stands for.
enum Callee {
    case definition(Int)
    /// By its index in the table.
    case command(Int)
    case unknown
}

/// Names that were looked up before: most lines of a long script name the same few. Names of more than eight bytes are
/// not kept.
struct NameCache<Value> {
    private var keys = [UInt64](repeating: 0, count: 8)
    private var values = [Value?](repeating: nil, count: 8)

    @inline(__always)
    subscript(span: SourceSpan, source: SourceFile) -> Value? {
        get {
            guard span.count <= 8 else { return nil }
            let key = source.key(span)
            let place = NameCache.place(of: key)
            return keys[place] == key ? values[place] : nil
        }
        set {
            guard span.count <= 8 else { return }
            let key = source.key(span)
            keys[NameCache.place(of: key)] = key
            values[NameCache.place(of: key)] = newValue
        }
    }

    @inline(__always)
    private static func place(of key: UInt64) -> Int { Int((key &* 0x9E37_79B9_7F4A_7C15) >> 61) }
}

/// Variables that were found before, for as long as their names mean the same.
struct VariableCache {
    private var context: ObjectIdentifier?
    private var versions = (0, 0)
    private var known = NameCache<Variable>()

    /// Forgets everything if a name may mean something else by now.
    mutating func refresh(_ generator: Generator) {
        let current = ObjectIdentifier(generator.context)
        let versions = (generator.context.scopesVersion, generator.sessionVersion)
        if context == current, versions == self.versions { return }
        context = current
        self.versions = versions
        known = NameCache()
    }

    subscript(span: SourceSpan, source: SourceFile) -> Variable? {
        get { known[span, source] }
        set { known[span, source] = newValue }
    }
}

extension Generator {
    /// What a call's verb stands for: a def if there is one of that name, else a command of the table.
    func callee(of name: Name) -> Callee {
        if let known = callees[name.span, context.source] { return known }
        let text = text(name)
        let callee: Callee
        if let function = session.functionIndices[text] {
            callee = .definition(function)
        } else if let index = commands.index(of: text) {
            callee = .command(index)
        } else if readAhead() {
            return self.callee(of: name)
        } else {
            callee = .unknown
        }
        callees[name.span, context.source] = callee
        return callee
    }

    /// The variable of a name where it is read or changed, nil if there is none.
    func lookUp(_ span: SourceSpan) -> Variable? {
        variables.refresh(self)
        let source = context.source
        if let known = variables[span, source] { return known }
        let found = lookUp(source.text(span), in: context)
        variables[span, source] = found
        return found
    }

    private static let lastKey = SourceFile.key("last")

    /// Whether a name is `last`, the latest response.
    func isLast(_ span: SourceSpan) -> Bool {
        span.count == 4 && context.source.key(span) == Generator.lastKey
    }
}
