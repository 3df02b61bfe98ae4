import PicketRuntime

/// Values as indented JSON (RFC 8259), coloured.
struct JSONView {
    private let paint: Paint

    init(_ paint: Paint) {
        self.paint = paint
    }

    func lines(_ value: Value) -> [String] {
        var writer = Writer(paint: paint)
        writer.append(value)
        return writer.lines + [writer.current]
    }

    private struct Writer {
        let paint: Paint
        var lines: [String] = []
        var current = ""
        var depth = 0

        mutating func append(_ value: Value) {
            switch value {
            case .map(let map) where map.count > 0:
                open("{")
                for (index, key) in map.keys.enumerated() {
                    current += paint.name(JSONView.quoted(key)) + ": "
                    append(map.values[index])
                    end(isLast: index == map.count - 1)
                }
                close("}")
            case .list(let elements) where !elements.isEmpty:
                open("[")
                for (index, element) in elements.enumerated() {
                    append(element)
                    end(isLast: index == elements.count - 1)
                }
                close("]")
            case .map: current += "{}"
            case .list: current += "[]"
            case .string(let text): current += paint(JSONView.quoted(text), Appearance(.yellow))
            case .duration: current += JSONView.quoted(value.description)
            case .secret: current += JSONView.quoted("•••")
            case .null: current += paint.faint("null")
            default: current += paint(value.description, Appearance(.magenta))
            }
        }

        private mutating func open(_ bracket: String) {
            current += bracket
            depth += 1
            newLine()
        }

        private mutating func end(isLast: Bool) {
            if !isLast { current += "," }
            if isLast { depth -= 1 }
            newLine()
        }

        private mutating func close(_ bracket: String) { current += bracket }

        private mutating func newLine() {
            lines.append(current)
            current = String(repeating: "  ", count: depth)
        }
    }

    /// As a JSON string (RFC 8259, section 7), controls escaped.
    static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": result += "\\\(scalar)"
            case "\n": result += "\\n"
            case "\t": result += "\\t"
            case _ where scalar.value < 0x20 || scalar.value >= 0x7F && scalar.value < 0xA0:
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
