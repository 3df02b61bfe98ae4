package import PicketRuntime
import PicketSyntax

/// The tests of one selection root that failed in their last run, for `--rerun-failed`.
package struct FailedTests: Sendable, Equatable {
    /// The paths that were named, without symbolic links, sorted. What failed below one root says nothing of another,
    /// whose other tests did not run.
    package let root: [String]
    package private(set) var tests: Set<TestIdentity>

    /// - Parameter root: The named paths in any order.
    package init(root: [String], tests: Set<TestIdentity> = []) {
        let sorted = root.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        self.root = sorted.enumerated().filter { index, path in
            index == 0 || !path.utf8.elementsEqual(sorted[index - 1].utf8)
        }.map(\.element)
        self.tests = tests
    }

    func hasRoot(of other: FailedTests) -> Bool {
        root.elementsEqual(other.root) { $0.utf8.elementsEqual($1.utf8) }
    }

    /// Adds what another run of the same root has stored meanwhile.
    package mutating func add(_ other: FailedTests) { tests.formUnion(other.tests) }

    /// Adds the results of a run. Tests that did not run stay as they were, and one failed repetition is a failure.
    package mutating func update(with shown: Shown<Report>) {
        let report = shown.content
        var ran: Set<TestIdentity> = []
        var failed: Set<TestIdentity> = []
        for file in report.files {
            for item in file.cases where item.kind == .test {
                let test = TestIdentity(file: file.identity, name: item.name)
                // A test that could not begin because of its set-up has failed, too.
                if item.state != .skipped { ran.insert(test) }
                if item.state == .failed { failed.insert(test) }
            }
        }
        tests.subtract(ran)
        tests.formUnion(failed)
    }
}
