import PicketSyntax

/// A function of the host, which scripts call in expressions like a function of the language.
///
///     let double = HostFunction("double", ["x"]) { (x: Int) in x * 2 }
///
/// In a script: `double(21) + 1`, `double(x = $n)`, `"twice is $(double($n))"`.
///
/// The body answers at once, on the thread of the run. Work that waits belongs into a command.
public struct HostFunction: Sendable {
    /// A parameter of a function.
    public struct Parameter: Sendable {
        /// The name, by which a call may give the argument.
        public var name: String
        /// Whether a call may omit it. No required parameter follows an optional one.
        public var isRequired: Bool

        /// Creates a parameter.
        public init(_ name: String, isRequired: Bool = true) {
            self.name = name
            self.isRequired = isRequired
        }
    }

    /// The name by which scripts call it.
    public let name: String
    /// The parameters in their order.
    public let parameters: [Parameter]
    /// One line for help and completion.
    public let summary: String
    /// Answers a call. It gets one element per parameter; nil for an omitted one.
    let body: @Sendable ([Value?]) throws -> Value
    /// The number of the body's own parameters.
    private let arity: Int

    /// Creates a function whose body gets the values as they are. A secret comes as `Value.secret`, and a result that is
    /// computed from a secret is secret without any work of the body.
    ///
    /// - Parameter body: gets one element per parameter, nil for an omitted one. It may throw a `ScriptError`, or any
    ///   other error.
    public init(
        _ name: String, parameters: [Parameter], summary: String = "",
        values body: @escaping @Sendable ([Value?]) throws -> Value
    ) {
        self.name = name
        self.parameters = parameters
        self.summary = summary
        self.body = body
        arity = parameters.count
    }

    /// Creates a function with a typed body. An argument of another type fails the call with a message that names the
    /// parameter, the wanted type and the given one. A call may omit an argument whose type is optional.
    ///
    ///     HostFunction("greeting", ["name", "polite"], summary: "a greeting") { (name: String, polite: Bool?) in
    ///         polite == true ? "good day, \(name)" : "hi \(name)"
    ///     }
    // Swift 6.3's cross-module optimization, which release builds use, aborts on the body's parameter pack.
    @_semantics("optimize.no.crossmodule")
    public init<each Argument: ValueConvertible, Result: ValueConvertible>(
        _ name: String, _ parameters: [String] = [], summary: String = "",
        _ body: @escaping @Sendable (repeat each Argument) throws -> Result
    ) {
        var mayBeOmitted: [Bool] = []
        repeat mayBeOmitted.append((each Argument).mayBeOmitted)
        self.name = name
        self.parameters = parameters.enumerated().map { position, name in
            Parameter(name, isRequired: !(position < mayBeOmitted.count && mayBeOmitted[position]))
        }
        self.summary = summary
        arity = mayBeOmitted.count
        self.body = { values in
            var position = -1
            func next<Type: ValueConvertible>(_: Type.Type) throws -> Type {
                position += 1
                do throws(ValueMismatch) {
                    return try Type(scriptValue: values[position] ?? .null)
                } catch {
                    throw error.under(.argument(parameters[position]))
                }
            }
            return try body(repeat try next((each Argument).self)).scriptValue
        }
    }
}

extension HostFunction {
    /// `greeting(name, [polite])`
    public var usage: String {
        "\(name)(\(parameters.map { $0.isRequired ? $0.name : "[\($0.name)]" }.joined(separator: ", ")))"
    }

    var required: Int { parameters.prefix(while: \.isRequired).count }

    static let parameterLimit = 64

    /// Refuses a function that scripts could not call.
    func check() throws(RegistrationError) {
        guard HostNames.isName(name, hasDashes: false) else {
            throw RegistrationError(
                name, .invalidName, "`\(name)` is not the name of a function: a letter, then letters, digits and `_`")
        }
        if parameters.count > Self.parameterLimit {
            throw RegistrationError(
                name, .parameterCount, "`\(name)` has more than \(Self.parameterLimit) parameters")
        }
        if arity != parameters.count {
            throw RegistrationError(
                name, .parameterCount, "`\(name)` has \(parameters.count) names for \(arity) parameters")
        }
        for position in parameters.indices { try checkParameter(at: position) }
    }

    private func checkParameter(at position: Int) throws(RegistrationError) {
        let parameter = parameters[position]
        guard HostNames.isArgumentName(parameter.name) else {
            throw RegistrationError(
                parameter.name, .invalidName, "`\(parameter.name)` of `\(name)` is not the name of a parameter")
        }
        if parameters[..<position].contains(where: { $0.name.hasBytes(of: parameter.name) }) {
            throw RegistrationError(
                parameter.name, .repeatedParameter, "`\(name)` has two parameters `\(parameter.name)`")
        }
        if parameter.isRequired, position > required {
            throw RegistrationError(
                parameter.name, .misplacedParameter,
                "`\(parameter.name)` of `\(name)` is required, but follows an optional parameter")
        }
    }
}
