/// A table while its file is read. A table in braces is a value, which is complete at once.
final class TOMLNode {
    /// What has made a table. That says what may still be added to it.
    enum Origin {
        /// It is only a part of a section's name: `a` after `[a.b]`.
        case implied
        /// It has its section: `[a]`, or one of `[[a]]`.
        case section
        /// It comes from a key with dots: `a` of `a.b = 1`.
        case dottedKey
    }

    enum Content {
        case value(TOMLValue)
        case table(TOMLNode)
        /// The tables of `[[a]]`; the last one is open.
        case tables([TOMLNode])
    }

    struct Entry {
        let key: [UInt8]
        let line: Int
        var content: Content
    }

    var origin: Origin
    private var entries: [Entry] = []
    private var places: [[UInt8]: Int] = [:]

    init(_ origin: Origin) { self.origin = origin }

    /// The content of a key. A new one gets the line; an existing one keeps its own.
    subscript(key: [UInt8], line: Int) -> Content? {
        get { places[key].map { entries[$0].content } }
        set {
            guard let newValue else { return }
            if let place = places[key] {
                entries[place].content = newValue
            } else {
                places[key] = entries.count
                entries.append(Entry(key: key, line: line, content: newValue))
            }
        }
    }

    var table: TOMLTable {
        TOMLTable(
            entries: entries.map { entry in
                let value: TOMLValue =
                    switch entry.content {
                    case .value(let value): value
                    case .table(let node): .table(node.table)
                    case .tables(let nodes): .array(nodes.map { .table($0.table) })
                    }
                return TOMLTable.Entry(
                    key: String(decoding: entry.key, as: UTF8.self), value: value, line: entry.line)
            })
    }
}
