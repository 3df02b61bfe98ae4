package import PicketRuntime
import PicketSyntax

/// The selected tests as one JSON document in the form `schema`, which `docs/tests.schema.json` describes.
///
///     { schema, picket, tests: [{ file, identity, name, tags, line, column }] }
package struct TestList: Sendable {
    package static let schema = "picket-tests/1"

    /// A test that would run.
    package struct Entry: Sendable {
        /// The path of the file as the user wrote it.
        package var file: String
        package var identity: TestIdentity
        package var tags: [String]
        package var line: Int
        package var column: Int

        package init(file: String, identity: TestIdentity, tags: [String], line: Int, column: Int) {
            self.file = file
            self.identity = identity
            self.tags = tags
            self.line = line
            self.column = column
        }
    }

    /// The version of picket.
    package var version: String
    package var tests: [Entry]

    package init(version: String, tests: [Entry]) {
        self.version = version
        self.tests = tests
    }

    package static func bytes(_ shown: Shown<TestList>) -> [UInt8] {
        let list = shown.content
        var json = JSONWriter(.indented(1))
        json.object { json in
            json.member("schema", schema)
            json.member("picket", list.version)
            json.key("tests")
            json.array(list.tests) { json, test in
                json.object { json in
                    json.member("file", test.file)
                    json.member("identity", test.identity.file)
                    json.member("name", test.identity.name)
                    json.members("tags", test.tags) { $0.string($1) }
                    json.member("line", Int64(test.line))
                    json.member("column", Int64(test.column))
                }
            }
        }
        return json.bytes + [UInt8(ascii: "\n")]
    }
}

extension TestList: Showable {
    package func shown(by redactor: Redaction) -> TestList {
        TestList(version: version, tests: tests.shown(by: redactor))
    }
}

extension TestList.Entry: Showable {
    package func shown(by redactor: Redaction) -> TestList.Entry {
        let name = TestIdentity(file: redactor.redact(identity.file), name: redactor.redact(identity.name))
        return TestList.Entry(
            file: redactor.redact(file), identity: name, tags: tags.shown(by: redactor), line: line, column: column)
    }
}
