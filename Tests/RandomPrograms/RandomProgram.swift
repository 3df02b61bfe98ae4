/// A program of a part of the language, as a tree: it can be written as a script, and says by itself what it prints.
public struct RandomProgram: Sendable {
    /// `let` statements, which defs read and perhaps change.
    var globals: [RandomStatement]
    var definitions: [RandomDefinition]
    var main: [RandomStatement]
    /// Whether a def changes a global: in a parallel loop that is an error.
    public var changesGlobals: Bool
}

struct RandomDefinition: Sendable {
    let name: String
    let parameters: [String]
    let body: [RandomStatement]
}

/// Kinds that a program mixes only where the language takes them.
enum RandomKind: CaseIterable, Sendable {
    case integer, text, boolean, list, map
}

indirect enum RandomExpression: Sendable {
    case integer(Int64)
    case text(String)
    case boolean(Bool)
    case list([RandomExpression])
    case map([(key: String, value: RandomExpression)])
    case variable(String)
    /// `$name[index]`
    case element(String, RandomExpression)
    /// `$name.key`
    case field(String, String)
    case negation(RandomExpression)
    case not(RandomExpression)
    case binary(RandomExpression, String, RandomExpression)
    /// `$name.key ?? fallback`
    case fallback(String, String, RandomExpression)
    case length(RandomExpression)
    case call(String, [RandomExpression])
    /// Texts and values between them, in quotes.
    case interpolation([RandomExpression])
}

indirect enum RandomStatement: Sendable {
    case declaration(String, RandomExpression)
    case change(String, RandomExpression)
    case elementChange(String, RandomExpression, RandomExpression)
    case fieldChange(String, String, RandomExpression)
    case append(String, RandomExpression)
    case print([RandomExpression])
    case condition(RandomExpression, [RandomStatement], [RandomStatement])
    /// Runs while a counter of its own is below a bound.
    case whileLoop(String, Int64, [RandomStatement])
    case rangeLoop(String, RandomExpression, RandomExpression, isClosed: Bool, [RandomStatement])
    case listLoop(String, RandomExpression, [RandomStatement])
    case mapLoop(String, String, RandomExpression, [RandomStatement])
    case leave
    case proceed
    case attempt([RandomStatement], String?, [RandomStatement]?, [RandomStatement]?)
    case deferred([RandomStatement])
    case failure(RandomExpression)
    case expectation(RandomExpression)
    case result(RandomExpression)
    case call(String, [RandomExpression])
}
