/// Finds the secret literals in the tree of a text.
///
/// A literal is secret if it is passed to `secret` or to a secret parameter of a command; if it is assigned to a name
/// that a secret is computed from (`let p = "…"` before `secret s = $p`), or to a name, key or argument such as
/// `password`; or if it is compared with one of these. Blocks, reasons and the names of variables and files are not
/// secret.
package struct SecretLiterals {
    /// In order and without overlap.
    package private(set) var spans: [SourceSpan] = []
    /// The variables whose values are secret, and the defs of the text and of those before it.
    package let names: SecretVariables
    /// Every literal that is a value, secret or not.
    package private(set) var all: [Literal] = []

    /// A literal that is a value, or the key of a map.
    package struct Literal {
        package enum Kind: Sendable {
            case text, integer, float, duration
            /// A key of a map, in quotes or not.
            case key
        }

        package let span: SourceSpan
        /// The literal's text with its escapes decoded; U+0000 marks an interpolated value.
        package let text: [UInt8]
        /// Whether the literal is a whole argument of a command, so that its replacement needs brackets.
        package internal(set) var isArgument = false
        /// Whether the literal may contain `$(…)`.
        package let takesValues: Bool
        package internal(set) var kind: Kind
        /// Whether the literal is passed to `secret` or to a secret parameter.
        package let isGivenAsSecret: Bool
    }

    /// - Parameters:
    ///
    ///   - table: the secret names of the command table.
    ///
    ///   - names: variables that hold secrets, such as those of a session's other lines.
    ///
    ///   - watch: may stop the search.
    ///
    /// - Returns: nil for a text that does not parse, because its tree is incomplete.
    package init?(
        _ source: SourceFile, _ table: SecretNames = .byLooks, names: SecretVariables = SecretVariables(),
        watch: WorkWatch? = nil
    ) {
        var walk = SecretWalk(source, table, names)
        // Each round finds at least one more name, or is the last.
        for _ in 0..<SecretLiterals.roundLimit {
            let known = walk.names
            var parser = Parser(source, isInteractive: true, watch: watch)
            (walk.spans, walk.literals) = ([], [])
            while let statement = parser.nextStatement() { walk.visit(statement) }
            guard parser.diagnostics.isEmpty, watch?.isOver != true else { return nil }
            if walk.names == known { break }
        }
        spans = walk.spans.merged
        all = walk.literals
        self.names = walk.learned
    }

    /// Whether all of a literal is marked as secret.
    package func isSecret(_ span: SourceSpan) -> Bool {
        var (low, high) = (0, spans.count)
        while low < high {
            let middle = (low + high) / 2
            if spans[middle].end < span.end { low = middle + 1 } else { high = middle }
        }
        return low < spans.count && spans[low].start <= span.start
    }

    /// The maximum number of names that a secret passes through.
    private static let roundLimit = 16
}

/// Variables, and fields of variables, whose values are secret, and the defs that may get a secret as an argument.
package struct SecretVariables: Sendable, Equatable {
    /// `name`, or `name.field`. A name of a def is preceded by the name of that def.
    private var names: Set<[UInt8]> = []
    /// The parameters of the defs, by the names of these. A later def replaces an earlier one.
    var definitions: [[UInt8]: [[UInt8]]] = [:]

    package init() {}

    mutating func insert(_ name: [UInt8]) { names.insert(name) }

    func contains(_ name: [UInt8]) -> Bool { names.contains(name) }

    package func contains(_ name: String) -> Bool { names.contains(Array(name.utf8)) }

    package mutating func formUnion(_ other: SecretVariables) {
        names.formUnion(other.names)
        definitions.merge(other.definitions) { $1 }
    }
}

extension [SourceSpan] {
    /// The spans in order, without empty ones, with overlapping spans merged.
    var merged: [SourceSpan] {
        var merged: [SourceSpan] = []
        for span in sorted(by: { $0.start < $1.start }) where !span.isEmpty {
            if let last = merged.last, span.start < last.end {
                merged[merged.count - 1] = last.union(span)
            } else {
                merged.append(span)
            }
        }
        return merged
    }
}
