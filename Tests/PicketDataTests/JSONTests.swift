import PicketRuntime
import Testing

@testable import PicketData

@Suite struct JSONTests {
    @Test func keysKeepTheirOrderAndIntegersTheirBits() throws {
        let value = try reading(.json, "\u{FEFF}{\"z\": 9223372036854775807, \"a\": [1.5, null, \"\\u00e9\"]}")
        #expect(value == ["z": .integer(.max), "a": [1.5, .null, "é"]])
        guard case .map(let map) = value else { return }
        #expect(map.keys == ["z", "a"])
    }

    @Test(arguments: [
        ("{\n  \"a\": 1,\n}", 3, "this is not JSON from `}` on"),
        ("[1,\n2", 2, "the JSON ends too early"),
        ("[1]\n[2]", 2, "this is not JSON from `[` on"),
        (" \n", 2, "there is no JSON in it"),
        ("{\"a\": tru}", 1, "this is not JSON from `t` on"),
    ])
    func faultsNameTheirLine(_ text: String, _ line: Int, _ message: String) {
        #expect(fault(.json, text) == DataFault(message, line: line))
    }

    @Test func nestingIsBounded() {
        let text = String(repeating: "[", count: 100_000)
        #expect(fault(.json, text)?.message == "lists and maps nest deeper than 499")
    }
}
