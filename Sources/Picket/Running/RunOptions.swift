public import PicketRuntime
internal import PicketSyntax

/// How a program runs.
///
///     var options = RunOptions()
///     options.parameters = ["name": "world"]
///     options.limits.steps = 1_000_000
///     options.deadline = .seconds(2)
public struct RunOptions: Sendable {
    /// Values for the script's `param`s. A name that the script does not have refuses the run.
    public var parameters: [String: Value] = [:]
    /// The limits of the script. The defaults stop an endless script after some seconds.
    public var limits = Limits(
        steps: 500_000_000, depth: 2_000, memory: 256 << 20, source: 16 << 20, outputBytes: 16 << 20,
        outputLines: 1_000_000, recorded: 10_000, events: 10_000_000)
    /// The maximum time of the run; nil for no limit.
    public var deadline: Duration?
    /// How long deferred blocks and the bodies of commands may take after the run was ended from outside.
    public var grace = Duration.seconds(30)
    /// The variables for `env(name)`; none by default. A secret value stays a secret.
    public var environment: RunEnvironment = [:]
    /// Texts that are hidden wherever they appear.
    public var secrets: [String] = []
    /// The seed of the script's random numbers; nil for a random one. With a seed a run is repeatable.
    public var seed: UInt64?
    /// The clock of the run.
    public var clock: any RunClock = SystemClock.shared
    /// Called with every line that the script prints. The result then has no output.
    public var onPrint: (@Sendable (String) -> Void)?
    /// Called with every event of the kinds in `events`, in the order of the script, with its time since the run began.
    public var onEvent: (@Sendable (TimedEvent) -> Void)?
    /// The kinds of events that `onEvent` gets.
    public var events = EventKinds.all
    /// Called when the run reaches a limit of steps, memory, output, recorded failures or events, or its deadline: stop, or
    /// go on for a while. nil to stop.
    public var onLimit: (@Sendable (LimitReached) -> LimitDecision)?
    /// Whether a failure is recorded, and the next round of the loop around it follows.
    public var continuesOnError = false
    /// Returns whether a test runs, by its name and tags.
    public var selectsTest: @Sendable (_ name: String, _ tags: [String]) -> Bool = { _, _ in true }
    /// Ends the run from any thread; nil if only its task can. One handle may end several runs.
    public var interruption: Interruption?
    /// Returns whether the result has the value of a top-level name.
    public var returnsGlobal: @Sendable (_ name: String) -> Bool = { _ in true }

    /// Creates the default options.
    public init() {}
}

/// The variables that `env(name)` reads.
///
///     options.environment = ["HOME": "/home/ada", "TOKEN": .secret("…")]
public struct RunEnvironment: Sendable, ExpressibleByDictionaryLiteral {
    package let value: @Sendable (String) -> Value?

    /// Creates an environment that a function answers: a string, a secret string, or nil for a variable that is not set.
    public init(_ value: @escaping @Sendable (_ name: String) -> Value?) { self.value = value }

    public init(dictionaryLiteral elements: (String, Value)...) {
        let map = Dictionary(elements.map { (TextKey($0.0), $0.1) }) { $1 }
        value = { map[TextKey($0)] }
    }
}

/// Kinds of events.
public struct EventKinds: OptionSet, Sendable {
    public let rawValue: UInt8

    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// Printed lines.
    public static let output = EventKinds(rawValue: 1)
    /// The beginnings and ends of steps.
    public static let steps = EventKinds(rawValue: 2)
    /// The beginnings and ends of tests.
    public static let tests = EventKinds(rawValue: 4)
    /// The beginnings and ends of commands.
    public static let commands = EventKinds(rawValue: 8)
    /// Expectations that held.
    public static let expectations = EventKinds(rawValue: 16)
    /// Recorded failures and failed attempts.
    public static let failures = EventKinds(rawValue: 32)
    /// All events.
    public static let all: EventKinds = [.output, .steps, .tests, .commands, .expectations, .failures]

    /// Whether the machine must report more than output and failures.
    var needsEverything: Bool { !isDisjoint(with: [.commands, .expectations, .failures]) }

    init(_ event: Event) {
        switch event {
        case .printed, .shown: self = .output
        case .stepStarted, .stepEnded: self = .steps
        case .testStarted, .testEnded: self = .tests
        case .commandStarted, .commandEnded: self = .commands
        case .held: self = .expectations
        case .recorded, .attemptFailed: self = .failures
        }
    }
}

/// A limit that a run reached.
public struct LimitReached: Sendable {
    /// The limit that the run reached.
    public let limit: Failure.Limit.Name
    /// What the run has used so far.
    public let usage: RunUsage
}

/// What happens at a limit.
public enum LimitDecision: Sendable {
    /// The run ends; its deferred blocks run.
    case stop
    /// The run goes on for so many steps, bytes, lines or failures more; at the deadline, for so many milliseconds.
    case extend(by: Int)

    var amount: Int {
        if case .extend(let amount) = self { max(0, amount) } else { 0 }
    }
}

/// What a run has used.
public struct RunUsage: Sendable, Equatable {
    /// Rounds of loops, calls, and work that counts as such.
    public var steps: Int
    /// The most memory that values took, in bytes.
    public var peakBytes: Int
    /// The commands that the script began.
    public var commands: Int
    /// The time since the run began.
    public var time: Duration
}
