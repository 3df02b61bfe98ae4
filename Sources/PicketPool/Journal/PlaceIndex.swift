/// Finds the indexes of records in an array by three numbers of each record. A dictionary would store all keys again,
/// and a journal may have hundreds of thousands.
struct PlaceIndex {
    /// The indexes plus one; 0 for a free slot. At most half of the slots are used.
    private var slots = [Int32](repeating: 0, count: 64)
    private var count: Int32 = 0
    /// A random number of the process, so that nobody can write a journal whose names all hash to one slot.
    private let seed = UInt64.random(in: .min ... .max)

    typealias Key = (Int32, Int32, Int32)

    /// - Parameter key: Returns the key of the record at an index.
    func place(of wanted: Key, _ key: (Int) -> Key) -> Int? {
        let place = slots[slot(of: wanted, key)] - 1
        return place < 0 ? nil : Int(place)
    }

    /// Adds the next record of the array.
    mutating func append(_ wanted: Key, _ key: (Int) -> Key) {
        slots[slot(of: wanted, key)] = count + 1
        count += 1
        guard Int(count) * 2 > slots.count else { return }
        slots = [Int32](repeating: 0, count: slots.count * 2)
        for place in 0..<count { slots[slot(of: key(Int(place)), key)] = place + 1 }
    }

    /// Returns the slot of a key, or the free slot where it belongs.
    private func slot(of wanted: Key, _ key: (Int) -> Key) -> Int {
        var slot = Int(truncatingIfNeeded: hash(wanted)) & (slots.count - 1)
        while slots[slot] > 0, key(Int(slots[slot]) - 1) != wanted { slot = (slot + 1) & (slots.count - 1) }
        return slot
    }

    /// The finalizer of SplitMix64 (Steele, Lea, Flood, "Fast splittable pseudorandom number generators", 2014).
    private func hash(_ key: Key) -> UInt64 {
        let pair = UInt64(UInt32(bitPattern: key.0)) << 32 | UInt64(UInt32(bitPattern: key.1))
        var hash = (pair ^ seed) &+ UInt64(UInt32(bitPattern: key.2)) &* 0x9E37_79B9_7F4A_7C15
        hash = (hash ^ hash >> 30) &* 0xBF58_476D_1CE4_E5B9
        hash = (hash ^ hash >> 27) &* 0x94D0_49BB_1331_11EB
        return hash ^ hash >> 31
    }
}
