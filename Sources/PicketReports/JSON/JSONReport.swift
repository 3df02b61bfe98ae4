package import PicketRuntime
import PicketSyntax

/// The report as one JSON document in the form `schema`. Empty members are left out.
///
///     { schema, picket, mode, title, started, durationNanoseconds, platform, seed,
///       outcome: success|failure, exitStatus, totals: { passed, flaky, failed, errors, skipped, commands },
///       shard: { parts: [K/N], others: [{ file, tests: [NAME] }] }, changes: [CHANGE], files: [FILE] }
///     CHANGE:  { name, change: created|updated|deleted|unchanged|as-meant|other|failed|untold|overtaken, fields, step }
///     FILE:    { path, identity, startNanoseconds, durationNanoseconds, outcome, cases: [CASE] }
///     CASE:    { kind: test|step|set-up|script, name, repetition, tags, place, state: passed|failed|skipped, reason,
///                startNanoseconds, durationNanoseconds, activities: [ACTIVITY], failures: [FAILURE],
///                flaky, attempts: [CASE] } (`attempts` are the earlier ones, which failed)
///     ACTIVITY, by its `type`:
///       step     { name, place, failed, startNanoseconds, durationNanoseconds, activities }
///       command  { name, place, success, request, requestBody, status, headers: [{ name, value }], responseBody, error,
///                  change, startNanoseconds, durationNanoseconds }
///       held     { place }         failure { failure }        attempt { failure, atNanoseconds }
///       output   { text }
///     FAILURE: { kind, code, message, place, label, excerpt: [{ number, before, focus, after, fault }], because, expected,
///                actual, differences: [{ path, expected, actual }], lacksAnswer, request, response,
///                notes: [{ message, reason, place }], help, text }
///     place:   { file, line, column, text }
///
/// A path is `tags.environment[3]`; a key that is not a plain word is quoted: `tags["a.b"]`. Times count from the
/// beginning of the run. Members may be added within a version, and nothing else changes. `docs/report.schema.json` is
/// the same as a JSON Schema.
package enum JSONReport {
    package static let schema = "picket-report/1"

    package static func bytes(_ shown: Shown<Report>) -> [UInt8] {
        let report = shown.content
        var json = JSONWriter(.indented(1))
        json.object { json in
            json.member("schema", schema)
            json.member("picket", report.version)
            json.member("mode", report.mode.rawValue)
            json.member("title", report.title)
            json.member("started", report.started)
            json.member("durationNanoseconds", report.duration)
            json.member("platform", report.platform)
            // It is a text because a reader's numbers may have only 53 bits.
            json.member("seed", report.seed.map(String.init))
            json.member("outcome", outcome(report.isSuccess))
            if let status = report.exitStatus { json.member("exitStatus", Int64(status)) }
            json.key("totals")
            json.totals(report.totals)
            if let shard = report.shard {
                json.key("shard")
                json.object { $0.shard(shard) }
            }
            json.members("changes", report.changes) { $0.change($1) }
            json.key("files")
            json.array(report.files) { $0.file($1) }
        }
        return json.bytes + [UInt8(ascii: "\n")]
    }

    static func outcome(_ isSuccess: Bool) -> String { isSuccess ? "success" : "failure" }
}

extension JSONWriter {
    mutating func totals(_ totals: Totals) {
        object { json in
            json.member("passed", Int64(totals.passed))
            if totals.flaky > 0 { json.member("flaky", Int64(totals.flaky)) }
            json.member("failed", Int64(totals.failed))
            json.member("errors", Int64(totals.errors))
            json.member("skipped", Int64(totals.skipped))
            json.member("commands", Int64(totals.commands))
        }
    }

    /// Tests of one file stand together.
    fileprivate mutating func shard(_ shard: ShardReport) {
        key("parts")
        array(shard.parts) { $0.string($1) }
        var files: [(file: String, names: [String])] = []
        for test in shard.others {
            if files.last?.file.utf8.elementsEqual(test.file.utf8) != true { files.append((test.file, [])) }
            files[files.count - 1].names.append(test.name)
        }
        key("others")
        array(files) { json, entry in
            json.object { json in
                json.member("file", entry.file)
                json.key("tests")
                json.array(entry.names) { $0.string($1) }
            }
        }
    }

    fileprivate mutating func change(_ change: ChangeReport) {
        object { json in
            json.member("name", change.name)
            json.member("change", change.change)
            json.members("fields", change.fields) { $0.string($1) }
            json.member("step", change.step)
        }
    }

    fileprivate mutating func file(_ file: FileReport) {
        object { json in
            json.member("path", file.path)
            json.member("identity", file.identity)
            json.span(file.start, file.duration)
            json.member("outcome", JSONReport.outcome(file.cases.allSatisfy { $0.state != .failed }))
            json.key("cases")
            json.array(file.cases) { $0.testCase($1) }
        }
    }

    private mutating func testCase(_ item: CaseReport) {
        object { json in
            json.member("kind", item.kind.rawValue)
            json.member("name", item.name)
            if item.repetition > 0 { json.member("repetition", Int64(item.repetition)) }
            json.members("tags", item.tags) { $0.string($1) }
            json.place(item.place)
            json.member("state", item.state.rawValue)
            if item.isFlaky { json.member("flaky", true) }
            json.member("reason", item.reason)
            json.span(item.start, item.duration)
            json.members("activities", item.activities) { $0.activity($1) }
            json.members("failures", item.failures) { $0.failure($1) }
            json.members("attempts", item.attempts) { $0.testCase($1) }
        }
    }

    mutating func span(_ start: Int64, _ duration: Int64) {
        member("startNanoseconds", start)
        member("durationNanoseconds", duration)
    }

    mutating func place(_ place: Place?) {
        guard let place else { return }
        key("place")
        object { json in
            json.member("file", place.file)
            json.member("line", Int64(place.line))
            json.member("column", Int64(place.column))
            json.member("text", place.text)
        }
    }
}
