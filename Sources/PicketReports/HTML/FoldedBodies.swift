/// The bodies of a large page's cases, in which what repeats is written once.
///
/// A body is cut where its markup meets the texts of the report, and these at their lines, blanks and slashes; pieces that
/// often stand side by side are joined again (`PieceTable`). A piece that repeats has a place in a list, and stands in the
/// bodies as one character: U+E000 and its place in the list. The page's script puts a body together when its case is
/// unfolded. Markup holds none of these characters (`ReportText.markup`).
struct FoldedBodies {
    /// The characters that stand for pieces: the private use area of the basic plane.
    static let marks: Range<UInt32> = 0xE000..<0xF900

    private var bytes: [UInt8] = []
    private var bodies: [(number: Int, pieces: [Range<Int>])] = []

    var isEmpty: Bool { bodies.isEmpty }

    /// Takes the body of a case, with the places where it may be cut.
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

    /// `{"pieces":["…"],"bodies":{"12":"…"}}`
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

    /// In UTF-8.
    private static func appendMark(_ place: Int, to json: inout [UInt8]) {
        let value = marks.lowerBound + UInt32(place)
        json.append(0xE0 | UInt8(value >> 12))
        json.append(0x80 | UInt8(value >> 6 & 0x3F))
        json.append(0x80 | UInt8(value & 0x3F))
    }

    /// As in a JSON string that stands in a `script` element. Control characters became pictures before.
    private static func quote(_ piece: ArraySlice<UInt8>, into json: inout [UInt8]) {
        for byte in piece {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                json.append(UInt8(ascii: "\\"))
                json.append(byte)
            case UInt8(ascii: "\n"): json += "\\n".utf8
            case UInt8(ascii: "\t"): json += "\\t".utf8
            // No part of it is a tag to the browser.
            case UInt8(ascii: "<"): json += "\\u003c".utf8
            default: json.append(byte)
            }
        }
    }
}
