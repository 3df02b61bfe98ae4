import PicketRuntime
import PicketSyntax
import Testing

@testable import PicketReports

/// A report shows the places at which values differ as they are, whatever their keys and texts look like.
@Suite struct DifferenceTests {
    private func failures(_ script: String) -> [FailureReport] {
        SuiteRun(path: "suite.picket", script: "test t {\n\(script)\n}").file(mode: .test).cases.flatMap(\.failures)
    }

    @Test(arguments: ["x: - y", "x: + y", ": •••", "", "a.b", "difference:", "expected: 1", "\"", "[0]", "  a: - b"])
    func aKeyKeepsItsPlace(_ key: String) throws {
        let quoted = String(decoding: JSONText.bytes(key), as: UTF8.self)
        let failure = try #require(failures("check {\(quoted): 1} == {\(quoted): 2}").first)
        #expect(failure.differences.map(\.steps) == [[.key(key)]])
        #expect(failure.differences.map(\.expected) == ["2"] && failure.differences.map(\.actual) == ["1"])
        #expect(failure.notes.isEmpty)
        #expect(failure.differences.map(\.path) == ["[\(quoted)]"])
    }

    @Test(arguments: ["x: - y", "x: + y", ": •••", "", "actual:   1", "because x"])
    func aValueKeepsItsSide(_ value: String) throws {
        let quoted = String(decoding: JSONText.bytes(value), as: UTF8.self)
        let failure = try #require(failures("check {name: \(quoted)} == {name: z}").first)
        #expect(failure.differences.map(\.path) == ["name"])
        #expect(failure.differences.map(\.expected) == ["\"z\""])
        #expect(failure.differences.map(\.actual) == [quoted])
    }

    /// Neither side is shown, and the report says so without a mark to look for.
    @Test func aSecretPartIsHidden() throws {
        let failure = try #require(failures("let pin = secret(\"1x9\")\ncheck {pin: $pin} == {pin: \"2y8\"}").first)
        #expect(failure.differences == [.init(path: "pin", expected: "•••", actual: "•••")])
        #expect(!failure.text.contains("1x9"))
    }

    @Test func aReasonIsNoPartOfTheComparison() throws {
        for reason in ["expected: nothing", "  a: - b", "actual:   0", "request:  GET /"] {
            let failure = try #require(failures("check {a: 1} == {a: 2} because \"\(reason)\"").first)
            #expect(failure.notes == [.init("because \(reason)", isReason: true)])
            #expect(failure.expected == "{a: 2} (map)" && failure.actual == "{a: 1} (map)")
            #expect(failure.request.isEmpty && failure.differences.count == 1)
        }
    }

    /// More than twenty sides are counted, and no place lacks a side that it has.
    @Test func aPlaceIsShownWithBothSidesOrNotAtAll() throws {
        let left = (0..<12).map { "k\($0): 1" }.joined(separator: ", ")
        let right = (0..<12).map { "k\($0): 2" }.joined(separator: ", ")
        let failure = try #require(failures("check {x: 1, \(left)} == {\(right)}").first)
        #expect(failure.differences.allSatisfy { $0.expected != nil && $0.actual != nil })
        #expect(failure.notes.map(\.message) == ["  … and 5 more"])
    }
}

/// A text as a script and JSON write it.
private enum JSONText {
    static func bytes(_ text: String) -> [UInt8] {
        var json = JSONWriter()
        json.string(text)
        return json.bytes
    }
}
