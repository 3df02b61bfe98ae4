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
    /// - Returns: why the function was not added, as a sentence for the host's developer; nil if it was.
    package mutating func add(_ function: HostFunction, beside commands: CommandTable) -> String? {
        if let problem = function.problem ?? clash(of: function.name, commands) { return problem }
        positions[TextKey(function.name)] = functions.count
        functions.append(function)
        return nil
    }

    private func clash(of name: String, _ commands: CommandTable) -> String? {
        if Builtin.named(name) != nil { return "`\(name)` is a function of the language" }
        if index(of: name) != nil { return "there is a function `\(name)` already" }
        return commands.index(of: name) == nil ? nil : "there is a command `\(name)` already"
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
