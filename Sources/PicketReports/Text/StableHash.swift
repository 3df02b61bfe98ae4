import PicketRuntime

/// A hash that is the same in every run and on every machine, for shards and fingerprints. It keeps no secret.
enum StableHash {
    /// FNV-1a (Fowler, Noll and Vo) with a final mix, so that the lowest bits depend on all bits. A zero byte stands
    /// between the texts.
    static func value(_ texts: [String]) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for (position, text) in texts.enumerated() {
            if position > 0 { hash = hash &* 0x100_0000_01B3 }
            for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        }
        var generator = SeededGenerator(seed: hash)
        return generator.next()
    }

    /// The same as 16 hexadecimal digits.
    static func text(_ texts: [String]) -> String {
        let digits = String(value(texts), radix: 16)
        return String(repeating: "0", count: 16 - digits.utf8.count) + digits
    }
}
