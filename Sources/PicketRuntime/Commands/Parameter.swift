/// A parameter of a command, as the checker, help and completion use it.
public struct Parameter: Sendable, Equatable {
    /// The values that its argument accepts.
    public enum Kind: Sendable, Equatable {
        /// A text. A number, boolean or duration is converted to its printed text.
        case text
        /// A whole number within bounds.
        case integer(ClosedRange<Int64>)
        /// `true` or `false`.
        case boolean
        /// A number with a unit, such as `5s`.
        case duration
        /// `key=value,key=value`, or a map.
        case tags
        /// The path of a request. A single value is a path; an interpolated value is one percent-encoded segment.
        case path
        /// Any value, unchanged.
        case value
    }

    /// The source of completions for its values.
    public enum Completion: Sendable, Equatable {
        /// No completions.
        case none
        /// The names of connections on the platform.
        case connections
        /// The paths of files.
        case files
        /// The names of profiles in the configuration.
        case profiles
        /// These words.
        case words([String])
    }

    /// The name before `=`, or the name of a positional word in help.
    public var name: String
    /// The values that its argument accepts.
    public var kind: Kind
    /// Whether a call without this argument is an error.
    public var isRequired: Bool
    /// Whether the argument is positional instead of named.
    public var isPositional: Bool
    /// Whether the value is never shown.
    public var isSecret: Bool
    /// One line for help.
    public var summary: String
    /// The source of completions for its values.
    public var completion: Completion

    /// Creates a parameter. It is named, unless `isPositional` is true.
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

    /// A positional word, such as the name of a connection.
    public static func word(
        _ name: String, isRequired: Bool = true, completion: Completion = .none, summary: String = ""
    ) -> Parameter {
        Parameter(
            name, .text, isRequired: isRequired, isPositional: true, completion: completion, summary: summary)
    }

    /// Describes the kind in one or two words, for messages.
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

    /// Explains how to write a value of this kind.
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
