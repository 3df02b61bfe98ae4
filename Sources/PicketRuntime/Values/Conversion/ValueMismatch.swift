/// The reason why a value of a script cannot become a value of a Swift type.
///
/// The texts never contain a secret: of a secret only its type is named.
public struct ValueMismatch: Error, Sendable {
    /// A step to the part of the value that does not fit.
    public enum Step: Sendable {
        /// An argument of a call.
        case argument(String)
        /// The value of a key of a map.
        case key(String)
        /// An element of a list, counted from 0.
        case position(Int)
    }

    /// The path to the part that does not fit; empty for the whole value.
    public private(set) var path: [Step] = []
    /// What is due, such as `an integer from 0 to 255`.
    public let wanted: String
    /// What was found, such as `a string`.
    public let got: String

    /// Creates a mismatch from two phrases: what was wanted, and what was given.
    public init(wanted: String, got: String) {
        self.wanted = wanted
        self.got = got
    }

    /// A mismatch with the type of a value.
    public init(wanted: String, _ value: Value) {
        self.init(wanted: wanted, got: value.typeNameWithArticle)
    }

    /// The same mismatch, as seen from the value around it.
    func under(_ step: Step) -> ValueMismatch {
        var outer = self
        outer.path.insert(step, at: 0)
        return outer
    }

    /// The path as in a script: `hosts[2].port`. Empty for the whole value.
    var pathText: String {
        Failure.Difference.text(
            of: path.map { step in
                switch step {
                case .argument(let name), .key(let name): .key(name)
                case .position(let position): .position(position)
                }
            })
    }
}

extension ValueMismatch: CustomStringConvertible {
    /// `hosts[2].port takes an integer, not a string`
    public var description: String {
        path.isEmpty ? "\(wanted) is due, not \(got)" : "`\(pathText)` takes \(wanted), not \(got)"
    }
}

extension Value {
    /// `an integer`; of a secret, the type of the hidden value.
    var typeNameWithArticle: String {
        switch self {
        case .null: "null"
        case .boolean: "a boolean"
        case .integer: "an integer"
        case .float: "a float"
        case .decimal: "a decimal"
        case .duration: "a duration"
        case .string: "a string"
        case .bytes: "bytes"
        case .unreadable: "an unreadable value"
        case .list: "a list"
        case .map: "a map"
        case .secret(let value): value.typeNameWithArticle
        }
    }
}
