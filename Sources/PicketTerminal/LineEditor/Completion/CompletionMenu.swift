/// The candidates below the line while Tab goes through them.
struct CompletionMenu {
    let candidates: [Candidate]
    /// The line before a candidate was inserted, and the position for a candidate.
    let original: EditBuffer
    let start: Int
    private(set) var selection: Int?
    private var viewport = Viewport()

    init(_ candidates: [Candidate], in original: EditBuffer, from start: Int) {
        self.candidates = candidates
        self.original = original
        self.start = start
    }

    /// Selects the next or previous candidate, cyclically, and returns the line with it.
    mutating func select(_ step: Int) -> EditBuffer {
        let count = candidates.count
        let next = selection.map { ($0 + step + count) % count } ?? (step > 0 ? 0 : count - 1)
        selection = next
        var buffer = original
        buffer.replace(original.start(of: candidates[next], from: start)..<original.cursor, with: candidates[next].text)
        return buffer
    }

    /// Returns the rows of the menu. If not all fit, the last row says which ones are shown.
    mutating func rows(height: Int, theme: Theme) -> [StyledText] {
        guard height > 0 else { return [] }
        let fits = candidates.count <= height
        let window = viewport.window(
            count: candidates.count, cursor: selection ?? 0, height: fits || height == 1 ? height : height - 1)
        let width = candidates.map { Self.width($0.text) }.max() ?? 0
        var rows = window.map { row(candidates[$0], isSelected: $0 == selection, width: width, theme: theme) }
        if !fits, height > 1 {
            let place = "  \(window.lowerBound + 1)–\(window.upperBound) of \(candidates.count)"
            rows.append(StyledText(place, theme[.note]))
        }
        return rows
    }

    private func row(_ candidate: Candidate, isSelected: Bool, width: Int, theme: Theme) -> StyledText {
        let padding = String(repeating: " ", count: width - Self.width(candidate.text))
        var text = StyledText([.init("  "), .init(candidate.text, isSelected ? theme[.selection] : .plain)])
        if !candidate.note.isEmpty { text.runs.append(.init(padding + "  " + candidate.note, theme[.note])) }
        return text
    }

    private static func width(_ text: String) -> Int { Cluster.split(text).reduce(0) { $0 + $1.width } }
}

extension Completion {
    /// The common prefix of all candidates. Candidates that replace different parts of the line have none.
    var commonPrefix: String {
        guard let first = candidates.first, candidates.allSatisfy({ $0.takesBack == 0 }) else { return "" }
        return candidates.dropFirst().reduce(first.text) { prefix, candidate in
            String(zip(prefix, candidate.text).prefix { $0 == $1 }.map(\.0))
        }
    }
}

extension EditBuffer {
    /// Returns the start of the part that a candidate replaces.
    ///
    /// - Parameter start: The start of the completion.
    func start(of candidate: Candidate, from start: Int) -> Int {
        candidate.takesBack == 0 ? start : index(ofUTF8: utf8Offset(of: start) - candidate.takesBack)
    }
}
