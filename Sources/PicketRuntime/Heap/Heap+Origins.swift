/// Where a map of the heap was read: a row of a table.
struct Origin {
    /// An index of `HeapState.originFiles`; -1 for the headers of a response, whose names ignore case.
    var file: Int
    /// From 1.
    var line: Int
}

/// Beside the heap, by object: maps in general have no origin, and reading or changing one never looks here.
extension HeapState {
    private static let originBytes = 64

    /// Says which lines of a file the rows of a table were read from.
    mutating func setOrigins(_ table: Cell, _ rows: [Value], file: String) {
        guard table.kind == CellKind.list else { return }
        originFiles.append(file)
        for (element, row) in zip(table.listElements, rows) {
            guard case .map(let map) = row, let line = map.line, element.kind == CellKind.map else { continue }
            setOrigin(element.object, Origin(file: originFiles.count - 1, line: line))
        }
    }

    /// Says that a map has the headers of a response.
    mutating func setHeaders(_ map: Cell) { setOrigin(map.object, Origin(file: -1, line: 0)) }

    /// The value of a header by its name in any case, where a map has those of a response.
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

    /// A copy that is changed is still the row it was read as.
    @inline(__always)
    mutating func copyOrigin(of source: UnsafeMutableRawPointer, to copy: UnsafeMutableRawPointer) {
        if origins.isEmpty { return }
        if let origin = origins[source] { setOrigin(copy, origin) }
    }

    /// `fleet.csv:17`; nil for a value that was not read as a row of a file.
    func place(of cell: Cell) -> String? {
        guard cell.kind == CellKind.map, let origin = origins[cell.object], origin.file >= 0 else { return nil }
        return "\(originFiles[origin.file]):\(origin.line)"
    }

    /// Between marking and sweeping: forgets the origins of what is about to be freed.
    mutating func forgetOrigins() {
        if origins.isEmpty { return }
        let count = origins.count
        origins = origins.filter { $0.key.load(as: UInt8.self) == ObjectHeader.Color.black }
        bytes -= (count - origins.count) * HeapState.originBytes
    }
}
