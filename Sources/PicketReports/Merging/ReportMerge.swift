/// Merges the reports of a suite's shards into the report of the whole suite.
///
///     var merge = ReportMerge(version: "1.0.0")
///     merge.add(report, from: "shard-1.json")            // each
///     let whole = try merge.merged()
///
/// Every test of the suite must be in exactly one of the reports. Reports of whole suites may be among them, if no test
/// is in two.
package struct ReportMerge {
    private struct Part {
        let name: String
        let report: Report
        let tests: Set<TestIdentity>
        /// The tests of the suite that it is a shard of; nil for a whole suite.
        let suite: Set<TestIdentity>?

        init(name: String, report: Report) {
            self.name = name
            self.report = report
            let tests = Set(
                report.files.flatMap { file in
                    file.cases.filter { $0.kind == .test }.map { TestIdentity(file: file.identity, name: $0.name) }
                })
            self.tests = tests
            suite = report.shard.map { tests.union($0.others) }
        }
    }

    private let version: String
    private var parts: [Part] = []

    /// - Parameter version: of picket, for reports of several versions.
    package init(version: String) { self.version = version }

    /// - Parameter name: of its file, for messages.
    package mutating func add(_ report: Report, from name: String) {
        parts.append(Part(name: name, report: report))
    }

    package func merged() throws(MergeProblem) -> Report {
        try check()
        let reports = parts.map(\.report)
        let start = reports.compactMap(\.startedMilliseconds).min()
        var result = Report(
            mode: .test, title: reports.first?.title ?? "", version: common(\.version) ?? version,
            started: reports.first { $0.startedMilliseconds == start }?.started ?? "",
            platform: common(\.platform) ?? "",
            seed: reports.first.flatMap { first in
                reports.allSatisfy { $0.seed == first.seed } ? first.seed : nil
            }, files: [], changes: reports.flatMap(\.changes))
        result.startedMilliseconds = start
        result.exitStatus = exitStatus
        var files = MergedFiles()
        for (position, part) in parts.enumerated() {
            let shift = MergedFiles.shift(from: start, to: part.report.startedMilliseconds)
            for file in part.report.files { files.add(file, suite: part.suite == nil ? position + 1 : 0, after: shift) }
            result.duration = max(result.duration, shift + part.report.duration)
        }
        result.files = files.sorted
        return result
    }

    /// What all reports have in common; nil if they differ.
    private func common(_ text: KeyPath<Report, String>) -> String? {
        guard let first = parts.first?.report[keyPath: text] else { return nil }
        return parts.allSatisfy { $0.report[keyPath: text].utf8.elementsEqual(first.utf8) } ? first : nil
    }

    /// Nil if one of them has none.
    private var exitStatus: Int? {
        parts.reduce(0) { status, part in
            guard let status, let other = part.report.exitStatus else { return nil }
            return ReportStatus.combined(status, other)
        }
    }

    // MARK: Checking

    /// - Throws: `MergeProblem` if a test of the suite is missing or is there twice.
    private func check() throws(MergeProblem) {
        if let run = parts.first(where: { $0.report.mode != .test }) { throw .notOfTests(run.name) }
        var holders: [TestIdentity: String] = [:]
        for part in parts {
            for test in part.tests.sorted() {
                if let holder = holders[test] { throw .twice(test, holder, part.name) }
                holders[test] = part.name
            }
        }
        let shards = parts.filter { $0.suite != nil }
        guard let first = shards.first, let suite = first.suite else { return }
        for shard in shards {
            if let test = suite.symmetricDifference(shard.suite ?? []).sorted().first {
                throw suite.contains(test)
                    ? .otherSuites(test, of: first.name, unknownTo: shard.name)
                    : .otherSuites(test, of: shard.name, unknownTo: first.name)
            }
        }
        let missing = suite.filter { holders[$0] == nil }.sorted()
        guard missing.isEmpty else {
            throw .missing(missing, shards: shards.flatMap { $0.report.shard?.parts ?? [] })
        }
    }
}

/// Why reports cannot be merged.
package enum MergeProblem: Error, Sendable, Equatable {
    /// The report of `picket run`.
    case notOfTests(String)
    /// A test is in two reports.
    case twice(TestIdentity, String, String)
    /// A test belongs to the suite of one shard only.
    case otherSuites(TestIdentity, of: String, unknownTo: String)
    /// Tests of the suite are in no report.
    case missing([TestIdentity], shards: [String])

    /// One sentence in lower case without a full stop.
    package var message: String {
        switch self {
        case .notOfTests(let name): "`\(name)` is not a report of `picket test`: only such reports can be merged"
        case .twice(let test, let first, let second):
            "`\(first)` and `\(second)` both have the test `\(test.text)`: give each shard once"
        case .otherSuites(let test, let name, let other):
            "`\(name)` and `\(other)` are shards of different suites: only the first knows the test `\(test.text)`"
        case .missing(let tests, let shards):
            "\(tests.count == 1 ? "1 test" : "\(tests.count) tests") of the suite "
                + "\(tests.count == 1 ? "is" : "are") in none of the reports "
                + "(\(Self.list(tests.map { "`\($0.text)`" }))): give the reports of all shards; "
                + "these are \(Self.list(shards))"
        }
    }

    private static func list(_ texts: [String]) -> String {
        texts.prefix(8).joined(separator: ", ") + (texts.count > 8 ? ", …" : "")
    }
}

extension TestIdentity: Comparable {
    /// In the order of files, then of names, by bytes.
    package static func < (left: TestIdentity, right: TestIdentity) -> Bool {
        left.file.utf8.elementsEqual(right.file.utf8)
            ? left.name.utf8.lexicographicallyPrecedes(right.name.utf8)
            : left.file.utf8.lexicographicallyPrecedes(right.file.utf8)
    }

    fileprivate var text: String { "\(file): \(name)".inOneLine }
}

/// The exit statuses of tests.
package enum ReportStatus {
    /// No answer came.
    package static let noResponse = 3

    /// Returns the status of two parts together. Missing answers count only if nothing else failed.
    package static func combined(_ first: Int, _ second: Int) -> Int {
        if first == noResponse { return second == 0 ? first : second }
        return second == noResponse && first != 0 ? first : max(first, second)
    }
}
