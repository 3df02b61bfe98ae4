import Foundation
import PicketRuntime
import Testing

@testable import PicketPool

/// What a journal of many steps is kept in.
@Suite struct JournalStepTableTests {
    private func place(_ name: String, _ steps: inout JournalSteps) -> Int? {
        var name = name
        return name.withUTF8 { text in
            steps.place(text) { JournalStep($0, $1, identity: 7, fingerprint: 9) }
        }
    }

    /// A step is found by its name and no other, and says it as it was written.
    @Test func aStepIsFoundByItsName() throws {
        var steps = JournalSteps()
        let names = ["#1", "#2", "@2#1", "/1.0#1", "/1.1#1", "/1.10#1", "/2.1/3.4#12", "@3/1.2/1.0#2147483647"]
        for (number, name) in names.enumerated() { #expect(place(name, &steps) == number) }
        for (number, name) in names.enumerated() {
            #expect(place(name, &steps) == number)
            let known = try #require(StepName(parsing: name).flatMap { steps[$0] })
            #expect(steps.name(of: known) == name)
        }
        for name in ["#3", "@4#1", "/1.2#1", "/2.1#1", "/2.1/3.4#1", "/1.0/1.0#1"] {
            #expect(StepName(parsing: name).flatMap { steps[$0] } == nil)
        }
    }

    /// What this program never writes is no step.
    @Test(arguments: [
        "", "1", "#", "#01", "#x", "@1#1", "@02#1", "/1#1", "/1.#1", "/1.2.3#1", "x#1", "#2147483648", "#-1",
    ])
    func whatIsNoNameIsNoStep(name: String) {
        var steps = JournalSteps()
        #expect(place(name, &steps) == nil)
    }

    @Test func manyStepsAreFound() {
        var steps = JournalSteps()
        for number in 0..<20_000 {
            #expect(place("/1.\(number)#1", &steps) == 2 * number)
            #expect(place("/1.\(number)#2", &steps) == 2 * number + 1)
        }
        for number in 0..<20_000 {
            #expect(steps[StepName(strand: "/1.\(number)", ordinal: 2)]?.ordinal == 2)
        }
        #expect(steps[StepName(strand: "/1.20000", ordinal: 1)] == nil)
    }

    /// A line is read again wherever it stands: beside what was read last, across its end, longer than all that is read at once.
    @Test func aLineIsReadAtItsPlace() throws {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
        defer { try? FileManager.default.removeItem(atPath: path) }
        let lengths = [1, 100, 32_766, 32_767, 32_768, 40_000, 5, 300_000, 2, 262_144, 9]
        let texts = lengths.enumerated().map { String(repeating: String($0.offset % 10), count: $0.element) }
        try (texts.joined(separator: "\n") + "\n").write(toFile: path, atomically: true, encoding: .utf8)
        let file = try JournalFile.reopen(path)
        var places: [Int64] = []
        try file.forEachLine { line, place throws(JournalProblem) in
            #expect(line == Array(texts[places.count].utf8))
            places.append(place)
        }
        #expect(places.count == texts.count)
        for order in [Array(texts.indices), texts.indices.reversed(), [3, 0, 7, 1, 10, 9, 8, 2]] {
            for number in order { #expect(try file.line(at: places[number]) == Array(texts[number].utf8)) }
        }
    }
}
