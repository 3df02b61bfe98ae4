import PicketRuntime
import PicketSyntax

/// Collects all problems with the parameter values of a command line, to report them at once.
struct ParameterProblems {
    private let given: [(name: String, value: String)]
    private var problems: [String] = []
    /// The names of missing parameters, each once.
    private var missing: [String] = []
    private var known: [String] = []

    init(_ given: [(name: String, value: String)]) {
        self.given = given
        var seen: [String] = []
        for (name, _) in given {
            if seen.contains(where: { $0.utf8.elementsEqual(name.utf8) }) {
                add("the parameter `\(name)` is given twice")
            }
            seen.append(name)
        }
    }

    /// Adds the parameters of a script.
    mutating func know(_ parameters: [ScriptParameter]) {
        known += parameters.map(\.name)
    }

    /// Returns the values of a script's parameters, and records the values that are missing or do not fit.
    mutating func values(for parameters: [ScriptParameter]) -> [String: Value] {
        var values: [String: Value] = [:]
        for (name, text) in given {
            guard let parameter = parameters.first(where: { $0.name.utf8.elementsEqual(name.utf8) }) else { continue }
            guard let value = parameter.value(of: text) else {
                add("the parameter `\(name)` takes a value of type \(parameter.kind.rawValue), not `\(text)`")
                continue
            }
            values[name] = value
        }
        for parameter in parameters where parameter.isRequired && !isGiven(parameter.name) {
            if !missing.contains(where: { $0.utf8.elementsEqual(parameter.name.utf8) }) {
                missing.append(parameter.name)
            }
        }
        return values
    }

    /// All problems, a line each; nil if there are none.
    var ending: Ending? {
        var lines = problems
        if let only = missing.first, missing.count == 1 {
            lines.append("the parameter `\(only)` must be given: `\(only)=VALUE`")
        } else if !missing.isEmpty {
            let names = missing.map { "`\($0)`" }.joined(separator: ", ")
            lines.append(
                "the parameters \(names) must be given: `\(missing.map { $0 + "=VALUE" }.joined(separator: " "))`")
        }
        for (name, _) in given where !known.contains(where: { $0.utf8.elementsEqual(name.utf8) }) {
            // A missing parameter is probably the one that was meant.
            let near = nearest(name, in: missing) ?? nearest(name, in: known.sorted())
            lines.append("no script has a parameter `\(name)`" + (near.map { "; did you mean `\($0)`?" } ?? ""))
        }
        return lines.first.map { Ending(ExitStatus.nothingSent, $0, more: Array(lines.dropFirst())) }
    }

    private func isGiven(_ name: String) -> Bool { given.contains { $0.name.utf8.elementsEqual(name.utf8) } }

    private mutating func add(_ problem: String) {
        if !problems.contains(where: { $0.utf8.elementsEqual(problem.utf8) }) { problems.append(problem) }
    }
}
