import ArgumentParser

/// The tests to run, and how to run them.
struct TestArguments: ParsableArguments {
    @Option(help: ArgumentHelp("Only tests whose tags satisfy this, such as 'smoke and not slow'.", valueName: "expr"))
    var tag: [String] = []

    @Option(help: ArgumentHelp("Only tests whose names match, such as 'pool *'.", valueName: "glob"))
    var name: [String] = []

    @Option(
        name: [.customShort("j", allowingJoined: true), .long], parsing: .unconditional,
        help: ArgumentHelp("How many files run at once (default: 1).", valueName: "count"))
    var jobs: Int?

    @Flag(help: "Start no more tests after one has failed.")
    var failFast = false

    @Option(
        parsing: .unconditional, help: ArgumentHelp("Start no more tests after so many failures.", valueName: "count"))
    var maxFail: Int?

    @Flag(help: "Only the tests that failed in the last run; all of them if no run of this folder is stored.")
    var rerunFailed = false

    @Flag(help: "Do not fail if no test is selected.")
    var allowEmpty = false

    @Option(help: ArgumentHelp("Run the files in a random order with this seed.", valueName: "seed"))
    var shuffle: UInt64?

    @Option(help: ArgumentHelp("Only this part of the tests: the K-th of N, by name.", valueName: "K/N"))
    var shard: [String] = []

    @Option(
        name: .customLong("repeat"), parsing: .unconditional,
        help: ArgumentHelp("How often everything is run (default: 1).", valueName: "count"))
    var repetitions: Int?

    @Option(
        parsing: .unconditional, help: ArgumentHelp("How many of the slowest tests to list.", valueName: "count")
    )
    var slowest: Int?

    @Flag(help: "List the tests with tags and places, and do not run them.")
    var list = false

    /// Returns these options completed by the environment and the configuration.
    func completed(_ settings: Settings) throws -> TestArguments {
        let own = settings.own
        var result = self
        if tag.isEmpty { result.tag = own.text(of: .tag).map { [$0.value] } ?? [] }
        if name.isEmpty { result.name = own.text(of: .name).map { [$0.value] } ?? [] }
        if shard.isEmpty { result.shard = own.text(of: .shard).map { [$0.value] } ?? [] }
        result.jobs = try Self.count(jobs, own, .jobs, 1...256)
        result.maxFail = try Self.count(maxFail, own, .maxFail, 1...1_000_000)
        result.repetitions = try Self.count(repetitions, own, .repetitions, 1...100_000)
        result.slowest = try Self.count(slowest, own, .slowest, 0...1_000_000)
        result.failFast = try failFast || own.isOn(.failFast)
        result.rerunFailed = try rerunFailed || own.isOn(.rerunFailed)
        result.allowEmpty = try allowEmpty || own.isOn(.allowEmpty)
        result.list = try list || own.isOn(.list)
        result.shuffle = try shuffle ?? own.number(.shuffle)
        return result
    }

    private static func count(
        _ given: Int?, _ own: PlatformSettings, _ setting: Setting, _ range: ClosedRange<Int>
    ) throws -> Int? {
        let said = own.text(of: setting)
        guard let count = try given ?? said?.number(setting) else { return nil }
        guard range.contains(count) else {
            let name = (given == nil ? said?.source ?? .commandLine : .commandLine).name(of: setting)
            throw Ending.usage("\(name) is a number from \(range.lowerBound) to \(range.upperBound), not \(count)")
        }
        return count
    }

    /// The options for the test queue.
    var running: TestOptions {
        TestOptions(jobs: jobs ?? 1, failureLimit: failFast ? 1 : maxFail, slowest: slowest ?? 0)
    }
}
