import Testing

@testable import PicketRuntime

@Suite struct ValueMapTests {
    @Test(arguments: [3, 16, 17, 40]) func settingNilRemovesTheEntry(_ count: Int) {
        var map = ValueMap()
        for number in 0..<count { map["k\(number)"] = .integer(Int64(number)) }
        map.hide(key: "k2")
        let copy = map
        map["k1"] = nil
        map["nothing"] = nil
        #expect(map.count == count - 1)
        #expect(map["k1"] == nil)
        #expect(map["k0"] == 0)
        for number in 2..<count { #expect(map["k\(number)"] == .integer(Int64(number))) }
        #expect(map.isSecret(key: "k2"))
        #expect(!map.isSecret(key: "k0"))
        #expect(copy["k1"] == 1 && copy.count == count && copy.isSecret(key: "k2"))
        map["k1"] = 7
        #expect(map.keys.last == "k1" && map["k1"] == 7)
    }

    @Test func everyEntryMayGo() {
        var map = ValueMap()
        for number in 0..<50 { map["k\(number)"] = .integer(Int64(number)) }
        for number in 0..<50 { map["k\(number)"] = nil }
        #expect(map == [:])
        map["a"] = 1
        #expect(map == ["a": 1])
    }
}
