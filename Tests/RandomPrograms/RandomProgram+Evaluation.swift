/// What a program does, found by a walk over its tree that shares nothing with the language.
extension RandomProgram {
    /// What is printed, and the codes of the failures that nothing caught, each once and sorted: the one that ends the program,
    /// and those of what was deferred and ran because of another one.
    public struct Effect: Equatable, Sendable {
        public var lines: [String] = []
        public private(set) var failures: [String]
        /// Whether a value grew so large that a limit of memory may end the program. The rest of the effect is then meaningless.
        public fileprivate(set) var isTooLarge = false

        public init(lines: [String] = [], failures: [String] = []) {
            self.lines = lines
            self.failures = Array(Set(failures)).sorted()
        }

        public mutating func add(failure: String) {
            if !failures.contains(failure) { failures = (failures + [failure]).sorted() }
        }
    }

    public var effect: Effect {
        var evaluator = Evaluator(definitions)
        var flow = evaluator.run(globals)
        if case .normal = flow {
            evaluator.keepGlobals()
            flow = evaluator.block(main)
        }
        var effect = Effect(lines: evaluator.lines, failures: evaluator.recorded)
        if case .failure(let problem) = flow { effect.add(failure: problem.code) }
        effect.isTooLarge = evaluator.isTooLarge
        return effect
    }
}

/// A value of a program.
enum RandomValue: Equatable {
    case integer(Int64)
    case text(String)
    case boolean(Bool)
    case list([RandomValue])
    case map([(key: String, value: RandomValue)])
    case null

    static func == (left: RandomValue, right: RandomValue) -> Bool {
        switch (left, right) {
        case (.integer(let left), .integer(let right)): return left == right
        case (.text(let left), .text(let right)): return left.utf8.elementsEqual(right.utf8)
        case (.boolean(let left), .boolean(let right)): return left == right
        case (.list(let left), .list(let right)): return left == right
        case (.map(let left), .map(let right)):
            return left.count == right.count
                && left.allSatisfy { entry in right.contains { $0.key == entry.key && $0.value == entry.value } }
        case (.null, .null): return true
        default: return false
        }
    }

    /// As `print` shows it.
    var shown: String {
        switch self {
        case .integer(let value): return String(value)
        case .text(let value): return value
        case .boolean(let value): return value ? "true" : "false"
        case .list(let values): return "[" + values.map(\.shown).joined(separator: ", ") + "]"
        case .map(let entries):
            return "{" + entries.map { "\($0.key): \($0.value.shown)" }.joined(separator: ", ") + "}"
        case .null: return "null"
        }
    }
}

struct RandomProblem: Error {
    let code: String
}

private struct Evaluator {
    /// A deferred block, and the names that its surrounding block had declared where the `defer` stands.
    struct Deferred {
        let body: [RandomStatement]
        let names: Set<String>
    }

    enum Flow {
        case normal, leave, proceed
        case result(RandomValue)
        case failure(RandomProblem)
    }

    private var definitions: [String: RandomDefinition] = [:]
    /// Those of `main`, or of the def that runs; the innermost last.
    private var scopes: [[String: RandomValue]] = [[:]]
    private var globals: [String: RandomValue] = [:]
    /// What the blocks around defer, the innermost last.
    private var deferred: [[Deferred]] = []
    var lines: [String] = []
    /// The codes of failures that came after another one.
    var recorded: [String] = []
    /// Whether a value exceeded `largestValue`.
    private(set) var isTooLarge = false

    /// The maximum bytes of a text and elements of a list: a loop that doubles a value would otherwise fill the memory.
    private static let largestValue = 100_000

    init(_ definitions: [RandomDefinition]) {
        for definition in definitions { self.definitions[definition.name] = definition }
    }

    mutating func keepGlobals() {
        globals = scopes[0]
        scopes = []
    }

    // MARK: Statements

    mutating func block(_ statements: [RandomStatement], with names: [String: RandomValue] = [:]) -> Flow {
        scopes.append(names)
        deferred.append([])
        var flow = run(statements)
        for entry in (deferred.popLast() ?? []).reversed() {
            // A name declared after the `defer` is not visible in it; the outer name is. Earlier blocks see even fewer names.
            scopes[scopes.count - 1] = scopes[scopes.count - 1].filter { entry.names.contains($0.key) }
            flow = followed(flow, by: block(entry.body))
        }
        scopes.removeLast()
        return flow
    }

    mutating func run(_ statements: [RandomStatement]) -> Flow {
        for statement in statements {
            let flow: Flow
            do throws(RandomProblem) {
                flow = try run(statement)
            } catch {
                flow = .failure(error)
            }
            guard case .normal = flow else { return flow }
        }
        return .normal
    }

