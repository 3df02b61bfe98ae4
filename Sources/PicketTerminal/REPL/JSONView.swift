import PicketRuntime
import PicketSyntax

/// Formats values as indented JSON with colours.
struct JSONView {
    private let paint: Paint

    init(_ paint: Paint) {
        self.paint = paint
    }

    func text(_ value: Shown<Value>) -> Shown<String> { value.map(text) }

    private func text(_ value: Value) -> String {
        var style = JSONWriter.Style.indented(2)
        if paint.colors { style.paint = { [paint] in JSONView.painted($0, $1, paint) } }
        var json = JSONWriter(style)
        json.value(value)
        return json.text
    }

    private static func painted(_ token: JSONWriter.Style.Token, _ text: String, _ paint: Paint) -> String {
        switch token {
        case .key: paint.name(text)
        case .text: paint(text, Appearance(.yellow))
        case .number, .boolean: paint(text, Appearance(.magenta))
        case .null: paint.faint(text)
        }
    }
}
