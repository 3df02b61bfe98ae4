import PicketSyntax

/// The functions of a host, beside those of the language.
package struct FunctionTable: Sendable {
    package private(set) var functions: [HostFunction] = []
    private var positions: [TextKey: Int] = [:]

    package init() {}

    /// Adds a function.
    ///
    /// - Parameter commands: the commands of the same host, whose names are taken.
    ///
    /// - Throws: `RegistrationError` if scripts could not call it, or if its name is taken.
    package mutating func add(_ function: HostFunction, beside commands: CommandTable) throws(RegistrationError) {
        try function.check()
        try HostNames(commands, self).checkFree(function.name)
        positions[TextKey(function.name)] = functions.count
        functions.append(function)
    }

    /// The index of a function by its name.
    package func index(of name: String) -> Int? { functions.isEmpty ? nil : positions[TextKey(name)] }

    /// Whether a name is that of a function of the language or of the host.
    func isFunction(_ name: String) -> Bool { Builtin.named(name) != nil || index(of: name) != nil }

    /// The names of the language's functions and of the host's.
    var allNames: [String] { Builtin.allCases.map(\.name) + functions.map(\.name) }

    /// All functions that scripts may call, those of the language first, for help, completion and hovering.
    package var listings: [FunctionListing] {
        FunctionListing.all
            + functions.map { FunctionListing(name: $0.name, usage: $0.usage, summary: $0.summary) }
    }
}
