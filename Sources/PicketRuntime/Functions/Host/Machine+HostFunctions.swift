import PicketSyntax

/// Calls functions of the host.
extension Machine {
    /// The cost of a call without its arguments and its result.
    private static let ticksPerHostCall = 4

    /// Calls a function of the host with the arguments from register A on. An omitted argument is missing.
    func callHost(_ instruction: Instruction) throws(Failure) {
        let function = configuration.functions[instruction.wide]
        charge(ticks: Machine.ticksPerHostCall)
        let (arguments, holdSecret) = try takeArguments(at: instruction.a, count: Int(instruction.flag))
        let result: Value
        defer { yieldIfRaised() }
        do {
            result = try function.body(arguments)
        } catch {
            throw failed(function, error)
        }
        setRegister(instruction.a, try admitted(result, isSecret: holdSecret))
    }

    /// The arguments as the host gets them, and whether any part of them is secret.
    private func takeArguments(at base: Int, count: Int) throws(Failure) -> ([Value?], holdSecret: Bool) {
        var copy = CopySize(limit: allowedBytes)
        for position in 0..<count { copy.add(register(base + position * 16)) }
        try demand(copy)
        let arguments = (0..<count).map { position in
            let cell = register(base + position * 16)
            return cell.isValue ? cell.value : nil
        }
        return (arguments, copy.holdsSecret)
    }

    /// The failure of a body that threw an error.
    private func failed(_ function: HostFunction, _ error: any Error) -> Failure {
        if let mismatch = error as? ValueMismatch { return unfit(mismatch, function) }
        let thrown = ThrownError(error, configuration.failureText)
        if let error = thrown.scriptError { learn(.map(error.fields)) }
        var failure = fault(
            thrown.scriptError?.code ?? .functionFailed, "`\(function.name)`: \(thrown.message)", label: "failed",
            help: thrown.scriptError?.help.map(redacted))
        failure.thrown = thrown
        return failure
    }

    /// The failure of an argument or a result that has the wrong type.
    private func unfit(_ mismatch: ValueMismatch, _ function: HostFunction) -> Failure {
        guard case .argument(let name)? = mismatch.path.first else {
            return fault(
                .functionFailed, "`\(function.name)` has no result for a script: \(mismatch)", label: "failed")
        }
        var failure = fault(
            .wrongArgument,
            "`\(mismatch.pathText)` of `\(function.name)` takes \(mismatch.wanted), not \(mismatch.got)",
            label: "`\(name)` does not fit", help: "`\(function.usage)`")
        failure.thrown = ThrownError(mismatch, message: "\(mismatch)")
        return failure
    }
}
