/// The secret literals of a text whose tree is at hand.
///
/// A literal is secret if it is given to `secret`, to a secret parameter of a command, to a name that a secret is made of
/// (`let p = "…"` before `secret s = $p`), to a name, key or argument that says so by its looks, or if it is compared with
/// one of these. Blocks, reasons and the names of variables and files stay.
package struct SecretLiterals {
    /// In order, not overlapping.
    package private(set) var spans: [SourceSpan] = []
    /// The variables whose values are secret.
    package let names: SecretVariables
    /// Every literal that stands for a value, secret or not.
    package private(set) var all: [Literal] = []

    /// A literal that stands for a value, or for a key of a map.
    package struct Literal {
        package enum Kind: Sendable {
            case text, integer, float, duration
            /// A key of a map, in quotes or not.
            case key
        }

        package let span: SourceSpan
        /// Its text, escapes decoded; U+0000 stands for a value that is put in.
        package let text: [UInt8]
        /// Whether it is all of an argument of a command: what takes its place there stands in brackets.
        package internal(set) var isArgument = false
        /// Whether `$(…)` may stand in it.
        package let takesValues: Bool
        package internal(set) var kind: Kind
        /// Whether it is given to `secret` or to a secret parameter, so that its place says what it is.
        package let isGivenAsSecret: Bool
    }

    /// - Parameters:
    ///   - table: what the command table says of secrets.
    ///   - names: variables that are known to hold secrets, as those of the other lines of a session.
    /// - Returns: nil for a text that does not parse: its tree is not all of it.
    package init?(_ source: SourceFile, _ table: SecretNames = .byLooks, names: SecretVariables = SecretVariables()) {
        var walk = SecretWalk(source, table, names)
        // Each round finds at least one name more, or is the last.
        for _ in 0..<SecretLiterals.roundLimit {
            let known = walk.names
            var parser = Parser(source, isInteractive: true)
            (walk.spans, walk.literals) = ([], [])
            while let statement = parser.nextStatement() { walk.visit(statement) }
            guard parser.diagnostics.isEmpty else { return nil }
            if walk.names == known { break }
        }
        spans = walk.spans.merged
        all = walk.literals
        self.names = walk.names
    }

    /// Whether all of a literal is marked.
    package func isSecret(_ span: SourceSpan) -> Bool {
        var (low, high) = (0, spans.count)
        while low < high {
            let middle = (low + high) / 2
            if spans[middle].end < span.end { low = middle + 1 } else { high = middle }
        }
        return low < spans.count && spans[low].start <= span.start
    }

    /// A value that goes through more names than this is made of is not a script's.
    private static let roundLimit = 16
}

/// Variables, and fields of variables, whose values are secret.
package struct SecretVariables: Sendable, Equatable {
    /// `name`, or `name.field`; of a def's own names with its name before them.
    private var names: Set<[UInt8]> = []

    package init() {}

    mutating func insert(_ name: [UInt8]) { names.insert(name) }

    func contains(_ name: [UInt8]) -> Bool { names.contains(name) }

    package func contains(_ name: String) -> Bool { names.contains(Array(name.utf8)) }

    package mutating func formUnion(_ other: SecretVariables) { names.formUnion(other.names) }
}

extension [SourceSpan] {
    /// In order, those that overlap as one, without empty ones.
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
