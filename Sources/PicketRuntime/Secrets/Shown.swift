package import PicketSyntax

/// Content with all secrets hidden.
///
/// Only a `Redactor` creates it, and every outlet requires it: journal, plan, curl script, reports, verbose lines,
/// prompt, history, saved sessions, console. So the compiler rejects a text that was not redacted.
package struct Shown<Content> {
    package let content: Content

    /// Called only by the redactor, and by functions that combine redacted parts.
    fileprivate init(_ content: Content) { self.content = content }

    /// Transforms the content without adding anything: a value into a table, or a report into text.
    package func map<Result>(_ transform: (Content) throws -> Result) rethrows -> Shown<Result> {
        Shown<Result>(try transform(content))
    }
}

extension Shown: Sendable where Content: Sendable {}
extension Shown: Equatable where Content: Equatable {}

/// Content whose texts, keys or numbers may contain a secret.
package protocol Showable {
    /// Returns a copy with every secret hidden. A type calls it for each of its parts.
    func shown(by redactor: Redaction) -> Self
}

/// Hides the parts of a `Showable`. Only `Redactor.show` creates it, so that its results become a `Shown`.
package struct Redaction {
    private let redactor: Redactor

    fileprivate init(_ redactor: Redactor) { self.redactor = redactor }

    /// The fields whose values are always hidden.
    package var fields: SecretFields { redactor.fields }

    /// Replaces every secret in a text by `•••`.
    package func redact(_ text: String) -> String { redactor.redact(text) }
}

extension Redactor {
    /// Redacts content with the secrets known now. Call it as late as possible, because a secret may become known after
    /// a text was created.
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
    /// Redacts keys, texts, numbers and durations of a value, at any depth.
    package func shown(by redactor: Redaction) -> Value {
        switch self {
        case .null, .boolean: return self
        case .secret: return .string(Mask.text)
        case .string(let text): return .string(redactor.redact(text))
        // The content of bytes is never shown.
        case .bytes(let bytes): return .string(redactor.redact(bytes.description))
        case .unreadable(let value): return .string(redactor.redact(value.description))
        case .integer, .float, .decimal, .duration:
            let text = description
            return redactor.redact(text) == text ? self : .string(Mask.text)
        case .list(let elements): return .list(elements.shown(by: redactor))
        case .map(let map): return .map(map.shown(by: redactor))
        }
    }
}

extension ValueMap: Showable {
    /// Redacts a map. Every value of a secret field is hidden, except null, which means that there is none. Hidden keys
    /// stay separate.
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
    /// A constant text of the program.
    package init(stringLiteral text: StaticString) { self.init("\(text)") }
}

extension Shown: ExpressibleByStringInterpolation where Content == String {
    /// A constant text of the program with redacted texts and numbers. Other interpolations do not compile.
    package init(stringInterpolation parts: ShownInterpolation) { self.init(parts.text) }
}

/// Builds a redacted text from its parts.
package struct ShownInterpolation: StringInterpolationProtocol {
    fileprivate var text = ""

    package init(literalCapacity: Int, interpolationCount: Int) { text.reserveCapacity(literalCapacity) }

    package mutating func appendLiteral(_ literal: StaticString) { text += "\(literal)" }
    package mutating func appendInterpolation(_ shown: Shown<String>) { text += shown.content }
    /// Appends a count, a line or a status: a number that does not come from a script or an answer.
    package mutating func appendInterpolation(_ number: Int) { text += String(number) }
    package mutating func appendInterpolation(nanoseconds: Int64) { text += DurationText.language(nanoseconds) }
}

extension Shown where Content == String {
    package static func + (left: Shown, right: Shown) -> Shown { Shown(left.content + right.content) }
    package static func += (left: inout Shown, right: Shown) { left = left + right }

    /// A computed text of the program that must not be redacted: the name of a command, a hash, a salt, a seed, or a
    /// time. Never pass a text from a script or an answer.
    package static func own(_ text: String) -> Shown { Shown(text) }

    /// The platform's URL, without user information and query. It identifies the platform of a run.
    package static func address(_ text: String) -> Shown { Shown(text) }

    package var value: Shown<Value> { map { .string($0) } }

    /// A user's script without redaction, only for `picket fmt`, whose output is the script that the user named.
    package static func verbatim(_ script: SourceFile) -> Shown { Shown(script.text(script.span)) }
}

// MARK: Values that are put together

extension Shown where Content == Value {
    package static var null: Shown { Shown(.null) }
    /// A count, a status or a duration of the program.
    package static func number(_ value: Int64) -> Shown { Shown(.integer(value)) }
    package static func boolean(_ value: Bool) -> Shown { Shown(.boolean(value)) }
    package static func list(_ elements: [Shown]) -> Shown { Shown(.list(elements.map(\.content))) }
    /// A word of the program.
    package static func text(_ text: Shown<String>) -> Shown { text.value }
}

extension Shown where Content == ValueMap {
    /// Creates an empty map.
    package init() { self.init(ValueMap()) }

    package var value: Shown<Value> { map { .map($0) } }

    /// An entry whose key is a word of the program, such as of a file format. Setting nil adds nothing.
    package subscript(key: StaticString) -> Shown<Value>? {
        get { content["\(key)"].map { Shown<Value>($0) } }
        set {
            guard let newValue else { return }
            var map = content
            map["\(key)"] = newValue.content
            self = Shown(map)
        }
    }

    /// Sets an entry with a redacted key.
    package mutating func set(_ key: Shown<String>, to value: Shown<Value>) {
        var map = content
        map[key.content] = value.content
        self = Shown(map)
    }
}
