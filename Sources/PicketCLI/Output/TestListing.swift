import PicketReports
import PicketRuntime
import PicketSyntax

/// The output of `picket test --list`.
enum TestListing {
    static func show(_ scripts: [CheckedScript], _ selection: TestSelection) {
        for script in scripts {
            for test in script.tests {
                guard selection.includes(script.identity(of: test.name), tags: test.tags) else { continue }
                let tags = test.tags.isEmpty ? "" : "  [\(test.tags.joined(separator: ", "))]"
                let place = test.location
                Console.standard.out(
                    Door.show("\(place.source.name):\(place.position.line)  \(test.name)\(tags)\n" as String))
            }
        }
    }
}
