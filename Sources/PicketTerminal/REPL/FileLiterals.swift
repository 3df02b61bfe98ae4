import Picket
import PicketSyntax

/// The literals of a text that name files and environment variables: `csv("x.csv")`, `include x`, `save=x`, `env("X")`.
struct FileLiterals {
    enum Kind {
        /// A file that is read or written when the statement runs.
        case data
        case include
        case environment
    }

    struct Literal {
        let kind: Kind
        /// The place of the literal with its quotes.
        let place: Range<Int>
        let text: String
    }

    private(set) var all: [Literal] = []
    private let bytes: [UInt8]

    init(_ text: String) {
        bytes = Array(text.utf8)
        for (span, role) in highlight(SourceFile(name: "", bytes: bytes)) {
            let place = Int(span.start)..<Int(span.end)
            switch role {
            case .string, .escape, .comment, .variable: continue
            default: if let found = literal(after: place) { all.append(found) }
            }
        }
    }

    private func literal(after place: Range<Int>) -> Literal? {
        let word = bytes[place]
        let isName = { (name: StaticString) in
            word.elementsEqual(UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount))
        }
        if isName("csv") || isName("json") || isName("yaml") || isName("lines") {
            return argument(.data, place.upperBound)
        }
        if isName("env") { return argument(.environment, place.upperBound) }
        if isName("include") { return value(.include, skippingBlanks(place.upperBound), mayBeWord: true) }
        guard isName("save") else { return nil }
        let equals = skippingBlanks(place.upperBound)
        guard byte(equals) == UInt8(ascii: "=") else { return nil }
        return value(.data, equals + 1, mayBeWord: true)
    }

    /// The first argument of a call.
    private func argument(_ kind: Kind, _ end: Int) -> Literal? {
        let bracket = skippingBlanks(end)
        guard byte(bracket) == UInt8(ascii: "(") else { return nil }
        return value(kind, skippingBlanks(bracket + 1), mayBeWord: false)
    }

    /// A literal without anything computed; nil for any other value.
    private func value(_ kind: Kind, _ start: Int, mayBeWord: Bool) -> Literal? {
        guard let first = byte(start) else { return nil }
        if first == UInt8(ascii: "\"") || first == UInt8(ascii: "'") {
            guard let end = bytes[(start + 1)...].firstIndex(where: { $0 == first || $0 == UInt8(ascii: "\n") }),
                bytes[end] == first
            else { return nil }
            return literal(kind, start..<(end + 1), bytes[(start + 1)..<end])
        }
        guard mayBeWord else { return nil }
        let end = bytes[start...].firstIndex { " \t\r\n;)}(\"'".utf8.contains($0) } ?? bytes.count
        return literal(kind, start..<end, bytes[start..<end])
    }

    private func literal(_ kind: Kind, _ place: Range<Int>, _ text: ArraySlice<UInt8>) -> Literal? {
        guard !text.isEmpty, !text.contains(UInt8(ascii: "$")), !text.contains(UInt8(ascii: "\\")) else { return nil }
        return Literal(kind: kind, place: place, text: String(decoding: text, as: UTF8.self))
    }

    private func skippingBlanks(_ start: Int) -> Int {
        var index = start
        while let byte = byte(index), byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") { index += 1 }
        return index
    }

    private func byte(_ index: Int) -> UInt8? { index < bytes.count ? bytes[index] : nil }

    /// The environment variables that must be set: those that are read without a default by `??`.
    var requiredVariables: [String] {
        var names: [String] = []
        for literal in all where literal.kind == .environment {
            let bracket = skippingBlanks(literal.place.upperBound)
            let next = skippingBlanks(bracket + 1)
            let hasDefault =
                byte(bracket) == UInt8(ascii: ")")
                && bytes[min(next, bytes.count)...].prefix(2).elementsEqual("??".utf8)
            if !hasDefault, !names.contains(where: { $0.hasBytes(of: literal.text) }) { names.append(literal.text) }
        }
        return names
    }

    /// Returns the text with other literals for its files.
    ///
    /// - Parameter replace: Returns another path; nil to keep the literal.
    func replacing(_ replace: (Literal) -> String?) -> String {
        var result: [UInt8] = []
        var end = 0
        for literal in all where literal.kind != .environment {
            guard literal.place.lowerBound >= end, let path = replace(literal) else { continue }
            result += bytes[end..<literal.place.lowerBound] + Array(SourceForm.doublyQuoted(path).utf8)
            end = literal.place.upperBound
        }
        return String(decoding: result + bytes[end...], as: UTF8.self)
    }
}
