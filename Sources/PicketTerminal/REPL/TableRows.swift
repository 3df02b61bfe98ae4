package import PicketRuntime

/// A row of a table as it is shown, and what it says.
struct TableRow {
    let line: String
    /// The texts of its cells before they are cut; empty for a row that says nothing, such as a count of other rows.
    let content: [String]

    init(_ line: String, _ content: [String] = []) {
        (self.line, self.content) = (line, content)
    }

    /// The mark of the content; nil if there is none.
    var mark: Int? { content.isEmpty ? nil : ContentMark.of(content) }
}

/// The rows of a value.
package struct TableRows: Sendable {
    private let rows: Shown<[String]>
    /// The mark of each row; nil for one that has none.
    private let marks: [Int?]

    init(_ rows: Shown<[TableRow]>) {
        self.rows = rows.map { $0.map(\.line) }
        marks = rows.content.map(\.mark)
    }

    /// The marks of all rows. Two tables of the same value have the same marks.
    package var all: Set<Int> { Set(marks.compactMap { $0 }) }

    package var text: Shown<String> { rows.map { $0.joined(separator: "\n") } }

    /// The text with a star before each row that an earlier table did not have.
    ///
    /// - Parameter earlier: The marks of that table.
    package func text(since earlier: Set<Int>) -> Shown<String> {
        rows.map { rows in
            zip(rows, marks).map { ($1.map { !earlier.contains($0) } ?? false ? "* " : "  ") + $0 }
                .joined(separator: "\n")
        }
    }
}
