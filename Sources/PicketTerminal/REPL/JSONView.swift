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
        style.paint = { [paint] in JSONView.painted($0, JSONView.harmless($1), paint) }
        var json = JSONWriter(style)
        json.value(value)
        return json.text
    }

    /// Returns a token that no terminal obeys. JSON has an escape for each code unit, so it is still the same JSON.
    private static func harmless(_ token: String) -> String {
        guard token.unicodeScalars.contains(where: \.drivesTerminal) else { return token }
        var result = ""
        for scalar in token.unicodeScalars {
            guard scalar.drivesTerminal else {
                result.unicodeScalars.append(scalar)
                continue
            }
            for unit in UTF16.encode(scalar) ?? UTF16.encodedReplacementCharacter {
                let digits = String(unit, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            }
        }
        return result
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
