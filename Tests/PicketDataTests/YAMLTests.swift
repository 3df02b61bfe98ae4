import PicketRuntime
import Testing

@testable import PicketData

@Suite struct YAMLTests {
    @Test func scalarsFollowTheCoreSchema() throws {
        let text = """
            z: 9342
            zip: 0123
            country: no
            flag: true
            nothing: ~
            quoted: "12"
            tagged: !!str 12
            rate: 1.50
            hex: 0x1F
            address: 10.0.0.1
            date: 2026-10-12
            wait: 30s
            big: 9223372036854775807
            """
        let expected: Value = [
            "z": 9342, "zip": "0123", "country": "no", "flag": true, "nothing": .null, "quoted": "12", "tagged": "12",
            "rate": 1.5, "hex": 31, "address": "10.0.0.1", "date": "2026-10-12", "wait": "30s", "big": .integer(.max),
        ]
        #expect(try reading(.yaml, text) == expected)
    }

    @Test func numbersBeyond64BitsAreKeptAsWritten() throws {
        let value = try reading(.yaml, "[18446744073709551615, +18446744073709551616, 1e400, -.1e400, 1.e400, .5, 1.]")
        let expected: Value = [
            .decimal("18446744073709551615"), .decimal("18446744073709551616"), .decimal("1e400"), .decimal("-0.1e400"),
            .decimal("1.0e400"), 0.5, 1.0,
        ]
        #expect(value == expected)
    }

    @Test func anchorsAndMergeKeysAreFollowed() throws {
        let text = """
            defaults: &d {port: 5432, user: app}
            fleet:
              - <<: *d
                port: 9342
              - *d
            """
        #expect(
            try reading(.yaml, text)
                == [
                    "defaults": ["port": 5432, "user": "app"],
                    "fleet": [["port": 9342, "user": "app"], ["port": 5432, "user": "app"]],
                ])
    }

    @Test func anAliasMayBeAKeyAndSeveralMapsMayBeMerged() throws {
        let text = """
            key: &k 0123
            first: &a {port: 1}
            second: &b {port: 2, user: app}
            fleet: {*k : *k, <<: [*a, *b]}
            """
        let expected: Value = ["0123": "0123", "port": 1, "user": "app"]
        let fleet = try reading(.yaml, text)
        #expect(
            fleet
                == ["key": "0123", "first": ["port": 1], "second": ["port": 2, "user": "app"], "fleet": expected])
        #expect(fault(.yaml, "a: &a 1\nb: {<<: *a}\n")?.message == "`<<` takes a map, or a list of maps")
        #expect(fault(.yaml, "a: &a [1]\nb: {*a : 2}\n") == DataFault("a key must be text", line: 2))
    }

    @Test func faultsNameTheirLine() {
        #expect(fault(.yaml, "a: 1\nb: [1, 2\nc: 3\n")?.line == 3)
        #expect(fault(.yaml, "a: 1\na: 2\n") == DataFault("a map has a key twice: `a`", line: 2))
        #expect(fault(.yaml, "<<: {a: 1}\n<<: {b: 1}\n")?.message == "a map has a key twice: `<<`")
        #expect(fault(.yaml, "a: *b\n")?.message == "found undefined alias")
        #expect(fault(.yaml, "a: &a [*a]\n")?.message == "found undefined alias")
        #expect(fault(.yaml, "a: 1\nb: \u{7}\n")?.line == 2)
        #expect(fault(.yaml, "a:\n  ? [1]\n  : 2\n") == DataFault("a key must be text", line: 2))
        #expect(
            fault(.yaml, "a: 1\n!python/object x: 1\n")
                == DataFault("a key has the tag `!python/object`, which is not supported", line: 2))
        #expect(fault(.yaml, "a: 1\nb: !vault [*c]\n")?.message == "found undefined alias")
        #expect(fault(.yaml, "a: &a !vault x\n*a : 1\n")?.line == 2)
        #expect(fault(.yaml, "a: 1\n---\nb: 2\n")?.message == "but found another document")
    }

    /// U31: one value with an unknown tag makes only that value unreadable.
    @Test(arguments: [
        "a: 1\nb: !vault |\n  $ANSIBLE_VAULT;1.1;AES256\n  6538\nc: 2\n", "a: 1\nb: !vault [1, {x: 2}]\nc: 2\n",
        "a: 1\nb: !vault {x: [1]}\nc: 2\n",
    ])
    func aValueWithAnUnknownTagIsUnreadable(_ text: String) throws {
        let vault = Value.unreadable(UnreadableValue(tag: "!vault", line: 2))
        #expect(try reading(.yaml, text) == ["a": 1, "b": vault, "c": 2])
    }

    @Test func anUnreadableValueCanBeNamedAndMerged() throws {
        let vault = Value.unreadable(UnreadableValue(tag: "!vault", line: 1))
        #expect(try reading(.yaml, "a: &a !vault x\nb: *a\n") == ["a": vault, "b": vault])
        #expect(
            try reading(.yaml, "a: &a {x: !vault y, z: 1}\nb: {<<: *a, z: 2}\n") == [
                "a": ["x": vault, "z": 1], "b": ["z": 2, "x": vault],
            ])
        #expect(fault(.yaml, "<<: !vault x\n")?.message == "`<<` takes a map, or a list of maps")
    }

    @Test func anEmptyFileIsNull() throws {
        #expect(try reading(.yaml, "") == .null)
        #expect(try reading(.yaml, "# nothing\n") == .null)
    }

    /// Ten levels of ten aliases unfold to 10 000 000 000 scalars, or as a key are compared one by one.
    @Test(arguments: ["end: *a9\n", "? *a9\n: 1\n"])
    func bombsAreRefused(_ last: String) {
        var text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
        for level in 1..<10 {
            let aliases = Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", ")
            text += "a\(level): &a\(level) [\(aliases)]\n"
        }
        #expect(fault(.yaml, text + last)?.message == "its aliases expand to more than the size limit of a file")
    }

    @Test func nestingIsBounded() {
        #expect(fault(.yaml, String(repeating: "[", count: 600) + String(repeating: "]", count: 600)) != nil)
        #expect(fault(.yaml, String(repeating: "[", count: 100_000)) != nil)
        // Each level is an alias of the one before.
        let levels = (1...500).map { "a\($0): &a\($0) [*a\($0 - 1)]\n" }.joined()
        #expect(fault(.yaml, "a0: &a0 x\n" + levels) == DataFault("lists and maps nest deeper than 400", line: 400))
    }
}
