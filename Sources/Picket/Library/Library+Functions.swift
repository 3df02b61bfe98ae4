public import PicketRuntime

extension Library {
    /// Adds a function that scripts call in expressions.
    ///
    ///     try library.add(function: "greeting", "name", "polite") { (name: String, polite: Bool?) in
    ///         polite == true ? "good day, \(name)" : "hi \(name)"
    ///     }
    ///
    /// In a script: `print greeting(world)`, `let g = greeting(name = $n, polite = true)`.
    ///
    /// The body runs on the thread of the script and must not wait. Arguments and the result are Swift values; see
    /// `ValueConvertible`, which `Codable` types may adopt. A call may omit an argument whose type is optional. An
    /// argument of another type fails the call, and so does an error that the body throws, such as a `ScriptError`.
    ///
    /// - Parameters:
    ///
    ///   - name: a letter or `_`, then letters, digits and `_`.
    ///
    ///   - parameters: the names of the body's parameters, in order.
    ///
    ///   - summary: one line for help and completion.
    ///
    ///   - body: what a call does.
    ///
    /// - Throws: `RegistrationError` if a script could not call it, or if its name is taken.
    // Swift 6.3's cross-module optimization, which release builds use, aborts on the body's parameter pack.
    @_semantics("optimize.no.crossmodule")
    public mutating func add<each Argument: ValueConvertible, Result: ValueConvertible>(
        function name: String, _ parameters: String..., summary: String = "",
        _ body: @escaping @Sendable (repeat each Argument) throws -> Result
    ) throws(RegistrationError) {
        try add(HostFunction(name, parameters, summary: summary, body))
    }

    /// Adds a function, such as one whose body gets the values of the script as they are.
    ///
    /// - Throws: `RegistrationError` if a script could not call it, or if its name is taken.
    public mutating func add(_ function: HostFunction) throws(RegistrationError) {
        try functions.add(function, beside: commands)
    }
}
