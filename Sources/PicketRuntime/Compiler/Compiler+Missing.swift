import PicketSyntax

/// What keeps *missing* from becoming a value of a script: it may only pass through `??`, `exists` and expectations.
extension Compiler {
    /// A default reads only the parameters before its own: those behind it have no value yet when it is computed.
    func checkDefaults(of definition: Definition) {
        let source = context.source
        var positions: [[UInt8]: Int] = [:]
        for (position, parameter) in definition.parameters.enumerated() {
            positions[Array(source.bytes(parameter.name.span))] = position
        }
        for (position, parameter) in definition.parameters.enumerated() {
            guard let value = parameter.defaultValue else { continue }
            _ = contains(value) { part in
                guard case .variable(let name) = part, let read = positions[Array(source.bytes(name))],
                    read >= position
                else { return false }
                report(.laterParameter(source.text(name), text(parameter.name), at: location(name)))
                return false
            }
        }
    }

    /// Whether a part of a list or map, which stands in an expectation or in `exists`, can be missing.
    func mayBeMissing(_ part: Expression) -> Bool {
        if context.isInCall { return false }
        switch part {
        case .subject: return true
        case .path(let path): return isSubject(path.base)
        case .group(let inner, _): return mayBeMissing(inner)
        case .binary(let binary): return binary.operation == .coalesce && mayBeMissing(binary.right)
        case .list(let elements, _): return elements.contains { mayBeMissing($0) }
        case .map(let entries, _): return entries.contains { mayBeMissing($0.value) }
        default: return false
        }
    }

    /// A list or map with a missing part is missing as a whole: no container ever holds such a part.
    ///
    /// - Returns: a jump to the end of the code that makes the container; nil if the part cannot be missing.
    func leaveIfMissing(_ part: Expression, in register: Int, container target: Int) -> Int? {
        guard mayBeMissing(part) else { return nil }
        let goesOn = emitJump(.jumpUnlessMissing, a: operand(register), at: part.span)
        loadConstant(.missing, into: target, at: part.span)
        let end = emitJump(at: part.span)
        patch(goesOn)
        return end
    }
}
