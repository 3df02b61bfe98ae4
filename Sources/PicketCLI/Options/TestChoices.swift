/// Which tests run, and how.
struct TestChoices {
    let tags: [String]
    let names: [String]
    let shards: [String]
    let rerunsFailed: Bool
    let allowsEmpty: Bool
    let lists: Bool
    let repetitions: Int
    let shuffle: UInt64?
    let running: TestOptions

    init(_ settings: Settings) throws {
        let own = settings.own
        tags = own.all(.tag)
        names = own.all(.name)
        shards = own.all(.shard)
        rerunsFailed = try own.isOn(.rerunFailed)
        allowsEmpty = try own.isOn(.allowEmpty)
        lists = try own.isOn(.list)
        repetitions = try own.count(.repetitions) ?? 1
        shuffle = try own.number(.shuffle)
        running = TestOptions(
            jobs: try own.count(.jobs) ?? 1, failureLimit: try own.isOn(.failFast) ? 1 : own.count(.maxFail),
            slowest: try own.count(.slowest) ?? 0)
    }
}
