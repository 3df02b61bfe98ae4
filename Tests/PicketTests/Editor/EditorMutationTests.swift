import Picket
import Testing

/// Whatever the text is, and wherever the question is asked, there is an answer.
@Suite struct EditorMutationTests {
    private static let streams = 4

    @Test(arguments: 0..<streams) func everyMutationHasAnswers(stream: Int) {
        var mutations = ScriptMutations(seed: 20_261_129 + UInt64(stream))
        var random = SeededGenerator(seed: UInt64(stream))
        for _ in 0..<750 {
            let text = String(decoding: mutations.next(), as: UTF8.self)
            let count = text.utf8.count
            let services = EditorFixture.services
            _ = services.check(text)
            _ = try? services.format(text)
            var end: UInt32 = 0
            for part in services.highlight(text) {
                if part.span.start < end || part.span.end > count {
                    Issue.record("\(part) in \(text.debugDescription)")
                }
                end = part.span.end
            }
            for _ in 0..<2 { ask(services, text, at: Int.random(in: -1...count + 1, using: &random)) }
        }
    }

    private func ask(_ services: EditorServices, _ text: String, at offset: Int) {
        let count = text.utf8.count
        for item in services.complete(text, at: offset) where item.replaced.end > count {
            Issue.record("\(item) in \(text.debugDescription)")
        }
        let places = services.references(text, at: offset).filter { $0.source.name == "script" }
        for place in places + [services.definition(text, at: offset)].compactMap({ $0 }) {
            if Int(place.span.end) > place.source.count { Issue.record("\(place.span) in \(text.debugDescription)") }
        }
        if let hover = services.hover(text, at: offset), Int(hover.span.end) > count {
            Issue.record("\(hover) in \(text.debugDescription)")
        }
    }
}
