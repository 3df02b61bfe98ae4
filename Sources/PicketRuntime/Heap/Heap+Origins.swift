/// The origin of a map in the heap: a row of a table.
struct Origin {
    /// An index into `HeapState.originFiles`; -1 for the headers of a response, whose names ignore case.
    var file: Int
    /// The line, counted from 1.
    var line: Int
}

/// Origins are stored by object, outside the objects. Most maps have none, and reading or changing a map never looks
/// them up.
extension HeapState {
    private static let originBytes = 64

    /// Sets the origins of a table's rows to their lines in a file.
    mutating func setOrigins(_ table: Cell, _ rows: [Value], file: String) {
        guard table.kind == CellKind.list else { return }
        originFiles.append(file)
        for (element, row) in zip(table.listElements, rows) {
            guard case .map(let map) = row, let line = map.line, element.kind == CellKind.map else { continue }
            setOrigin(element.object, Origin(file: originFiles.count - 1, line: line))
        }
    }

    /// Marks a map as the headers of a response.
    mutating func setHeaders(_ map: Cell) { setOrigin(map.object, Origin(file: -1, line: 0)) }

    /// The value of a header by its name in any case; nil if the map does not hold headers.
    func header(_ name: Cell, in map: Cell) -> Cell? {
        if origins.isEmpty { return nil }
        guard origins[map.object]?.file == -1 else { return nil }
        return name.withText { name in
            map.mapEntries.first { $0.key.withText { HeapState.isSameName($0, name) } }?.value
        }
    }

    private static func isSameName(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> Bool {
        func lower(_ byte: UInt8) -> UInt8 { byte &- UInt8(ascii: "A") < 26 ? byte | 0x20 : byte }
        return left.count == right.count && zip(left, right).allSatisfy { lower($0) == lower($1) }
    }

    private mutating func setOrigin(_ object: UnsafeMutableRawPointer, _ origin: Origin) {
        if origins.updateValue(origin, forKey: object) == nil { bytes += HeapState.originBytes }
    }

    /// Copies the origin to a changed copy of a row.
    @inline(__always)
    mutating func copyOrigin(of source: UnsafeMutableRawPointer, to copy: UnsafeMutableRawPointer) {
        if origins.isEmpty { return }
        if let origin = origins[source] { setOrigin(copy, origin) }
    }

    /// `fleet.csv:17`; nil if the value is not a row of a file.
    func place(of cell: Cell) -> String? {
        guard cell.kind == CellKind.map, let origin = origins[cell.object], origin.file >= 0 else { return nil }
        return "\(originFiles[origin.file]):\(origin.line)"
    }

    /// Removes the origins of objects that are about to be freed. Call it between marking and sweeping.
    mutating func forgetOrigins() {
        if origins.isEmpty { return }
        let count = origins.count
        origins = origins.filter { $0.key.load(as: UInt8.self) == ObjectHeader.Color.black }
        bytes -= (count - origins.count) * HeapState.originBytes
    }
}
