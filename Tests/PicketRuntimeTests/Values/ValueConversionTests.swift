import PicketRuntime
import Testing

/// Swift values become values of a script, and back.
@Suite struct ValueConversionTests {
    private struct Server: Codable, ValueConvertible, Equatable {
        enum Kind: String, Codable { case primary, standby }

        var host: String
        var port: UInt16
        var kind: Kind
        var tags: [String: String]
        var weight: Double?
        var timeout: Duration
        var children: [Server]
    }

    private static let server = Server(
        host: "a", port: 5432, kind: .primary, tags: ["x": "y"], weight: nil, timeout: .seconds(5),
        children: [
            Server(host: "b", port: 1, kind: .standby, tags: [:], weight: 0.5, timeout: .zero, children: [])
        ])

    @Test func aCodableTypeIsAMap() throws {
        let value = try Self.server.scriptValue
        let wanted: Value = [
            "host": "a", "port": 5432, "kind": "primary", "tags": ["x": "y"], "timeout": .duration(5_000_000_000),
            "children": [
                [
                    "host": "b", "port": 1, "kind": "standby", "tags": [:], "weight": 0.5, "timeout": .duration(0),
                    "children": [],
                ]
            ],
        ]
        #expect(value == wanted)
        #expect(try Server(scriptValue: value) == Self.server)
        #expect(try Server(scriptValue: .secret(value)) == Self.server)
    }

    private static let mismatches: [(value: Value, message: String)] = [
        (["host": "a"], "a map with `port` is due, not one without it"),
        ("text", "a map is due, not a string"),
        (["host": 5], "`host` takes a string, not an integer"),
        (["host": "a", "port": 70_000], "`port` takes an integer from 0 to 65535, not 70000"),
        (
            [
                "host": "a", "port": 1, "kind": "primary", "tags": ["k": 5], "timeout": .duration(1), "children": [],
            ], "`tags.k` takes a string, not an integer"
        ),
        (
            [
                "host": "a", "port": 1, "kind": "primary", "tags": [:], "timeout": .duration(1),
                "children": [["host": .null]],
            ], "`children[0].host` takes a string, not null"
        ),
        (
            ["host": "a", "port": 1, "kind": "primary", "tags": [:], "timeout": 5, "children": []],
            "`timeout` takes a duration, not an integer"
        ),
    ]

    /// The message names the part, what is due and what is there.
    @Test(arguments: mismatches.indices)
    func aMismatchSaysWhere(_ index: Int) {
        let (value, message) = Self.mismatches[index]
        let error = #expect(throws: ValueMismatch.self) { try Server(scriptValue: value) }
        #expect(error?.description == message)
    }

    @Test func anUnknownCaseIsAMismatch() {
        let error = #expect(throws: ValueMismatch.self) {
            try Server(scriptValue: ["host": "a", "port": 1, "kind": "other"])
        }
        #expect(error != nil)
    }

    @Test func integersHaveBounds() throws {
        #expect(try UInt64(scriptValue: .decimal("18446744073709551615")) == .max)
        #expect(UInt64.max.scriptValue == .decimal("18446744073709551615"))
        #expect(Int64.min.scriptValue == .integer(.min))
        #expect(try Int8(scriptValue: -128) == -128)
        let error = #expect(throws: ValueMismatch.self) { try Int8(scriptValue: 128) }
        #expect(error?.description == "an integer from -128 to 127 is due, not 128")
        #expect(throws: ValueMismatch.self) { try Int(scriptValue: 1.5) }
        #expect(throws: ValueMismatch.self) { try UInt(scriptValue: -1) }
    }

    @Test func aSecretIsNeverQuoted() {
        let error = #expect(throws: ValueMismatch.self) { try Int8(scriptValue: .secret(4711)) }
        #expect(error?.description == "an integer from -128 to 127 is due, not this one")
    }

    @Test func containersConvertTheirParts() throws {
        #expect(try [Int?](scriptValue: [1, .null]) == [1, nil])
        #expect(try [String: [Bool]](scriptValue: ["a": [true]]) == ["a": [true]])
        #expect(try (["b": 1, "a": 2] as [String: Int]).scriptValue.description == "{a: 2, b: 1}")
        let error = #expect(throws: ValueMismatch.self) { try [String: [Int]](scriptValue: ["a": [1, "x"]]) }
        #expect(error?.description == "`a[1]` takes an integer, not a string")
        #expect(try Double(scriptValue: 3) == 3)
        #expect(try Duration(scriptValue: .duration(5)) == .nanoseconds(5))
        #expect(throws: ValueMismatch.self) { try Duration.seconds(Int64.max).scriptValue }
    }

    /// A dictionary takes both for one key.
    @Test func twoSpellingsOfAKeyAreNotMerged() {
        var map: ValueMap = ["\u{E9}": 1]
        map["e\u{301}"] = 2
        #expect(map.count == 2)
        #expect(throws: ValueMismatch.self) { try [String: Int](scriptValue: .map(map)) }
    }

    @Test func anOmittedArgumentIsNil() {
        #expect(Optional<Int>.mayBeOmitted)
        #expect(!Int.mayBeOmitted)
    }
}
