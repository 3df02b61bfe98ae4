import Picket
import PicketRuntime

/// A host whose time is virtual: what sleeps or waits ends at once, in the order in which it would have ended.
final class ToyHost {
    private let scheduler: Scheduler
    private(set) var events: [Event]
    private var platform = ToyPlatform()
    /// In nanoseconds since the run began.
    private var now: Int64 = 0
    /// What strands wait for, and when it comes.
    private var alarms: [(time: Int64, order: Int, strand: Strand, answer: Response?)] = []
    private var order = 0
    private let options: Options
    private var isInterrupted = false
    /// How often the host was asked for something, before it gives up on a script that never ends.
    private var turns = 0

    struct Options {
        /// In nanoseconds.
        var deadline: Int64?
        /// When somebody presses ^C.
        var interruption: Int64?
        var continuesOnError = false
        var hasFiles = true
    }

    static let environment = ["PG_PASSWORD": "correct-horse-battery", "EMPTY": "", "PORT": "9342"]

    static let files: [String: Value] = [
        "fleet.csv": table([
            ["name": "pg_1", "host": "pg-rh-2855", "port": 9342, "code": "0123"],
            ["name": "pg_2", "host": "pg-rh-2856", "port": 9343, "code": "11.10"],
        ]),
        "flags.csv": table([["on": true], ["on": "maybe"]]),
        "settings.json": ["host": "pg-json", "nested": ["list": [1, 2.5, true, .null]]],
        "numbers.json": [
            "id": .decimal("18446744073709551615"), "same": .decimal("18446744073709551615"),
            "small": .decimal("1e-400"),
        ],
        "settings.yaml": ["host": "pg-yaml"],
        "inventory.yaml": [
            "sales": [
                "host": "pg-sales", "port": 9342, "user": "monitor",
                "key": .unreadable(UnreadableValue(tag: "!vault", line: 5)),
            ],
            "tokens": ["first", .unreadable(UnreadableValue(tag: "!env", line: 7))],
        ],
        "names.txt": ["pg_1", "pg_2"],
    ]

    /// Rows as a reader gives them: the first stands below the names of the columns.
    private static func table(_ rows: [ValueMap]) -> Value {
        .list(
            rows.enumerated().map { position, row in
                var row = row
                row.line = position + 2
                return .map(row)
            })
    }

    init(_ machine: Machine, _ options: Options) {
        let sink = EventSink()
        scheduler = Scheduler(machine, continuesOnError: options.continuesOnError) { sink.events.append($0) }
        events = []
        self.options = options
        self.sink = sink
    }

    private final class EventSink {
        var events: [Event] = []
    }

    private let sink: EventSink

    func run() -> Outcome {
        while scheduler.outcome == nil {
            if let request = scheduler.next() {
                serve(request)
            } else if scheduler.outcome == nil {
                wake()
            }
            if let deadline = options.deadline, now > deadline {
                interrupt(.deadline, "deadline", "the run took too long")
            }
            if let moment = options.interruption, now >= moment {
                interrupt(.interrupted, "interrupted", "the run was interrupted")
            }
            turns += 1
            if turns == 20_000 { interrupt(.interrupted, "interrupted", "the host gave up") }
        }
        events = sink.events
        return scheduler.outcome ?? .success
    }

    private func interrupt(_ kind: Failure.Kind, _ code: DiagnosticCode, _ message: String) {
        guard !isInterrupted else { return }
        isInterrupted = true
        scheduler.interrupt(Failure(kind, Diagnostic(code: code, message: message, at: nil)))
    }

    private func serve(_ request: Scheduler.Request) {
        let strand = request.strand
        let machine = strand.machine
        switch request.signal {
        case .command: return execute(strand)
        case .sleep: return wait(strand, machine.pendingDelay, nil)
        case .yielded: return
        case .monotonicClock: machine.resume(value: .integer(now))
        case .wallClock: machine.resume(value: "2026-11-23T18:00:00.000Z")
        case .environment:
            machine.resume(value: ToyHost.environment[machine.pendingText].map { .string($0) } ?? .null)
        case .test: machine.resume(value: true)
        default:
            if !options.hasFiles {
                machine.resume(failure: machine.noFiles())
            } else if let value = ToyHost.files[machine.pendingText] {
                machine.resume(value: value)
            } else {
                machine.resume(failure: machine.cannotRead(machine.pendingText, "there is no such file"))
            }
        }
        scheduler.resume(strand)
    }

    private func execute(_ strand: Strand) {
        let pending = strand.machine.pendingCommand
        let (response, duration) = platform.answer(pending)
        let bound = strand.machine.requestDeadline
        guard duration > 0 || bound < now else {
            strand.machine.resume(response: response)
            return scheduler.resume(strand)
        }
        let (end, overflow) = now.addingReportingOverflow(duration)
        if overflow || end > bound {
            wait(strand, max(0, bound - now), .failure("no answer within the time limit", .noResponse))
        } else {
            wait(strand, duration, response)
        }
    }

    private func wait(_ strand: Strand, _ duration: Int64, _ answer: Response?) {
        order += 1
        let number = order
        let (time, overflow) = now.addingReportingOverflow(duration)
        alarms.append((overflow ? .max : time, number, strand, answer))
        strand.cancel = { [unowned self] in alarms.removeAll { $0.order == number } }
    }

    private func wake() {
        guard
            let next = alarms.indices.min(by: {
                (alarms[$0].time, alarms[$0].order) < (alarms[$1].time, alarms[$1].order)
            })
        else { return interrupt(.interrupted, "stuck", "nothing is left to wait for") }
        if alarms[next].time > scheduler.testDeadline {
            now = max(now, scheduler.testDeadline)
            return scheduler.expireTest()
        }
        let alarm = alarms.remove(at: next)
        now = max(now, alarm.time)
        if let answer = alarm.answer { alarm.strand.machine.resume(response: answer) }
        scheduler.resume(alarm.strand)
    }
}
