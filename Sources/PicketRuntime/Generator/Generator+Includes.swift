import PicketSyntax

extension Generator {
    /// Generates the file's top level as a function of its own that runs in the same frame.
    func compile(_ node: IncludeStatement) {
        let arguments = compileArguments(of: node)
        guard let prepared = includes[node.span.start], let script = prepared.script else { return }
        let outer = (context, names, includes, includeArguments)
        let index = reserve()
        context = FunctionContext(.topLevel, name: "", source: script.source, firstRegister: outer.0.nextRegister)
        names = NameReader(resolution.names(of: script.source))
        (includes, includeArguments) = (prepared.included, arguments)
        includeDepth += 1
        makeTopLevel(script.statements, ending: .endInclude, index: index)
        includeDepth -= 1
        (context, names, includes, includeArguments) = outer
        emit(Instruction(.include, wide: Int32(index)), at: node.path.span)
    }

    /// Computes the arguments of an `include`; returns their registers by parameter.
    private func compileArguments(of node: IncludeStatement) -> [TextKey: Int] {
        var registers: [TextKey: Int] = [:]
        for argument in node.arguments {
            guard case .named(let name) = argument.form else { continue }
            let register = allocate()
            compileShared(argument.value, into: register)
            registers[TextKey(text(name))] = register
        }
        return registers
    }
}
