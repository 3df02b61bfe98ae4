/// A planned fault that cannot be understood.
public struct FaultProblem: Error, CustomStringConvertible, Sendable {
    public let description: String
}

/// The members of a fault's object. Each is removed when it is read, so the remaining ones are unknown.
struct FaultFields {
    private var values: [String: JSONValue]

    init(_ members: [JSONValue.Member]) {
        values = Dictionary(members.map { ($0.key, $0.value) }) { _, last in last }
    }

    mutating func text(_ key: String) throws(FaultProblem) -> String? {
        guard let value = values.removeValue(forKey: key) else { return nil }
        guard case .string(let text) = value else { throw FaultProblem(description: "`\(key)` must be a string") }
        return text
    }

    mutating func integer(_ key: String, in range: ClosedRange<Int>) throws(FaultProblem) -> Int? {
        guard let value = values.removeValue(forKey: key) else { return nil }
        guard case .number(let spelling) = value, let number = Int(spelling), range.contains(number) else {
            throw FaultProblem(
                description: "`\(key)` must be an integer from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    func checkAllKnown() throws(FaultProblem) {
        guard let key = values.keys.min() else { return }
        throw FaultProblem(description: "unknown key `\(key)`")
    }
}
