/// What the rounds of a `:watch` have shown, so that only news is shown. It keeps numbers, not answers.
struct WatchNews {
    /// The part of a text that says something, in a round: its nth call at a place, or its nth line or expression.
    struct Place: Hashable {
        enum Kind: Hashable {
            case call(start: UInt32)
            case printed, expression
        }

        let kind: Kind
        let occurrence: Int
    }

    /// How an output differs from that of the same place before.
    enum News: Equatable {
        case first, same
        /// It differs; these are the marks of the rows before.
        case changed(since: Set<Int>)
    }

    private struct Output {
        var mark: Int
        var rows: Set<Int>
    }

    private var outputs: [Place: Output] = [:]
    private var occurrences: [Place.Kind: Int] = [:]
    /// The number of places that are kept. Output of further places always counts as news.
    private static let placeLimit = 2_000
    /// The number of rows of one output that are kept.
    private static let rowLimit = 500

    /// Begins a round. Its first output is compared with the first one before, and so on.
    mutating func beginRound() { occurrences = [:] }

    /// Compares an output with that of the same place before.
    ///
    /// - Parameters:
    ///   - mark: A number that differs if the output differs.
    ///   - rows: The marks of its rows.
    mutating func take(_ kind: Place.Kind, mark: Int, rows: Set<Int> = []) -> News {
        let place = Place(kind: kind, occurrence: occurrences[kind, default: 0])
        occurrences[kind, default: 0] += 1
        let earlier = outputs[place]
        if earlier != nil || outputs.count < Self.placeLimit {
            outputs[place] = Output(mark: mark, rows: rows.count <= Self.rowLimit ? rows : [])
        }
        guard let earlier else { return .first }
        return earlier.mark == mark ? .same : .changed(since: earlier.rows)
    }
}
