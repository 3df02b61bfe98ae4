package import PicketSyntax

/// Content that people may see: every secret in it is hidden.
///
/// Only a `Redactor` makes one, and every outlet takes nothing else: journal, plan, curl script, reports, verbose lines, prompt,
/// history, saved sessions, console. So the compiler finds a text that nobody has looked at.
package struct Shown<Content> {
    package let content: Content

    /// The redactor alone calls it, and what puts shown parts together.
    fileprivate init(_ content: Content) { self.content = content }

    /// Makes something else of the content, and of the content alone: a table of a value, the text of a report.
    package func map<Result>(_ transform: (Content) throws -> Result) rethrows -> Shown<Result> {
        Shown<Result>(try transform(content))
    }
}

extension Shown: Sendable where Content: Sendable {}
extension Shown: Equatable where Content: Equatable {}

/// Content that holds texts, keys or numbers in which a secret may stand.
package protocol Showable {
    /// The same with every secret hidden; a type calls it for each of its parts.
    func shown(by redactor: Redaction) -> Self
}

/// What a `Showable` hides its parts with. `Redactor.show` alone makes one, so that what it gives out becomes a `Shown`.
package struct Redaction {
    private let redactor: Redactor

    fileprivate init(_ redactor: Redactor) { self.redactor = redactor }

    /// The fields whose values are hidden whatever they are.
    package var fields: SecretFields { redactor.fields }

    /// The text with every secret replaced by `•••`.
    package func redact(_ text: String) -> String { redactor.redact(text) }
}

extension Redactor {
    /// The content as people may see it, by what is known to be secret now. Show as late as you can: a secret may become
    /// known after a text was made.
    package func show<Content: Showable>(_ content: Content) -> Shown<Content> {
        Shown(content.shown(by: Redaction(self)))
    }
}

extension String: Showable {
    package func shown(by redactor: Redaction) -> String { redactor.redact(self) }
}

extension Optional: Showable where Wrapped: Showable {
    package func shown(by redactor: Redaction) -> Wrapped? { map { $0.shown(by: redactor) } }
}

extension Array: Showable where Element: Showable {
    package func shown(by redactor: Redaction) -> [Element] { map { $0.shown(by: redactor) } }
}

extension Value: Showable {
    /// The one walk from a value to what is shown of it: keys, texts, numbers and durations, at any depth.
    package func shown(by redactor: Redaction) -> Value {
        switch self {
        case .null, .boolean: return self
        case .secret: return .string(Mask.text)
        case .string(let text): return .string(redactor.redact(text))
        // What bytes hold is nobody's to see, and no outlet gets it.
        case .bytes(let bytes): return .string(redactor.redact(bytes.description))
        case .integer, .float, .decimal, .duration:
            let text = description
            return redactor.redact(text) == text ? self : .string(Mask.text)
        case .list(let elements): return .list(elements.shown(by: redactor))
        case .map(let map): return .map(map.shown(by: redactor))
        }
    }
}

extension ValueMap: Showable {
    /// The value of a secret field is hidden whatever it is; null says that there is none. Keys that are hidden stay apart.
    package func shown(by redactor: Redaction) -> ValueMap {
        var result = ValueMap()
        result.line = line
        for (position, (key, value)) in zip(keys, values).enumerated() {
            let isHidden = value != .null && redactor.fields.contains(key)
            let key = isSecret(keyAt: position) ? Mask.text : redactor.redact(key)
            result.append(shown: key, isHidden ? .string(Mask.text) : value.shown(by: redactor))
        }
        return result
    }
}

// MARK: Texts that are put together

extension Shown: ExpressibleByUnicodeScalarLiteral where Content == String {}
extension Shown: ExpressibleByExtendedGraphemeClusterLiteral where Content == String {}
extension Shown: ExpressibleByStringLiteral where Content == String {
    /// A text of the program itself.
    package init(stringLiteral text: StaticString) { self.init("\(text)") }
}

extension Shown: ExpressibleByStringInterpolation where Content == String {
    /// A text of the program itself with shown texts and numbers in it; any other text does not compile.
    package init(stringInterpolation parts: ShownInterpolation) { self.init(parts.text) }
}

/// Puts a shown text together.
package struct ShownInterpolation: StringInterpolationProtocol {
    fileprivate var text = ""

    package init(literalCapacity: Int, interpolationCount: Int) { text.reserveCapacity(literalCapacity) }

    package mutating func appendLiteral(_ literal: StaticString) { text += "\(literal)" }
    package mutating func appendInterpolation(_ shown: Shown<String>) { text += shown.content }
    /// A count, a line, a status: nothing that came from a script or an answer.
    package mutating func appendInterpolation(_ number: Int) { text += String(number) }
    package mutating func appendInterpolation(nanoseconds: Int64) { text += DurationText.language(nanoseconds) }
}

extension Shown where Content == String {
    package static func + (left: Shown, right: Shown) -> Shown { Shown(left.content + right.content) }
    package static func += (left: inout Shown, right: Shown) { left = left + right }

    /// A text of the program that is no literal and must stay as it is, whatever it looks like: a command's name, a hash, a salt,
    /// a seed, a moment. Nothing from a script or an answer.
    package static func own(_ text: String) -> Shown { Shown(text) }

    /// Where a platform is: a URL without userinfo and query, by which runs are told apart.
    package static func address(_ text: String) -> Shown { Shown(text) }

    package var value: Shown<Value> { map { .string($0) } }

    /// A script of the user as it is, for the command whose output is that script: `picket fmt`. Whoever runs it has named the
    /// file to have it printed; nothing in it is hidden, and nothing else goes this way.
    package static func verbatim(_ script: SourceFile) -> Shown { Shown(script.text(script.span)) }
}

// MARK: Values that are put together

extension Shown where Content == Value {
    package static var null: Shown { Shown(.null) }
    /// A count, a status, a duration of the program's own.
    package static func number(_ value: Int64) -> Shown { Shown(.integer(value)) }
    package static func boolean(_ value: Bool) -> Shown { Shown(.boolean(value)) }
    package static func list(_ elements: [Shown]) -> Shown { Shown(.list(elements.map(\.content))) }
    /// A word of the program's own.
    package static func text(_ text: Shown<String>) -> Shown { text.value }
}

extension Shown where Content == ValueMap {
    /// A map without entries.
    package init() { self.init(ValueMap()) }

    package var value: Shown<Value> { map { .map($0) } }

    /// An entry whose key is a word of the program itself, such as of a file format; nil adds nothing.
    package subscript(key: StaticString) -> Shown<Value>? {
        get { content["\(key)"].map { Shown<Value>($0) } }
        set {
            guard let newValue else { return }
            var map = content
            map["\(key)"] = newValue.content
            self = Shown(map)
        }
    }

    /// An entry whose key came from elsewhere.
    package mutating func set(_ key: Shown<String>, to value: Shown<Value>) {
        var map = content
        map[key.content] = value.content
        self = Shown(map)
    }
}
