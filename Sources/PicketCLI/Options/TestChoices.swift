import NIOCore
import PicketOptions
import PicketPool
import PicketReports
import PicketSystem

/// The selection of tests, and how they run.
struct TestChoices {
    let tags: [String]
    let names: [String]
    let shards: [String]
    /// The reports with the recorded times of the tests.
    let timings: [Sourced<String>]
    let rerunsFailed: Bool
    let allowsEmpty: Bool
    let lists: Bool
    let format: TestCommand.Format
    let repetitions: Int
    let shuffle: UInt64?
    /// The script that runs once before all tests; nil for none.
    let setUp: String?
    let running: TestOptions

    init(_ settings: Settings) throws {
        let own = settings.own
        tags = own.all(.tag)
        names = own.all(.name)
        shards = own.all(.shard)
        let source = own.text(of: .timings)?.source ?? .commandLine
        timings = own.all(.timings).map { Sourced(value: $0, source: source) }
        rerunsFailed = try own.isOn(.rerunFailed)
        allowsEmpty = try own.isOn(.allowEmpty)
        lists = try own.isOn(.list)
        repetitions = try own.count(.repetitions) ?? 1
        shuffle = try own.number(.shuffle)
        setUp = own.text(of: .setup)?.value
        running = TestOptions(
            jobs: try own.count(.jobs) ?? 1, failureLimit: try own.isOn(.failFast) ? 1 : own.count(.maxFail),
            retries: try own.count(.testRetries) ?? 0, limit: try Self.duration(own, .testTimeout),
            slowAfter: try Self.duration(own, .slowAfter, otherwise: .seconds(60)),
            slowest: try own.count(.slowest) ?? 0)
        format = lists ? try own.text(of: .format)?.choice(.format) ?? .text : .text
        try Self.checkList(own)
        if !lists, own.text(of: .format)?.source == .commandLine {
            throw Ending.usage("`--format` belongs to `--list`; `--report-json FILE` writes a report of a run")
        }
        if shards.isEmpty, own.text(of: .timings)?.source == .commandLine {
            throw Ending.usage("`--timings` belongs to `--shard`: give the part to run, such as `--shard 1/4`")
        }
    }

    /// Refuses a list together with a report of a run. Reports that the environment or a file asks for are left out.
    private static func checkList(_ own: PlatformSettings) throws {
        guard try own.isOn(.list), let list = own.text(of: .list) else { return }
        let report = (ReportOptions.settings + [.annotate]).first { own.text(of: $0)?.source == .commandLine }
        guard let report else { return }
        throw Ending.usage(
            "\(list.source.name(of: .list)) runs no test, so there is nothing to write for `\(report.option)`: leave one of "
                + "the two out")
    }

    /// Returns a duration; nil for 0, which means no limit.
    private static func duration(
        _ own: PlatformSettings, _ setting: Setting, otherwise: TimeAmount? = nil
    ) throws -> TimeAmount? {
        guard let text = own.text(of: setting) else { return otherwise }
        let duration = try text.duration(setting)
        return duration == 0 ? nil : min(.nanoseconds(duration), .longest)
    }

    func parsedShards() throws -> [Shard] {
        try shards.map { text in
            do throws(SelectionProblem) { return try Shard(text) } catch { throw Ending.usage(error.message) }
        }
    }

    /// Reads the recorded times; nil if none are given.
    func readTimings() throws -> TestTimings? {
        guard !shards.isEmpty, !timings.isEmpty else { return nil }
        var result = TestTimings()
        for file in timings {
            func fault(_ reason: String) -> Ending {
                .usage("\(file.source.name(of: .timings)): cannot use `\(file.value)`: \(reason)")
            }
            let bytes: [UInt8]
            do { bytes = try InputFile.bytes(of: file.value) } catch { throw fault(error.message) }
            do throws(SelectionProblem) { try result.add(report: bytes) } catch { throw fault(error.message) }
        }
        return result
    }
}
