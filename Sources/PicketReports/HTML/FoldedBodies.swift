/// The bodies of the cases of a large page. Repeated text in them is written only once.
///
/// A body is cut at the borders between markup and report texts, and the texts are cut at lines, blanks and slashes.
/// Pieces that often occur side by side are joined again (`PieceTable`). A repeated piece is stored in a list. In the
/// bodies it is a single character: U+E000 plus its index in the list. The page's script builds a body when its case is
/// unfolded. Markup contains none of these characters (`ReportText.markup`).
struct FoldedBodies {
    /// The characters for pieces: the private use area of the basic plane.
    static let marks: Range<UInt32> = 0xE000..<0xF900

    private var bytes: [UInt8] = []
    private var bodies: [(number: Int, pieces: [Range<Int>])] = []

    var isEmpty: Bool { bodies.isEmpty }

    /// Adds the body of a case, with the places where it may be cut.
    mutating func add(_ body: ReportText, of number: Int) {
        let offset = bytes.count
        bytes += body.bytes
        var pieces: [Range<Int>] = []
        var start = offset
        for end in body.seams + [body.bytes.count] where offset + end > start {
            appendLines(start..<offset + end, to: &pieces)
            start = offset + end
        }
        bodies.append((number, pieces))
    }

    private func appendLines(_ range: Range<Int>, to pieces: inout [Range<Int>]) {
        var start = range.lowerBound
        for position in range where bytes[position] == UInt8(ascii: "\n") {
            pieces.append(start..<position + 1)
            start = position + 1
        }
        if start < range.upperBound { pieces.append(start..<range.upperBound) }
    }

    /// The bodies in the form `{"pieces":["…"],"bodies":{"12":"…"}}`.
    var json: [UInt8] {
        var table = PieceTable(bytes)
        var sequences = table.sequences(bodies.map(\.pieces))
        table.join(&sequences)
        let places = table.chosen(from: sequences, count: FoldedBodies.marks.count)
        var json: [UInt8] = Array("{\"pieces\":[".utf8)
        for (position, piece) in places.order.enumerated() {
            json += position == 0 ? "\"".utf8 : ",\"".utf8
            table.eachPart(of: piece) { FoldedBodies.quote($0, into: &json) }
            json.append(UInt8(ascii: "\""))
        }
        json += "],\n\"bodies\":{".utf8
        for (position, body) in bodies.enumerated() {
            json += "\(position == 0 ? "" : ",\n")\"\(body.number)\":\"".utf8
            for piece in sequences[position] {
                if let place = places.places[piece] {
                    FoldedBodies.appendMark(place, to: &json)
                } else {
                    table.eachPart(of: piece) { FoldedBodies.quote($0, into: &json) }
                }
            }
            json.append(UInt8(ascii: "\""))
        }
        json += "}}".utf8
        return json
    }

    /// Appends the mark of a piece in UTF-8.
    private static func appendMark(_ place: Int, to json: inout [UInt8]) {
        let value = marks.lowerBound + UInt32(place)
        json.append(0xE0 | UInt8(value >> 12))
        json.append(0x80 | UInt8(value >> 6 & 0x3F))
        json.append(0x80 | UInt8(value & 0x3F))
    }

    /// Quotes a piece as in a JSON string inside a `script` element. Control characters were replaced by pictures
    /// before.
    private static func quote(_ piece: ArraySlice<UInt8>, into json: inout [UInt8]) {
        for byte in piece {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                json.append(UInt8(ascii: "\\"))
                json.append(byte)
            case UInt8(ascii: "\n"): json += "\\n".utf8
            case UInt8(ascii: "\t"): json += "\\t".utf8
            // This keeps the browser from finding a tag in it.
            case UInt8(ascii: "<"): json += "\\u003c".utf8
            default: json.append(byte)
            }
        }
    }
}
