import Synchronization

/// The seeds of the hashes of maps. Nobody outside of the process can guess them.
///
/// Each heap gets other ones. They come from one secret of the process, because asking the system for random bytes takes
/// longer than a short script.
enum HashSeeds {
    private static let secret: (UInt64, UInt64) = {
        var generator = SystemRandomNumberGenerator()
        return (generator.next(), generator.next())
    }()
    private static let count = Atomic<UInt64>(0)

    static func next() -> (UInt64, UInt64) {
        let number = count.wrappingAdd(1, ordering: .relaxed).newValue
        var generator = SeededGenerator(seed: secret.0 &+ number &* secret.1)
        return (generator.next() | 1, generator.next() | 1)
    }
}
