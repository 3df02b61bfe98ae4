import Foundation
import Testing

/// The folded bodies of a page, by the number of their case, as the page's script would put them together.
struct UnfoldedPage {
    private struct Folded: Decodable {
        var pieces: [String]
        var bodies: [String: String]
    }

    let bodies: [String: String]

    init(_ page: [UInt8]) throws {
        let text = String(decoding: page, as: UTF8.self)
        let parts = text.split(separator: "<script type=\"application/json\" id=\"bodies\">")
        let rest = try #require(parts.count == 2 ? parts[1] : nil)
        let end = try #require(rest.range(of: "</script>")).lowerBound
        let json = rest.prefix(upTo: end)
        let folded = try JSONDecoder().decode(Folded.self, from: Data(json.utf8))
        bodies = folded.bodies.mapValues { body in
            body.unicodeScalars.reduce(into: "") { result, scalar in
                let place = Int(scalar.value) - 0xE000
                result += (0..<0x1900).contains(place) ? folded.pieces[place] : String(scalar)
            }
        }
    }
}
