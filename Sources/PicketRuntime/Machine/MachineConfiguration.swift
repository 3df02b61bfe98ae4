/// The configuration that all machines of a run share.
package struct MachineConfiguration: Sendable {
    package let commands: CommandTable
    let functions: [HostFunction]
    private(set) var records: CommandRecords
    package var limits: Limits
    package var secrets: SecretStore
    /// Whether every command and expectation emits events, not only failures and output.
    package var reportsEverything: Bool
    /// Whether the events of bare expressions also carry their values.
    package var keepsShownValues = false
    /// The seed of the script's random numbers; nil for a random one.
    package var seed: UInt64?
    /// The maximum work of a regular expression on one text; the default takes about a second.
    package var matchingBudget = 200_000_000
    /// How long a test without `timeout=` may take, in nanoseconds; nil for no limit.
    package var testLimit: Int64?
    /// What failures advise a user of the host to do.
    package var advice = HostAdvice()
    /// Makes the sentence for an error of a host's body that is not a `ScriptError`.
    package var failureText: @Sendable (any Error) -> String = { "\($0)" }
    /// For tests: collect at every opportunity.
    package var isStressed = false

    /// - Parameter bodies: the commands that are executed immediately, by name. The host executes all others.
    package init(
        commands: CommandTable, functions: FunctionTable = FunctionTable(), bodies: [String: CommandBody] = [:],
        limits: Limits = Limits(), secrets: SecretStore = SecretStore(), reportsEverything: Bool = false,
        seed: UInt64? = nil
    ) {
        self.init(
            commands: commands, functions: functions, records: CommandRecords(commands, bodies: bodies), limits: limits,
            secrets: secrets, reportsEverything: reportsEverything, seed: seed)
    }

    /// - Parameter records: the table's commands, in the form that machines read.
    package init(
        commands: CommandTable, functions: FunctionTable, records: CommandRecords, limits: Limits = Limits(),
        secrets: SecretStore = SecretStore(), reportsEverything: Bool = false, seed: UInt64? = nil
    ) {
        self.commands = commands
        self.functions = functions.functions
        self.records = records
        self.limits = limits
        self.secrets = secrets
        secrets.declare(commands.secretFields)
        self.reportsEverything = reportsEverything
        self.seed = seed
    }

    /// Returns a configuration of which machines execute only these commands immediately, by name.
    package func replacingBodies(_ bodies: [String: CommandBody]) -> MachineConfiguration {
        var configuration = self
        configuration.records = CommandRecords(commands, bodies: bodies)
        return configuration
    }
}

/// A small reproducible random generator (SplitMix64, Steele, Lea and Flood 2014).
package struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    package init(seed: UInt64) { state = seed }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
