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
        guard let files = program.files else { return machine.resume(failure: machine.noFiles()) }
        let path = machine.pendingText
        do {
            machine.resume(value: try files(DataFileRequest(path: path, machine.pendingFileFormat)))
        } catch {
            machine.resume(failure: machine.cannotRead(path, UnreadableFile(error)))
        }
    }

    /// Asks the host for a command. The machine itself executes those that answer at once.
    private func call(_ strand: Strand) -> Step? {
        let pending = strand.machine.pendingCommand
        guard let ticket = driver.open(strand, command: pending.command.name) else {
            strand.machine.resume(response: .late(strand.machine.requestLimit.source))
            driver.scheduler.resume(strand)
            return nil
        }
        return .command(
            CommandCall(
                ticket: Ticket(number: ticket), command: pending.command, arguments: pending.values,
                index: pending.index))
    }
}

extension RunOptions {
    /// Returns the function that gets the events of a run.
    func receiver(_ output: Execution.Output) -> (TimedEvent) -> Void {
        let (onPrint, onEvent, events) = (onPrint, onEvent, events)
        return { timed in
            switch timed.event {
            // At the prompt of a session a bare expression is shown.
            case .printed(let line), .shown(let line):
                if let onPrint { onPrint(line) } else { output.lines.append(line) }
            default: break
            }
            if let onEvent, events.contains(EventKinds(timed.event)) { onEvent(timed) }
        }
    }
}

extension RunResult.Outcome {
    init(_ outcome: Outcome) {
        self =
            switch outcome {
            case .success: .success
            case .exit(let status): .exit(status)
            case .failure(let failure): .failure(failure)
            }
    }
}

extension Program {
    /// Creates the machine of a run.
    func machine(_ options: RunOptions) -> Machine {
        var configuration = configuration
        configuration.secrets = options.secretStore(configuration.commands)
        configuration.limits = options.limits
        configuration.seed = options.seed
        configuration.reportsEverything = options.onEvent != nil && options.events.needsEverything
        let machine = Machine(configuration: configuration)
        machine.setParameters(options.parameters)
        return machine
    }

    /// The problems with the names of given parameters, in order.
    func unknownParameters(_ given: [String: Value]) -> [Diagnostic] {
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
