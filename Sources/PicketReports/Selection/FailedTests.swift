package import PicketRuntime
import PicketSyntax

/// The tests that failed in their last run, for `--rerun-failed`. They are stored between runs as a small JSON file.
///
///     { "schema": "picket-failed-tests/1", "folder": "/srv/runbooks", "failed": [{ "file": "…", "name": "…" }] }
package struct FailedTests: Sendable, Equatable {
    package static let schema = "picket-failed-tests/1"

    /// The folder that the paths are relative to, without symbolic links.
    package var folder: String
    package private(set) var tests: Set<TestIdentity>

    package init(folder: String, tests: Set<TestIdentity> = []) {
        self.folder = folder
        self.tests = tests
    }

    /// Parses the file; nil if the bytes have another form or version.
    package init?(bytes: [UInt8]) {
        guard case .map(let map)? = try? Value(json: bytes), map["schema"] == .string(FailedTests.schema),
            case .string(let folder)? = map["folder"], case .list(let entries)? = map["failed"]
        else { return nil }
        self.init(folder: folder)
        for entry in entries {
            guard case .map(let test) = entry, case .string(let file)? = test["file"],
                case .string(let name)? = test["name"]
            else { return nil }
            tests.insert(TestIdentity(file: file, name: name))
        }
    }

    /// The file's content, sorted by file and name.
    package var bytes: [UInt8] {
        let sorted = tests.sorted { ($0.file, $0.name) < ($1.file, $1.name) }
        var json = JSONWriter(.indented(1))
        json.object { json in
            json.member("schema", FailedTests.schema)
            json.member("folder", folder)
            json.key("failed")
            json.array(sorted) { json, test in
                json.object {
                    $0.member("file", test.file)
                    $0.member("name", test.name)
                }
            }
        }
        return json.bytes + [UInt8(ascii: "\n")]
    }

    /// Returns the tests with paths relative to another folder; nil if neither folder is below the other.
    package func below(_ other: String) -> FailedTests? {
        if other.utf8.elementsEqual(folder.utf8) { return self }
        var result = FailedTests(folder: other)
        if let inner = FailedTests.path(of: other, in: folder) {
            let start = "\(inner)/"
            for test in tests where test.file.utf8.starts(with: start.utf8) {
                let file = String(Substring(test.file.utf8.dropFirst(start.utf8.count)))
                result.tests.insert(TestIdentity(file: file, name: test.name))
            }
        } else if let outer = FailedTests.path(of: folder, in: other) {
            result.tests = Set(tests.map { TestIdentity(file: "\(outer)/\($0.file)", name: $0.name) })
        } else {
            return nil
        }
        return result
    }

    /// Returns the path of a folder relative to another one; nil if it is not below it.
    private static func path(of folder: String, in other: String) -> String? {
        let start = other.utf8.elementsEqual("/".utf8) ? "/" : "\(other)/"
        guard folder.utf8.starts(with: start.utf8) else { return nil }
        return String(Substring(folder.utf8.dropFirst(start.utf8.count)))
    }

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
