import Foundation
import RandomPrograms
import Testing

/// The program does with programs by chance what an evaluator of their own says: from a file, an option, a pipe, and line
/// by line.
@Suite struct RandomProgramProcessTests {
    private static let count =
        ProcessInfo.processInfo.environment["PICKET_RANDOM_PROCESSES"].flatMap { Int($0) } ?? 20

    @Test func everyWayInDoesTheSame() throws {
        var generator = RandomProgramGenerator(seed: 7)
        let workshop = try Workshop()
        for _ in 0..<Self.count {
            let program = generator.next()
            let expected = program.effect
            if expected.isTooLarge { continue }
            try Data(program.text.utf8).write(to: workshop.folder.appending(path: "p.picket"))
            let runs = [
                ("file", try PicketProcess.run(["run", "-q", "p.picket"], in: workshop.folder)),
                ("-c", try PicketProcess.run(["run", "-q", "-c", program.text], in: workshop.folder)),
                ("pipe", try PicketProcess.run(["run", "-q", "-"], in: workshop.folder, input: program.text)),
                (
                    "lines",
                    try PicketProcess.run(["repl", "--stop-on-error"], in: workshop.folder, input: program.text)
                ),
            ]
            for (way, run) in runs {
                let lines = run.output.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(
                    String.init
                )
                .filter { way != "lines" || $0 != "holds" }
                let codes = Set(run.errors.matches(of: /error\[([a-z-]+)\]/).map { String($0.1) }).sorted()
                // Line by line, the first failure ends the session, also one that was only recorded.
                let isWhole = way != "lines" || expected.failures.isEmpty
                let isSame =
                    isWhole ? lines == expected.lines && codes == expected.failures : expected.lines.starts(with: lines)
                #expect(isSame, "\(way)\n\(run.errors)\n\(program.text)")
                #expect(run.status == (expected.failures.isEmpty ? 0 : 1), "\(way)")
            }
        }
    }
}
