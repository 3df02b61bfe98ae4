/// Makes cells of a JSON text. Of two members with one name the later value wins, in the place of the first.
struct HeapSink: JSONSink {
    private struct Level {
        let container: Cell
        /// The key that waits for its value; nil in a list.
        var key: Cell?
    }

    private let heap: UnsafeMutablePointer<HeapState>
    private var levels: [Level] = []
    private(set) var result = Cell.null

    init(_ heap: UnsafeMutablePointer<HeapState>) { self.heap = heap }

    private mutating func put(_ cell: Cell) {
        guard let level = levels.last else {
            result = cell
            return
        }
        if let key = level.key {
            heap.pointee.set(key, to: cell, in: level.container)
        } else {
            heap.pointee.append(cell, to: level.container)
        }
    }

    mutating func null() { put(.null) }
    mutating func boolean(_ value: Bool) { put(Cell(value)) }

    mutating func number(_ number: WrittenNumber) {
        switch number {
        case .integer(let value): put(Cell(value))
        case .float(let value): put(Cell(value))
        case .decimal(let text): put(heap.pointee.decimal(text))
        }
    }

    mutating func text(_ bytes: UnsafeRawBufferPointer) { put(heap.pointee.text(bytes)) }
    mutating func beginObject() { levels.append(Level(container: heap.pointee.map(capacity: 0))) }

    mutating func key(_ bytes: UnsafeRawBufferPointer) {
        assert(!levels.isEmpty, "a reader tells a key inside an object")
        levels[levels.count - 1].key = heap.pointee.text(bytes)
    }

    mutating func endObject() { endContainer() }
    mutating func beginArray() { levels.append(Level(container: heap.pointee.list(capacity: 0))) }
    mutating func endArray() { endContainer() }

    private mutating func endContainer() {
        guard let level = levels.popLast() else { return assertionFailure("a container ends that never began") }
        put(level.container)
    }
}
