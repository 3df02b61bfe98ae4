/// The JSON form of faults, over HTTP and in files:
/// `{"fault": "status", "status": 503, "retry-after": 1, "operation": "add", "name": "pg_1", "times": 2}`.
extension Fault {
    /// Returns the faults in the text of a JSON object or an array of objects.
    ///
    /// - Throws: `FaultProblem` with a sentence.
    public static func list(parsing text: String) throws -> [Fault] {
        do {
            return try list(try JSONValue(parsing: Array(text.utf8), strict: false))
        } catch let problem as JSONProblem {
            throw FaultProblem(description: "not JSON: \(problem.sentence)")
        }
    }

    static func list(_ json: JSONValue) throws(FaultProblem) -> [Fault] {
        guard case .array(let items) = json else { return [try Fault(json)] }
        var faults: [Fault] = []
        for item in items { faults.append(try Fault(item)) }
        return faults
    }

    init(_ json: JSONValue) throws(FaultProblem) {
        guard case .object(let members) = json else { throw FaultProblem(description: "a fault is an object") }
        var fields = FaultFields(members)
        let effect = try Self.effect(&fields)
        let operation = try fields.text("operation").map { name throws(FaultProblem) in
            guard let operation = Operation(rawValue: name) else {
                let known = Operation.allCases.map(\.rawValue).joined(separator: ", ")
                throw FaultProblem(description: "unknown operation `\(name)`; there are \(known)")
            }
            return operation
        }
        self.init(
            effect, operation: operation, name: try fields.text("name"),
            times: try fields.integer("times", in: 1...1_000_000) ?? 1)
        try fields.checkAllKnown()
    }

    private static func effect(_ fields: inout FaultFields) throws(FaultProblem) -> Effect {
        switch try fields.text("fault") {
        case "status":
            .status(
                try fields.integer("status", in: 400...599) ?? 500,
                retryAfter: try fields.integer("retry-after", in: 0...86_400))
        case "delay": .delay(milliseconds: try fields.integer("milliseconds", in: 0...600_000) ?? 0)
        case "reset-before": .resetBefore
        case "reset-after": .resetAfter
        case "truncate": .truncate
        default:
            throw FaultProblem(
                description: "the key `fault` must be one of status, delay, reset-before, reset-after, truncate")
        }
    }

    var json: JSONValue {
        var members: [JSONValue.Member] = []
        switch effect {
        case .status(let status, let retryAfter):
            members = [.init(key: "fault", value: "status"), .init(key: "status", value: .number(String(status)))]
            if let retryAfter { members.append(.init(key: "retry-after", value: .number(String(retryAfter)))) }
        case .delay(let milliseconds):
            members = [
                .init(key: "fault", value: "delay"), .init(key: "milliseconds", value: .number(String(milliseconds))),
            ]
        case .resetBefore: members = [.init(key: "fault", value: "reset-before")]
        case .resetAfter: members = [.init(key: "fault", value: "reset-after")]
        case .truncate: members = [.init(key: "fault", value: "truncate")]
        }
        if let operation { members.append(.init(key: "operation", value: .string(operation.rawValue))) }
        if let name { members.append(.init(key: "name", value: .string(name))) }
        return .object(members + [.init(key: "times", value: .number(String(times)))])
    }
}
