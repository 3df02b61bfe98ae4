import PicketRuntime
import Testing

/// A line of which only those members are read that somebody asks for is read as the whole line is.
@Suite struct JSONMembersTests {
    private func members(_ text: String) throws -> JSONMembers? { try JSONMembers(Array(text.utf8)) }

    @Test func aMemberIsReadWhenItIsAskedFor() throws {
        let text =
            #"{"event":"send","n":17,"big":1e3,"yes":true,"no":false,"#
            + #""map":{"event":"inner","a":[1,{"n":2}]},"t":"a\"ö\u0041"}"#
        let line = try #require(try members(text))
        #expect(line.holds("event", "send") && !line.holds("event", "sen") && !line.holds("event", "sends"))
        #expect(line.integer("n") == 17 && line.integer("big") == nil && line.integer("t") == nil)
        #expect(line.isTrue("yes") && !line.isTrue("no") && !line.isTrue("none") && line.has("no") && !line.has("none"))
        #expect(line["map"] == ["event": "inner", "a": [1, ["n": 2]]])
        #expect(line.text("t") == "a\"öA" && line.text("n") == nil && line.text("a") == nil)
        #expect(line.withText("t") { Array($0) } == Array("a\"öA".utf8))
        #expect(line.holds("t", "a\"öA"))
    }

    /// Of two members with one name the later counts, as in a map.
    @Test func theLaterOfTwoCounts() throws {
        #expect(try members(#"{"a":1,"a":2}"#)?.integer("a") == 2)
    }

    @Test(arguments: ["[1]", "1", "\"a\"", "null"]) func whatIsNoObjectIsNone(text: String) throws {
        #expect(try members(text) == nil)
    }

    /// Whatever is broken in a line, the one reader takes it exactly where the other does, and reads the same.
    @Test func aBrokenLineIsReadAsTheWholeReaderReadsIt() {
        let text =
            #"{"event":"answer","t":"plain text of some length","e":"x\n\u00e4\\","q":"{\"a\":\"\\\/é\"}","u":"é•","#
            + #""body":{"a":[true,null,-1.5e2]},"k":1}"#
        let line = Array(text.utf8)
        let bytes: [UInt8] = [0, 9, 0x1F, 0x20, 0x22, 0x2C, 0x31, 0x5C, 0x7B, 0x7D, 0x7F, 0x80, 0xC3, 0xFF]
        for place in line.indices {
            for byte in bytes {
                var broken = line
                broken[place] = byte
                compare(broken)
                broken.insert(byte, at: place)
                compare(broken)
            }
            compare(Array(line[..<place]))
        }
    }

    private func compare(_ line: [UInt8]) {
        let whole = try? Value(json: line)
        let members = (try? JSONMembers(line)) ?? nil
        guard case .map(let map)? = whole else {
            #expect(members == nil, "\(String(decoding: line, as: UTF8.self))")
            return
        }
        let keys: [StaticString] = ["event", "t", "e", "q", "u", "body", "k"]
        for key in keys {
            guard let value = map[key.description] else { continue }
            #expect(members?[key] == value, "\(key) of \(String(decoding: line, as: UTF8.self))")
            let text: String? = if case .string(let text) = value { text } else { nil }
            #expect(members?.text(key).map { Array($0.utf8) } == text.map { Array($0.utf8) })
        }
    }
}
