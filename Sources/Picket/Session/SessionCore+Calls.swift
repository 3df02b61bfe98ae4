internal import PicketRuntime
internal import PicketSyntax

/// Calls of defs by the host.
extension SessionCore {
    /// Calls a def by a text of its own, whose names are forgotten.
    func call(
        _ name: String, _ values: [Value], _ named: [String: Value], _ turn: Turn
    ) async -> (value: Value?, result: RunResult) {
        let earlier = compiler.session
        defer { compiler.forgetNames(since: earlier) }
        if let problem = problem(calling: name, named) { return (nil, refused(ScriptRefused([problem]))) }
        var parameters: [String: Value] = [:]
        var arguments: [String] = []
        var declarations = ""
        func argument(_ value: Value) -> String {
            let argument = freeName("_argument\(arguments.count)")
            parameters[argument] = value
            declarations += "param \(argument) = null\n"
            return "$" + argument
        }
        for value in values { arguments.append(argument(value)) }
        for (parameter, value) in named.sorted(by: { $0.key < $1.key }) {
            arguments.append("\(parameter) = \(argument(value))")
        }
        let answer = freeName("_answer")
        let text = "\(declarations)let \(answer) = \(name)(\(arguments.joined(separator: ", ")))\n"
        let result = await run(
            ScriptText("call of \(name)", text), parameters, turn,
            ownNames: Array(parameters.keys) + [answer])
        guard result.isSuccess else { return (nil, result) }
        guard let value = value(of: answer) else {
            return (nil, result.failed(machine.answerTooLarge(of: name)))
        }
        return (value, result)
    }

    /// A name that no text of the session has declared.
    private func freeName(_ name: String) -> String {
        var name = name
        while compiler.session.location(ofGlobal: name) != nil || compiler.signature(of: name) != nil { name += "_" }
        return name
    }

    /// Why a call cannot become a text: there is no such def, or a name is none.
    private func problem(calling name: String, _ named: [String: Value]) -> Diagnostic? {
        guard compiler.names.functions.contains(where: { $0.utf8.elementsEqual(name.utf8) }) else {
            return Diagnostic(
                .unknownFunction, message: "the session has no def `\(name)`", at: nil,
                help: nearest(name, in: compiler.names.functions).map { "did you mean `\($0)`?" })
        }
        guard let odd = named.keys.sorted().first(where: { !HostNames.isName($0, hasDashes: true) }) else {
            return nil
        }
        return Diagnostic(.unknownArgument, message: "`\(name)` has no parameter `\(odd)`", at: nil)
    }
}
