/// How tables are laid out on a terminal.
package struct TableLayout: Sendable, Equatable {
    /// The columns of the terminal. Wide columns of a table are cut to fit.
    package var columns: Int
    /// Whether a list of maps is shown as records: a row for each key, and nothing is cut.
    package var isWide: Bool

    package init(columns: Int, isWide: Bool = false) {
        self.columns = max(1, columns)
        self.isWide = isWide
    }
}

/// Divides the width of a terminal among the columns of a table.
struct ColumnWidths: Equatable {
    /// The widths of the columns that are shown, from the left.
    private(set) var widths: [Int]
    /// How many columns do not fit.
    let omitted: Int

    /// The blanks between two columns.
    static let gap = 2
    /// The least width of a text that is cut.
    private static let least = 8

    /// - Parameters:
    ///   - natural: The widths that show everything.
    ///   - isWhole: Whether a column must not be cut, because a part of a number looks like another number.
    init(_ natural: [Int], isWhole: [Bool], in available: Int) {
        var minimal = zip(natural, isWhole).map { $1 ? $0 : min($0, Self.least) }
        // At least one column is shown, however narrow the terminal is.
        if let first = minimal.first { minimal[0] = min(first, max(1, available)) }
        var used = 0
        var count = 0
        while count < minimal.count, count == 0 || used + Self.gap + minimal[count] <= available {
            used += minimal[count] + (count == 0 ? 0 : Self.gap)
            count += 1
        }
        widths = Array(minimal.prefix(count))
        omitted = natural.count - count
        widen(natural, by: available - used)
    }

    /// Gives the room that is left to the columns that need it, the narrowest first.
    private mutating func widen(_ natural: [Int], by room: Int) {
        var room = room
        let needy = widths.indices.sorted { natural[$0] - widths[$0] < natural[$1] - widths[$1] }
        for (position, column) in needy.enumerated() {
            let share = max(0, room) / (needy.count - position)
            let added = min(natural[column] - widths[column], share)
            guard added > 0 else { continue }
            widths[column] += added
            room -= added
        }
    }
}

extension String {
    /// Returns the text cut to a number of terminal columns. A cut text ends in `…`, and no grapheme cluster is split.
    func fitted(to columns: Int) -> String {
        guard self.columns > columns else { return self }
        var (result, used) = ("", 0)
        for character in self {
            let width = String(character).columns
            guard used + width < columns else { break }
            result.append(character)
            used += width
        }
        return columns > 0 ? result + "…" : ""
    }
}