    private mutating func run(_ statement: RandomStatement) throws(RandomProblem) -> Flow {
        switch statement {
        case .declaration(let name, let value):
            let value = try evaluate(value)
            scopes[scopes.count - 1][name] = value
        case .change(let name, let value):
            let value = try evaluate(value)
            update(name) { $0 = value }
        case .elementChange(let name, let index, let value): try changeElement(name, index, value)
        case .fieldChange(let name, let key, let value):
            let value = try evaluate(value)
            guard case .map(var entries) = find(name) else { return .normal }
            if let place = entries.firstIndex(where: { $0.key == key }) {
                entries[place].value = value
            } else {
                entries.append((key, value))
            }
            update(name) { $0 = .map(entries) }
        case .append(let name, let value):
            let value = try evaluate(value)
            guard case .list(let values) = find(name) else { return .normal }
            let longer = try limited(.list(values + [value]))
            update(name) { $0 = longer }
        case .print(let values):
            var texts: [String] = []
            for value in values { texts.append(try evaluate(value).shown) }
            lines.append(texts.joined(separator: " "))
        case .condition(let condition, let first, let second):
            return block(try isTrue(condition) ? first : second)
        case .whileLoop, .rangeLoop, .listLoop, .mapLoop: return try loop(statement)
        case .leave: return .leave
        case .proceed: return .proceed
        case .attempt(let body, let name, let handler, let last): return attempt(body, name, handler, last)
        case .deferred(let body):
            deferred[deferred.count - 1].append(Deferred(body: body, names: Set(scopes[scopes.count - 1].keys)))
        case .failure(let reason):
            _ = try evaluate(reason)
            throw RandomProblem(code: "failed")
        case .expectation(let condition):
            guard try isTrue(condition) else { throw RandomProblem(code: "expectation-failed") }
        case .result(let value): return .result(try evaluate(value))
        case .call(let name, let arguments): _ = try call(name, arguments)
        }
        return .normal
    }

    private mutating func changeElement(
        _ name: String, _ index: RandomExpression, _ value: RandomExpression
    ) throws(RandomProblem) {
        let index = try evaluate(index)
        let value = try evaluate(value)
        guard case .list(var values) = find(name), case .integer(let position) = index else { return }
        values[try Self.place(position, values.count)] = value
        update(name) { $0 = .list(values) }
    }

    private static func place(_ position: Int64, _ count: Int) throws(RandomProblem) -> Int {
        guard position >= 0, position < count else { throw RandomProblem(code: "index-out-of-range") }
        return Int(position)
    }

    private mutating func loop(_ statement: RandomStatement) throws(RandomProblem) -> Flow {
        switch statement {
        case .whileLoop(let counter, let bound, let body):
            scopes[scopes.count - 1][counter] = .integer(0)
            while case .integer(let count) = find(counter), count < bound {
                update(counter) { $0 = .integer(count + 1) }
                if let end = end(of: block(body)) { return end }
            }
        case .rangeLoop(let name, let first, let last, let isClosed, let body):
            guard case .integer(let first) = try evaluate(first), case .integer(let last) = try evaluate(last) else {
                return .normal
            }
            var value = first
            while isClosed ? value <= last : value < last {
                if let end = end(of: block(body, with: [name: .integer(value)])) { return end }
                value += 1
            }
        case .listLoop(let name, let list, let body):
            guard case .list(let values) = try evaluate(list) else { return .normal }
            for value in values {
                if let end = end(of: block(body, with: [name: value])) { return end }
            }
        case .mapLoop(let key, let name, let map, let body):
            guard case .map(let entries) = try evaluate(map) else { return .normal }
            for entry in entries {
                let names = [key: RandomValue.text(entry.key), name: entry.value]
                if let end = end(of: block(body, with: names)) { return end }
            }
        default: break
        }
        return .normal
    }

    /// How a loop ends with this end of a round; nil if it goes on.
    private func end(of flow: Flow) -> Flow? {
        switch flow {
        case .normal, .proceed: return nil
        case .leave: return .normal
        default: return flow
        }
    }

    private mutating func attempt(
        _ body: [RandomStatement], _ name: String?, _ handler: [RandomStatement]?, _ last: [RandomStatement]?
    ) -> Flow {
        var flow = block(body)
        if case .failure(let problem) = flow, let handler {
            let entry = RandomValue.map([("code", .text(problem.code))])
            flow = block(handler, with: name.map { [$0: entry] } ?? [:])
        }
        guard let last else { return flow }
        return followed(flow, by: block(last))
    }

    /// The first failure stays the cause, and the next one is recorded.
    private mutating func followed(_ flow: Flow, by end: Flow) -> Flow {
        guard case .failure(let problem) = end else { return flow }
        guard case .failure = flow else { return end }
        recorded.append(problem.code)
        return flow
    }

    // MARK: Names

    private func find(_ name: String) -> RandomValue {
        for scope in scopes.reversed() {
            if let value = scope[name] { return value }
        }
        return globals[name] ?? .null
    }

    private mutating func update(_ name: String, _ change: (inout RandomValue) -> Void) {
        for index in scopes.indices.reversed() where scopes[index][name] != nil {
            return change(&scopes[index][name, default: .null])
        }
        change(&globals[name, default: .null])
    }

    // MARK: Expressions

    private mutating func isTrue(_ condition: RandomExpression) throws(RandomProblem) -> Bool {
        try evaluate(condition) == .boolean(true)
    }

