import CPicket
import Picket
import Synchronization

final class RunHandle: Handle {
    /// The last step. Indirect, because a memory checker cannot follow the bits of an enum with several parts in a row.
    indirect enum Moment {
        case none
        case command(CommandCall, number: UInt64)
        case cancel(number: UInt64)
        case waiting(until: Int64)
        case done(RunResult, ProblemsHandle)
    }

    private let execution: Execution
    let eventText: EventText
    private(set) var moment = Moment.none
    let output = Kept<String>()
    /// The events of the kinds that the host asked for.
    let events = Kept<TimedEvent>()
    /// The commands without an answer, by the number that the host knows.
    private var open: [UInt64: Ticket] = [:]
    private var numbers: [Ticket: UInt64] = [:]
    private var lastNumber: UInt64 = 0

    init(_ program: Program, _ options: RunOptions) {
        var options = options
        let output = output
        options.onPrint = { output.append($0) }
        let events = events
        if !options.events.isEmpty { options.onEvent = { events.append($0) } }
        execution = Execution(program, options)
        eventText = execution.eventText
    }

    var interruption: Interruption { execution.interruption }

    func next() -> picket_step {
        texts.removeAll()
        switch execution.next() {
        case .command(let call):
            lastNumber += 1
            open[lastNumber] = call.ticket
            numbers[call.ticket] = lastNumber
            moment = .command(call, number: lastNumber)
            return PICKET_COMMAND
        case .cancel(let ticket):
            moment = .cancel(number: numbers[ticket] ?? 0)
            return PICKET_CANCEL
        case .waiting(let time):
            moment = .waiting(until: time ?? .max)
            return PICKET_WAITING
        case .yielded:
            moment = .none
            return PICKET_YIELDED
        case .done(let result):
            if case .done = moment { return PICKET_DONE }
            moment = .done(result, ProblemsHandle(result.problems))
            (open, numbers) = ([:], [:])
            return PICKET_DONE
        }
    }

    /// Answers an open command. The answer is made first, so that a faulty one leaves the command open.
    func resume(_ number: UInt64, _ make: () throws(CallProblem) -> Answer) throws(CallProblem) {
        guard let ticket = open[number] else { throw CallProblem(PICKET_NO_TICKET) }
        let answer = try make()
        open[number] = nil
        numbers[ticket] = nil
        switch answer {
        case .value(let value): execution.resume(ticket, with: value)
        case .response(let response): execution.resume(ticket, with: response)
        case .error(let error): execution.resume(ticket, throwing: error)
        }
    }

    enum Answer {
        case value(Value)
        case response(Response)
        case error(ScriptError)
    }

    /// The command of the last step; nil if it is none.
    var call: CommandCall? {
        if case .command(let call, _) = moment { call } else { nil }
    }

    /// The result; nil before the end.
    var result: RunResult? {
        if case .done(let result, _) = moment { result } else { nil }
    }
}

/// What a run has emitted and the host has not dropped.
final class Kept<Element: Sendable>: Sendable {
    private let elements = Mutex<[Element]>([])

    var count: Int { elements.withLock { $0.count } }

    func append(_ element: Element) { elements.withLock { $0.append(element) } }

    func removeAll() { elements.withLock { $0 = [] } }

    subscript(index: Int) -> Element? {
        elements.withLock { $0.indices.contains(index) ? $0[index] : nil }
    }
}
