import PicketReports
import PicketRuntime
import PicketSyntax

/// The output of `picket test --list`.
enum TestListing {
    static func show(_ scripts: [CheckedScript], _ selection: TestSelection, _ format: TestCommand.Format) {
        let tests = scripts.flatMap { script in
            script.tests.map { test in
                let position = test.location.position
                return TestList.Entry(
                    file: test.location.source.name, identity: script.identity(of: test.name), tags: test.tags,
                    line: position.line, column: position.column)
            }
        }
        let list = TestList(
            version: ProgramCommand.version, tests: tests.filter { selection.includes($0.identity, tags: $0.tags) })
        switch format {
        case .json:
            let shown = Door.show(list)
            Console.standard.out(shown.map { _ in TestList.bytes(shown) })
        case .text:
            for test in list.tests {
                let tags = test.tags.isEmpty ? "" : "  [\(test.tags.joined(separator: ", "))]"
                Console.standard.out(
                    Door.showLine("\(test.file):\(test.line)  \(test.identity.name)\(tags)") + "\n")
            }
        }
    }
}
