import Picket
import Synchronization

/// A library with two commands that add up what they are given.
final class Host: Sendable {
    let library: Library
    let options: RunOptions
    private let tally: Tally

    private final class Tally: Sendable {
        let sum = Atomic<Int64>(0)
        let adds = Atomic<Int>(0)
    }

    /// How often `add` was called.
    var adds: Int { tally.adds.load(ordering: .relaxed) }

    init() throws {
        let tally = Tally()
        var options = RunOptions()
        options.limits = Limits(steps: 100_000_000_000, depth: 10_000, memory: 4 << 30)
        var library = Library()
        let note = Command(
            "note", parameters: [Parameter("host"), Parameter("port", .integer(0...Int64.max)), Parameter("user")])
        try library.add(note) { arguments in
            let texts = (arguments.withText(at: 0) { $0.count } ?? 0) + (arguments.withText(at: 2) { $0.count } ?? 0)
            let sum = Int64(texts) + (arguments.integer(at: 1) ?? 0)
            return .integer(tally.sum.wrappingAdd(sum, ordering: .relaxed).newValue)
        }
        let add = Command(
            "add",
            parameters: [
                .word("name"), Parameter("host"), Parameter("port", .integer(1...65_535)), Parameter("user"),
                Parameter("password", isSecret: true), Parameter("tags", .tags, isRequired: false),
            ])
        try library.add(add) { _ in
            tally.adds.wrappingAdd(1, ordering: .relaxed)
            return .null
        }
        self.library = library
        self.options = options
        self.tally = tally
    }
}
