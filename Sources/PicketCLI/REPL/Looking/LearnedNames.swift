import PicketRuntime
import PicketSyntax

/// The names that the answers of a line have taught.
struct LearnedNames: Sendable {
    /// The connections that answers name, in the order of the answers.
    private(set) var connections: [String] = []
    /// The commands that had an expected answer.
    private(set) var succeeded: [String] = []
    private var known: Set<TextKey> = []
    /// The number of connections that are kept.
    private static let limit = 10_000
    /// The bytes of the longest name that is kept.
    private static let longest = 256

    mutating func add(_ exchange: Exchange) {
        guard exchange.isSuccess else { return }
        if !succeeded.contains(where: { $0.hasBytes(of: exchange.command) }) { succeeded.append(exchange.command) }
        switch exchange.responseBody {
        case .list(let elements): for element in elements { add(element) }
        case let value: add(value)
        }
    }

    private mutating func add(_ value: Value) {
        guard case .map(let map) = value, case .string(let name)? = map["name"], name.utf8.count <= Self.longest,
            connections.count < Self.limit, known.insert(TextKey(name)).inserted
        else { return }
        connections.append(name)
    }
}
