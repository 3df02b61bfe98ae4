internal import PicketRuntime
internal import PicketSyntax

/// Answers the requests of a run: what the options say at once, sleeps by the driver, commands by the host.
extension Execution {
    /// Answers a request, or returns the step that asks the host for the answer.
    func serve(_ request: Scheduler.Request) -> Step? {
        let machine = request.strand.machine
        switch request.signal {
        case .command: return call(request.strand)
        case .sleep:
            driver.sleep(request.strand, for: machine.pendingDelay)
            return nil
        case .monotonicClock: machine.resume(value: .integer(options.clock.nanoseconds))
        case .wallClock: machine.resume(value: .string(options.clock.text))
        case .environment: machine.resume(value: options.environment.value(machine.pendingText) ?? .null)
        case .test:
            let test = machine.pendingTest
            machine.resume(value: .boolean(options.selectsTest(test.name, test.tags)))
        case .file: readFile(machine)
        case .secret, .finished, .events, .parallel, .yielded: break
        }
        driver.scheduler.resume(request.strand)
        return nil
    }

    private func readFile(_ machine: Machine) {
        let path = machine.pendingText
        guard let read = program.fileReader else { return machine.resume(failure: machine.noFiles()) }
        switch read(path, machine.pendingFileFormat) {
        case .value(let value): machine.resume(value: value)
        case .problem(let problem): machine.resume(failure: machine.cannotRead(path, problem))
        }
    }

    /// Asks the host for a command. The machine itself executes those that answer at once.
    private func call(_ strand: Strand) -> Step? {
        let pending = strand.machine.pendingCommand
        guard let ticket = driver.open(strand, command: pending.command.name) else { return nil }
        return .command(run.call(pending, ticket))
    }
}

extension RunResult.Outcome {
    package init(_ outcome: Outcome) {
        self =
            switch outcome {
            case .success: .success
            case .exit(let status): .exit(status)
            case .failure(let failure): .failure(failure)
            }
    }
}

extension Program {
    /// What a host has to say of a file.
    package enum FileAnswer {
        case value(Value)
        case problem(UnreadableFile)
    }

    /// Reads a data file; nil for a host without files.
    package var fileReader: (@Sendable (_ path: String, _ format: FileFormat) -> FileAnswer)? {
        guard let files else { return nil }
        return { path, format in
            do {
                return .value(try files(DataFileRequest(path: path, format)))
            } catch {
                return .problem(UnreadableFile(error))
            }
        }
    }

    /// Creates the machine of a run.
    func machine(_ options: RunOptions, _ part: ProgramRun.DriverPart = .init()) -> Machine {
        var configuration = part.onlyPlans ? planning : configuration
        configuration.secrets = options.secretStore(configuration.commands, part.secrets)
        configuration.limits = options.limits
        configuration.seed = part.seed ?? options.seed
        configuration.reportsEverything =
            part.observesEverything || options.onEvent != nil && options.events.needsEverything
        let machine = Machine(configuration: configuration)
        machine.setParameters(options.parameters)
        return machine
    }

    /// The problems with the names of given parameters, in order.
    package func unknownParameters(_ given: [String: Value]) -> [Diagnostic] {
        guard !given.isEmpty else { return [] }
        let known = parameters.map(\.name)
        let unknown = given.keys.filter { name in !known.contains { $0.utf8.elementsEqual(name.utf8) } }
        return unknown.sorted().map { name in
            Diagnostic(
                .unknownParameter, message: "the script has no parameter `\(name)`", at: nil,
                help: nearest(name, in: known).map { "did you mean `\($0)`?" })
        }
    }
}
