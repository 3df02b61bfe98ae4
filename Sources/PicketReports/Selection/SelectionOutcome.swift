import PicketSyntax

/// The outcome of a selection, with warnings about words that match nothing.
package struct SelectionOutcome: Sendable {
    package enum Kind: Sendable, Equatable {
        case tests
        /// The selection contains tests, but this shard contains none.
        case emptyShard
        /// Why nothing is selected, in one sentence without a full stop.
        case nothing(String)
    }

    package let kind: Kind
    /// Warnings about name patterns that match no test, and unknown tags that look like a typing error, one sentence each.
    package let warnings: [String]

    /// - Parameter tests: All existing tests.
    package init(_ selection: TestSelection, of tests: [(test: TestIdentity, tags: [String])]) {
        let whole = selection.whole
        let known = tests.flatMap(\.tags)
        let unknown = (selection.tags?.tags ?? []).filter { tag in
            !known.contains { $0.utf8.elementsEqual(tag.utf8) }
        }
        if tests.contains(where: { selection.includes($0.test, tags: $0.tags) }) {
            kind = .tests
        } else if tests.contains(where: { whole.includes($0.test, tags: $0.tags) }) {
            kind = .emptyShard
        } else {
            kind = .nothing(SelectionOutcome.reason(selection, tests, unknown, known: known))
        }
        if case .nothing = kind {
            warnings = []
            return
        }
        let names = tests.map(\.test.name)
        let idle = selection.names.filter { pattern in !names.contains { pattern.matches($0) } }
        warnings =
            unknown.compactMap { tag in
                nearest(tag, in: known).map { "no test has the tag `\(tag)`; did you mean `\($0)`?" }
            }
            + idle.map { pattern in
                let advice = nearest(pattern.text, in: names).map { "; did you mean `\($0)`?" } ?? ""
                return "no test has a name like `\(pattern.text)`\(advice)"
            }
    }

    /// The outcome if tests were selected by the scripts' text, but none of them ran.
    package static let noneRan = SelectionOutcome("no test matches all conditions")

    private init(_ reason: String) {
        kind = .nothing(reason)
        warnings = []
    }

    private static func reason(
        _ selection: TestSelection, _ tests: [(test: TestIdentity, tags: [String])], _ unknown: [String],
        known: [String]
    ) -> String {
        if tests.isEmpty { return "there is no `test` block" }
        if let tag = unknown.first {
            return "no test has the tag `\(tag)`; " + advice(tag, known, otherwise: "no test has any tag")
        }
        let names = tests.map(\.test.name)
        if let pattern = selection.names.first,
            !names.contains(where: { name in
                selection.names.contains { $0.matches(name) }
            })
        {
            return "no test has a name like `\(pattern.text)`; " + advice(pattern.text, names, otherwise: "")
        }
        if let only = selection.only {
            if only.isEmpty { return "no test failed in the last run; without `--rerun-failed` all of them run" }
            if !tests.contains(where: { only.contains($0.test) }) {
                return "no test here failed in the last run; without `--rerun-failed` all of them run"
            }
        }
        return "no test matches all conditions"
    }

    /// Returns the nearest candidate, or some of the candidates.
    private static func advice(_ text: String, _ candidates: [String], otherwise none: String) -> String {
        if let near = nearest(text, in: candidates) { return "did you mean `\(near)`?" }
        var seen: Set<[UInt8]> = []
        let distinct = candidates.filter { seen.insert(Array($0.utf8)).inserted }
        if distinct.isEmpty { return none }
        let shown = distinct.prefix(8).map { "`\($0)`" }.joined(separator: ", ")
        return "there \(distinct.count == 1 ? "is" : "are") \(shown)\(distinct.count > 8 ? ", …" : "")"
    }
}
