/// Maps byte strings to non-negative numbers.
///
/// It replaces a dictionary. The first use of a dictionary with such keys looks up how arrays and bytes are hashed,
/// which costs a tenth of the instructions of a `picket run` of one command, and each look-up would copy its key.
struct ByteTable: Sendable {
    private var keys: [[UInt8]] = []
    /// The numbers of the keys; -1 for a key that was removed.
    private var values: [Int] = []
    /// The positions of the keys by hash, plus one; 0 for a free slot. At most half of the slots are used.
    private var slots = [Int](repeating: 0, count: 64)
    /// The number of keys with a number.
    private(set) var count = 0

    /// The number of a key; nil if there is none.
    subscript(key: ArraySlice<UInt8>) -> Int? {
        let position = slots[slot(of: key)] - 1
        return position >= 0 && values[position] >= 0 ? values[position] : nil
    }

    subscript(key: [UInt8]) -> Int? { self[key[...]] }

    mutating func set(_ value: Int, of key: [UInt8]) {
        precondition(value >= 0)
        let slot = slot(of: key[...])
        if slots[slot] > 0 {
            let position = slots[slot] - 1
            if values[position] < 0 { count += 1 }
            values[position] = value
            return
        }
        keys.append(key)
        values.append(value)
        slots[slot] = keys.count
        count += 1
        if keys.count * 2 > slots.count { grow() }
    }

    mutating func remove(_ key: [UInt8]) {
        let position = slots[slot(of: key[...])] - 1
        guard position >= 0, values[position] >= 0 else { return }
        values[position] = -1
        count -= 1
    }

    /// The slot of a key, or the free slot for it.
    private func slot(of key: ArraySlice<UInt8>) -> Int {
        // Seeded in each process, so that outside texts cannot be chosen to collide.
        var hasher = Hasher()
        key.withUnsafeBytes { hasher.combine(bytes: $0) }
        var slot = hasher.finalize() & (slots.count - 1)
        while slots[slot] > 0, !keys[slots[slot] - 1].elementsEqual(key) { slot = (slot + 1) & (slots.count - 1) }
        return slot
    }

    private mutating func grow() {
        slots = [Int](repeating: 0, count: slots.count * 2)
        for position in keys.indices {
            let slot = slot(of: keys[position][...])
            slots[slot] = position + 1
        }
    }
}