    private mutating func evaluate(_ expression: RandomExpression) throws(RandomProblem) -> RandomValue {
        switch expression {
        case .integer(let value): return .integer(value)
        case .text(let value): return .text(value)
        case .boolean(let value): return .boolean(value)
        case .list(let values): return .list(try evaluate(values))
        case .map(let entries):
            var result: [(key: String, value: RandomValue)] = []
            for entry in entries { result.append((entry.key, try evaluate(entry.value))) }
            return .map(result)
        case .variable(let name): return find(name)
        case .element(let name, let index):
            guard case .integer(let position) = try evaluate(index), case .list(let values) = find(name) else {
                return .null
            }
            return values[try Self.place(position, values.count)]
        case .field(let name, let key):
            guard let value = field(name, key) else { throw RandomProblem(code: "missing-key") }
            return value
        case .fallback(let name, let key, let value):
            if let found = field(name, key) { return found }
            return try evaluate(value)
        case .negation(let value): return try arithmetic(.integer(0), "-", evaluate(value))
        case .not(let value): return .boolean(try !isTrue(value))
        case .binary(let left, let sign, let right): return try binary(left, sign, right)
        case .length(let value): return .integer(Int64(Self.length(try evaluate(value))))
        case .call(let name, let arguments): return try call(name, arguments)
        case .interpolation(let parts): return try limited(.text(try evaluate(parts).map(\.shown).joined()))
        }
    }

    /// Returns a new value; throws if it is too large.
    private mutating func limited(_ value: RandomValue) throws(RandomProblem) -> RandomValue {
        let size =
            switch value {
            case .text(let text): text.utf8.count
            case .list(let values): values.count
            default: 0
            }
        guard size > Self.largestValue else { return value }
        isTooLarge = true
        throw RandomProblem(code: "memory-limit")
    }

    private mutating func evaluate(_ expressions: [RandomExpression]) throws(RandomProblem) -> [RandomValue] {
        var values: [RandomValue] = []
        for expression in expressions { values.append(try evaluate(expression)) }
        return values
    }

    private func field(_ name: String, _ key: String) -> RandomValue? {
        guard case .map(let entries) = find(name) else { return nil }
        return entries.first { $0.key == key }?.value
    }

    private static func length(_ value: RandomValue) -> Int {
        switch value {
        case .text(let text): return text.count
        case .list(let values): return values.count
        case .map(let entries): return entries.count
        default: return 0
        }
    }

    private mutating func binary(
        _ left: RandomExpression, _ sign: String, _ right: RandomExpression
    ) throws(RandomProblem) -> RandomValue {
        let first = try evaluate(left)
        if sign == "and", first == .boolean(false) { return first }
        if sign == "or", first == .boolean(true) { return first }
        let second = try evaluate(right)
        switch (sign, first, second) {
        case ("and", _, _), ("or", _, _): return second
        case ("==", _, _): return .boolean(first == second)
        case ("!=", _, _): return .boolean(first != second)
        case ("<", .integer(let first), .integer(let second)): return .boolean(first < second)
        case (">=", .integer(let first), .integer(let second)): return .boolean(first >= second)
        case ("<", .text(let first), .text(let second)):
            return .boolean(first.utf8.lexicographicallyPrecedes(second.utf8))
        case ("contains", .list(let values), _): return .boolean(values.contains(second))
        case ("in", _, .list(let values)): return .boolean(values.contains(first))
        case ("+", .text(let first), .text(let second)): return try limited(.text(first + second))
        case ("+", .list(let first), .list(let second)): return try limited(.list(first + second))
        default: return try arithmetic(first, sign, second)
        }
    }

    private func arithmetic(
        _ first: RandomValue, _ sign: String, _ second: RandomValue
    ) throws(RandomProblem) -> RandomValue {
        guard case .integer(let left) = first, case .integer(let right) = second else { return .null }
        if right == 0, sign == "/" || sign == "%" { throw RandomProblem(code: "division-by-zero") }
        if right == -1, sign == "%" { return .integer(0) }
        let (result, overflow) =
            switch sign {
            case "+": left.addingReportingOverflow(right)
            case "-": left.subtractingReportingOverflow(right)
            case "*": left.multipliedReportingOverflow(by: right)
            case "/": left.dividedReportingOverflow(by: right)
            default: left.remainderReportingOverflow(dividingBy: right)
            }
        if overflow { throw RandomProblem(code: "integer-overflow") }
        return .integer(result)
    }

    private mutating func call(_ name: String, _ arguments: [RandomExpression]) throws(RandomProblem) -> RandomValue {
        let values = try evaluate(arguments)
        guard let definition = definitions[name] else { return .null }
        let (outer, outerDeferred) = (scopes, deferred)
        (scopes, deferred) = ([], [])
        defer { (scopes, deferred) = (outer, outerDeferred) }
        var names: [String: RandomValue] = [:]
        for (parameter, value) in zip(definition.parameters, values) { names[parameter] = value }
        switch block(definition.body, with: names) {
        case .result(let value): return value
        case .failure(let problem): throw problem
        default: return .null
        }
    }
}
