/// Why bytes are no JSON text.
package struct JSONProblem: Error, Sendable, Equatable {
    /// One sentence in lower case without a full stop.
    package var message: String
    /// Where reading stopped, in bytes from the start.
    package var offset: Int
}

extension Value {
    /// A JSON text (RFC 8259) as a value, its keys in their order.
    ///
    /// A number without fraction and exponent that fits into 64 bits becomes an integer, any other a float. Of two
    /// members with one name the later value wins, in the place of the first.
    package init(json bytes: [UInt8]) throws(JSONProblem) {
        let heap = Heap(limit: .max)
        switch heap.state.pointee.jsonResult(bytes) {
        case .success(let cell): self = cell.value
        case .failure(let problem): throw problem
        }
    }
}

extension HeapState {
    /// As `json`, with the problem of a text that is none.
    fileprivate mutating func jsonResult(_ bytes: [UInt8]) -> Result<Cell, JSONProblem> {
        var end = 0
        if let cell = json(bytes, end: &end) { return .success(cell) }
        let message: String
        if bytes.allSatisfy({ $0 == 0x20 || $0 == 0x0A || $0 == 0x0D || $0 == 0x09 }) {
            message = "there is no JSON in it"
        } else if end >= bytes.count {
            message = "the JSON ends too early"
        } else if HeapState.depth(of: bytes, at: end) >= HeapState.depthLimit - 1 {
            message = "lists and maps nest deeper than \(HeapState.depthLimit)"
        } else {
            message = "this is not JSON from \(HeapState.shown(bytes, at: end)) on"
        }
        return .failure(JSONProblem(message: message, offset: min(end, bytes.count)))
    }

    /// How many brackets are open before `end`; brackets in strings count too, so this is for wording only.
    private static func depth(of bytes: [UInt8], at end: Int) -> Int {
        bytes.prefix(end).reduce(0) { depth, byte in
            switch byte {
            case UInt8(ascii: "["), UInt8(ascii: "{"): return depth + 1
            case UInt8(ascii: "]"), UInt8(ascii: "}"): return depth - 1
            default: return depth
            }
        }
    }

    /// The character that reading stopped at; no more, because the text may hold secrets.
    private static func shown(_ bytes: [UInt8], at offset: Int) -> String {
        let byte = bytes[offset]
        guard byte > 0x20, byte < 0x7F else { return "here" }
        return "`\(Unicode.Scalar(byte))`"
    }
}
