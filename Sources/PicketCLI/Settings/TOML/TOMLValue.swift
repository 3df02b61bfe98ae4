/// A value of a TOML file (https://toml.io/en/v1.0.0).
enum TOMLValue: Sendable {
    case string(String)
    case integer(Int)
    case float(Double)
    case boolean(Bool)
    /// A date, a time, or both, as they are written.
    case time(String)
    case array([TOMLValue])
    case table(TOMLTable)

    var table: TOMLTable? { if case .table(let table) = self { table } else { nil } }
    var boolean: Bool? { if case .boolean(let boolean) = self { boolean } else { nil } }
}

/// The keys of a table in the order of the file.
struct TOMLTable: Sendable {
    struct Entry: Sendable {
        let key: String
        let value: TOMLValue
        /// The line of the key, counted from 1; for a section, the line of its header.
        let line: Int
    }

    let entries: [Entry]

    /// Returns the value of a key, which is compared by bytes.
    subscript(key: String) -> TOMLValue? { entries.first { $0.key.utf8.elementsEqual(key.utf8) }?.value }
}

/// Why a text is not TOML, with its place.
struct TOMLProblem: Error {
    let reason: String
    /// The line, counted from 1.
    let line: Int
    /// The column in Unicode scalars, counted from 1.
    let column: Int
}
