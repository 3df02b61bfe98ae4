/// A parameter of a command: what checking, help and completion know about it.
public struct Parameter: Sendable, Equatable {
    /// What its argument may be.
    public enum Kind: Sendable, Equatable {
        /// The text of a word or string; a number, boolean or duration gives its printed text.
        case text
        /// A whole number within bounds.
        case integer(ClosedRange<Int64>)
        case boolean
        case duration
        /// `key=value,key=value`, or a map.
        case tags
        /// The path of a request: one value is a path, and what is put into a text is one percent-encoded segment each.
        case path
        /// Anything, as it is.
        case value
    }

    /// Where completion finds values.
    public enum Completion: Sendable, Equatable {
        case none, connections, files, profiles
        case words([String])
    }

    public var name: String
    public var kind: Kind
    public var isRequired: Bool
    /// Given by its place among the words rather than by name.
    public var isPositional: Bool
    /// Its value is never shown.
    public var isSecret: Bool
    /// One line for help.
    public var summary: String
    public var completion: Completion

    public init(
        _ name: String, _ kind: Kind = .text, isRequired: Bool = true, isPositional: Bool = false,
        isSecret: Bool = false, completion: Completion = .none, summary: String = ""
    ) {
        self.name = name
        self.kind = kind
        self.isRequired = isRequired
        self.isPositional = isPositional
        self.isSecret = isSecret
        self.completion = completion
        self.summary = summary
    }

    /// A word in its place, such as the name of a connection.
    public static func word(
        _ name: String, isRequired: Bool = true, completion: Completion = .none, summary: String = ""
    ) -> Parameter {
        Parameter(
            name, .text, isRequired: isRequired, isPositional: true, completion: completion, summary: summary)
    }

    /// The kind in a word or two, for messages.
    var kindName: String {
        switch kind {
        case .text, .path: return "text"
        case .integer: return "an integer"
        case .boolean: return "a boolean"
        case .duration: return "a duration"
        case .tags: return "tags"
        case .value: return "a value"
        }
    }

    /// How a value of its kind is written.
    var advice: String? {
        switch kind {
        case .text: return "a text is a word or a string: `\(name)=word`, `\(name)=\"some words\"`"
        case .integer(let bounds):
            return "digits alone, such as `\(name)=\(bounds.contains(5_432) ? 5_432 : bounds.lowerBound)`"
        case .boolean: return "`\(name)=true` or `\(name)=false`"
        case .duration: return "a duration has a unit (ms, s, m or h): `\(name)=5s`"
        case .tags: return "for example `\(name)=\"application=sales,environment=production\"`"
        case .path: return "a path begins with a slash: `/ds-api/users`"
        case .value: return nil
        }
    }
}
