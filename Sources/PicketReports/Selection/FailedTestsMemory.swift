import PicketRuntime
import PicketSyntax

/// The failed tests of the latest selection roots, the latest first. They are stored between runs as a small JSON file.
///
///     { "schema": "picket-failed-tests/2",
///       "roots": [{ "paths": ["/srv/runbooks"], "failed": [{ "file": "…", "name": "…" }] }] }
package struct FailedTestsMemory: Sendable, Equatable {
    package static let schema = "picket-failed-tests/2"
    /// The number of roots that are kept; the oldest ones are dropped.
    package static let limit = 64

    package private(set) var roots: [FailedTests] = []

    package init() {}

    /// Parses the file; nil if the bytes have another form or version.
    package init?(bytes: [UInt8]) {
        guard case .map(let map)? = try? Value(json: bytes), map["schema"] == .string(FailedTestsMemory.schema),
            case .list(let entries)? = map["roots"]
        else { return nil }
        for entry in entries {
            guard let root = FailedTests(entry) else { return nil }
            roots.append(root)
        }
    }

    /// The file's content. The tests are sorted by file and name.
    package var bytes: [UInt8] {
        var json = JSONWriter(.indented(1))
        json.object { json in
            json.member("schema", FailedTestsMemory.schema)
            json.key("roots")
            json.array(roots) { json, root in root.write(&json) }
        }
        return json.bytes + [UInt8(ascii: "\n")]
    }

    /// Returns the failed tests of exactly this root; nil if no run of it is stored.
    package func tests(of root: FailedTests) -> FailedTests? { roots.first { $0.hasRoot(of: root) } }

    package mutating func remove(_ root: FailedTests) { roots.removeAll { $0.hasRoot(of: root) } }

    /// Stores a root as the latest one.
    package mutating func store(_ root: FailedTests) {
        remove(root)
        roots.insert(root, at: 0)
        roots.removeLast(max(0, roots.count - FailedTestsMemory.limit))
    }
}

extension FailedTests {
    fileprivate init?(_ value: Value) {
        guard case .map(let map) = value, case .list(let paths)? = map["paths"],
            case .list(let entries)? = map["failed"]
        else { return nil }
        var root: [String] = []
        for path in paths {
            guard case .string(let path) = path else { return nil }
            root.append(path)
        }
        var tests: Set<TestIdentity> = []
        for entry in entries {
            guard case .map(let test) = entry, case .string(let file)? = test["file"],
                case .string(let name)? = test["name"]
            else { return nil }
            tests.insert(TestIdentity(file: file, name: name))
        }
        self.init(root: root, tests: tests)
    }

    fileprivate func write(_ json: inout JSONWriter) {
        let sorted = tests.sorted { ($0.file, $0.name) < ($1.file, $1.name) }
        json.object { json in
            json.key("paths")
            json.array(root) { json, path in json.string(path) }
            json.key("failed")
            json.array(sorted) { json, test in
                json.object {
                    $0.member("file", test.file)
                    $0.member("name", test.name)
                }
            }
        }
    }
}
