extension Value {
    /// Decodes a JSON text (RFC 8259), keys in their order; nil if it is none, or nests too deep.
    package init?(json bytes: [UInt8]) {
        let heap = Heap(limit: .max)
        guard let cell = heap.state.pointee.json(bytes) else { return nil }
        self = cell.value
    }
}
