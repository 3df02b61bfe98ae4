import PicketRuntime
import PicketSyntax

/// How long tests took in earlier runs, from their JSON reports.
package struct TestTimings: Sendable {
    /// The recorded times of the tests of one name in one file.
    private struct Record: Sendable {
        let file: String
        var total: Int64
        var count: Int64
        /// The time outside of the tests of the file.
        let setUp: Int64

        mutating func add(_ time: Int64) {
            total = total.adding(time)
            count += 1
        }
    }

    private var records: [TextKey: [Record]] = [:]

    /// A longer time would be a mistake.
    private static let longest: Int64 = 366 * 86_400 * 1_000_000_000

    package init() {}

    /// Adds a report.
    ///
    /// - Throws: a problem if the bytes are not the JSON report of a test run.
    package mutating func add(report bytes: [UInt8]) throws(SelectionProblem) {
        guard let value = try? Value(json: bytes), case .map(let report) = value,
            report["schema"] == .string(JSONReport.schema),
            report["mode"] == .string(Report.Mode.test.rawValue), case .list(let files)? = report["files"]
        else {
            throw SelectionProblem("it is not a JSON report of `picket test`, which `--report-json` writes")
        }
        for case .map(let file) in files {
            guard case .string(let identity)? = file["identity"], case .list(let cases)? = file["cases"] else {
                continue
            }
            add(cases, of: identity, duration: Self.duration(file) ?? 0)
        }
    }

    private mutating func add(_ cases: [Value], of file: String, duration: Int64) {
        var tests: [(name: String, time: Int64)] = []
        var inside: Int64 = 0
        for case .map(let item) in cases {
            guard item["kind"] == .string(CaseReport.Kind.test.rawValue), case .string(let name)? = item["name"],
                let time = Self.duration(item)
            else { continue }
            inside = inside.adding(time)
            // A test that did not run has no time.
            if item["state"] != .string(CaseReport.State.skipped.rawValue) { tests.append((name, time)) }
        }
        for (name, time) in tests {
            let record = Record(file: file, total: time, count: 1, setUp: max(0, duration - inside))
            let known = records[TextKey(name)]?.firstIndex { $0.file.utf8.elementsEqual(file.utf8) }
            if let known {
                records[TextKey(name)]?[known].add(time)
            } else {
                records[TextKey(name), default: []].append(record)
            }
        }
    }

    private static func duration(_ map: ValueMap) -> Int64? {
        guard case .integer(let time)? = map["durationNanoseconds"] else { return nil }
        return min(max(0, time), longest)
    }

    // MARK: Reading

    /// Returns the time of each test, for an unknown test the mean of the known ones; nil if all are unknown.
    func times(of tests: [TestIdentity]) -> [Int64]? {
        let times = tests.map(time)
        let known = times.compactMap { $0 }
        guard !known.isEmpty else { return nil }
        let mean = known.reduce(0) { $0 + $1 / Int64(known.count) }
        return times.map { max(1, $0 ?? mean) }
    }

    private func time(of test: TestIdentity) -> Int64? { record(of: test).map { $0.total / $0.count } }

    /// Returns the time of the set-up of a test's file; 0 if it is unknown.
    func setUp(of test: TestIdentity) -> Int64 { record(of: test)?.setUp ?? 0 }

    /// A report that named a wider or narrower folder has longer or shorter paths.
    private func record(of test: TestIdentity) -> Record? {
        guard let candidates = records[TextKey(test.name)] else { return nil }
        if let same = candidates.first(where: { $0.file.utf8.elementsEqual(test.file.utf8) }) { return same }
        let near = candidates.filter {
            Self.isEnd(test.file, of: $0.file) || Self.isEnd($0.file, of: test.file)
        }
        return near.count == 1 ? near[0] : nil
    }

    private static func isEnd(_ path: String, of other: String) -> Bool {
        let end = "/\(path)"
        return other.utf8.reversed().starts(with: end.utf8.reversed())
    }
}

extension Int64 {
    /// Returns the sum, or the greatest number if the sum is greater.
    func adding(_ other: Int64) -> Int64 {
        let (sum, overflow) = addingReportingOverflow(other)
        return overflow ? .max : sum
    }
}
