/// Refuses a YAML text whose aliases could expand to more than the memory holds, before any value is built.
///
/// `YAMLReader` counts the nodes of an expansion, but a single node may be a long text. An alias stands for a part of
/// the text between its anchor and its first use. So the length of that part, plus the expansion of its own aliases, is
/// an upper bound. Anchor and alias signs inside of strings count as well.
struct AliasBound {
    static let limit = 256 << 20

    private var anchors: [ArraySlice<UInt8>: (start: Int, length: Int?)] = [:]
    /// The size that the text so far expands to, in bytes.
    private var total = 0

    static func check(_ text: DataText) throws(DataFault) {
        let bytes = text.bytes
        guard bytes.contains(UInt8(ascii: "&")), bytes.contains(UInt8(ascii: "*")) else { return }
        var bound = AliasBound()
        var position = 0
        while position < bytes.count {
            let isAnchor = bytes[position] == UInt8(ascii: "&")
            guard isAnchor || bytes[position] == UInt8(ascii: "*") else {
                position += 1
                bound.total += 1
                continue
            }
            let name = bytes[(position + 1)...].prefix { AliasBound.isNamePart($0) }
            if name.isEmpty {
                // This is an ampersand or asterisk of ordinary text.
            } else if isAnchor {
                bound.anchors[name] = (bound.total, nil)
            } else {
                bound.use(name)
            }
            position += 1 + name.count
            bound.total += 1 + name.count
            guard bound.total <= limit else { throw fault(line: text.line(at: position)) }
        }
    }

    private mutating func use(_ name: ArraySlice<UInt8>) {
        guard let anchor = anchors[name] else { return }
        let length = anchor.length ?? total - anchor.start
        anchors[name] = (anchor.start, length)
        total += length
    }

    private static func isNamePart(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"), UInt8(ascii: "-"), 0x80...:
            return true
        default: return false
        }
    }

    static func fault(line: Int?) -> DataFault {
        DataFault("its aliases expand to more than the size limit of a file", line: line)
    }
}
