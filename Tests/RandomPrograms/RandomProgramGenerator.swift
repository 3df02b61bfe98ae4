import Goldens

/// Makes programs that parse and check without an error, the same for one seed on every run.
public struct RandomProgramGenerator {
    private var random: SeededGenerator
    private var scopes: [[(name: String, kind: RandomKind)]] = [[]]
    /// How many of the scopes may be changed from here, counted from the innermost.
    private var firstOwnScope = 0
    private var definitions: [RandomDefinition] = []
    private var isInLoop = false
    private var isInDefinition = false
    private var mayReturn = false
    private var mayChangeGlobals = false
    private var changesGlobals = false
    private var nameCount = 0
    /// What loops count by, which nothing else changes.
    private var counters: Set<String> = []

    public init(seed: UInt64) { random = SeededGenerator(seed: seed) }

    public mutating func next() -> RandomProgram {
        (scopes, firstOwnScope, definitions, nameCount) = ([[]], 0, [], 0)
        counters = []
        (isInLoop, isInDefinition, changesGlobals) = (false, false, false)
        var globals: [RandomStatement] = []
        for kind in RandomKind.allCases { globals.append(declaration(kind)) }
        mayChangeGlobals = chance(2)
        for _ in 0..<pick(0...3) { definitions.append(definition()) }
        scopes.append([])
        firstOwnScope = 1
        var main = statements(pick(3...9), depth: 3)
        // Everything that is left is looked at.
        main.append(.print(scopes.flatMap { $0 }.map { .variable($0.name) }))
        return RandomProgram(
            globals: globals, definitions: definitions, main: main, changesGlobals: changesGlobals)
    }

    // MARK: Chance

    private mutating func pick(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }

    private mutating func chance(_ count: Int) -> Bool { pick(1...count) == 1 }

    private mutating func pick<Element>(_ elements: [Element]) -> Element? { elements.randomElement(using: &random) }

    private mutating func kind() -> RandomKind { pick(RandomKind.allCases) ?? .integer }

    // MARK: Names

    private mutating func newName() -> String {
        nameCount += 1
        return "n\(nameCount)"
    }

    private func names(_ kind: RandomKind) -> [String] {
        // An inner name hides an outer one.
        var seen: Set<String> = []
        return scopes.reversed().flatMap { $0.reversed() }.filter { seen.insert($0.name).inserted && $0.kind == kind }
            .map(\.name)
    }

    /// A name that may be changed here.
    private mutating func target(_ kind: RandomKind) -> String? {
        var seen: Set<String> = []
        var found: [(name: String, isGlobal: Bool)] = []
        for (index, scope) in scopes.enumerated().reversed() {
            for entry in scope.reversed() where seen.insert(entry.name).inserted && entry.kind == kind {
                if counters.contains(entry.name) { continue }
                if index >= firstOwnScope { found.append((entry.name, false)) }
                if index == 0, isInDefinition, mayChangeGlobals { found.append((entry.name, true)) }
            }
        }
        guard let chosen = pick(found) else { return nil }
        if chosen.isGlobal { changesGlobals = true }
        return chosen.name
    }

    private mutating func declare(_ kind: RandomKind) -> String {
        // Now and then a name of a block around it.
        let innermost = scopes.count - 1
        let outer = scopes.dropLast().flatMap { $0 }.map(\.name)
        var name = newName()
        if innermost > firstOwnScope, chance(4), let old = pick(outer),
            !scopes[innermost].contains(where: { $0.name == old })
        {
            name = old
        }
        scopes[innermost].append((name, kind))
        return name
    }

    // MARK: Statements

    private mutating func declaration(_ kind: RandomKind) -> RandomStatement {
        let value = expression(kind, depth: 2)
        return .declaration(declare(kind), value)
    }

    private mutating func definition() -> RandomDefinition {
        let outer = (scopes, firstOwnScope)
        let parameters = [newName(), newName()]
        scopes = [scopes[0], parameters.map { ($0, .integer) }]
        firstOwnScope = 1
        (isInDefinition, mayReturn) = (true, true)
        var body = statements(pick(1...4), depth: 2)
        body.append(.result(expression(.integer, depth: 2)))
        (isInDefinition, mayReturn) = (false, false)
        (scopes, firstOwnScope) = outer
        return RandomDefinition(name: "f\(definitions.count + 1)", parameters: parameters, body: body)
    }

    private mutating func block(_ depth: Int, with names: [(String, RandomKind)] = []) -> [RandomStatement] {
        scopes.append(names.map { (name: $0.0, kind: $0.1) })
        defer { scopes.removeLast() }
        return statements(pick(1...3), depth: depth - 1)
    }

    /// A block that no jump leaves.
    private mutating func closedBlock(_ depth: Int) -> [RandomStatement] {
        let outer = (isInLoop, mayReturn)
        (isInLoop, mayReturn) = (false, false)
        defer { (isInLoop, mayReturn) = outer }
        return block(depth)
    }

    private mutating func loopBody(_ depth: Int, with names: [(String, RandomKind)] = []) -> [RandomStatement] {
        let outer = isInLoop
        isInLoop = true
        defer { isInLoop = outer }
        return block(depth, with: names)
    }

    private mutating func statements(_ count: Int, depth: Int) -> [RandomStatement] {
        (0..<count).map { _ in statement(depth) }
    }

    private mutating func statement(_ depth: Int) -> RandomStatement {
        switch pick(0...(depth > 0 ? 15 : 7)) {
        case 0, 1: return declaration(kind())
        case 2: return change()
        case 3: return container()
        case 4, 5: return .print((0..<pick(1...3)).map { _ in expression(kind(), depth: 2) })
        case 6: return definitions.isEmpty ? change() : call()
        case 7: return jump()
        case 8, 9:
            return .condition(expression(.boolean, depth: 2), block(depth), chance(2) ? block(depth) : [])
        case 10:
            let counter = newName()
            let bound = Int64(pick(1...4))
            scopes[scopes.count - 1].append((counter, .integer))
            counters.insert(counter)
            return .whileLoop(counter, bound, loopBody(depth))
        case 11:
            let (first, last) = (
                expression(.integer, depth: 0, isSmall: true), expression(.integer, depth: 0, isSmall: true)
            )
            let name = newName()
            return .rangeLoop(name, first, last, isClosed: chance(2), loopBody(depth, with: [(name, .integer)]))
        case 12:
            let list = expression(.list, depth: 1)
            let name = newName()
            return .listLoop(name, list, loopBody(depth, with: [(name, .integer)]))
        case 13:
            let map = expression(.map, depth: 1)
            let (key, value) = (newName(), newName())
            return .mapLoop(key, value, map, loopBody(depth, with: [(key, .text), (value, .integer)]))
        case 14: return attempt(depth)
        default:
            let isInBlock = isInDefinition || scopes.count > firstOwnScope + 1
            return isInBlock ? .deferred(closedBlock(depth)) : attempt(depth)
        }
    }

    private mutating func change() -> RandomStatement {
        let kind = kind()
        guard let name = target(kind) else { return declaration(kind) }
        return .change(name, expression(kind, depth: 2))
    }

    private mutating func container() -> RandomStatement {
        if chance(2), let name = target(.map) { return .fieldChange(name, key(), expression(.integer, depth: 2)) }
        guard let name = target(.list) else { return declaration(.list) }
        if chance(2) { return .append(name, expression(.integer, depth: 2)) }
        return .elementChange(name, .integer(Int64(pick(-1...2))), expression(.integer, depth: 1))
    }

    private mutating func call() -> RandomStatement {
        guard let definition = pick(definitions) else { return change() }
        return .call(definition.name, definition.parameters.map { _ in expression(.integer, depth: 1) })
    }

    private mutating func jump() -> RandomStatement {
        if isInLoop, chance(2) {
            return .condition(expression(.boolean, depth: 1), [chance(2) ? .leave : .proceed], [])
        }
        if mayReturn, chance(2) {
            return .condition(expression(.boolean, depth: 1), [.result(expression(.integer, depth: 1))], [])
        }
        if chance(3) { return .condition(expression(.boolean, depth: 1), [.failure(expression(.text, depth: 1))], []) }
        return .expectation(expression(.boolean, depth: 1))
    }

    private mutating func attempt(_ depth: Int) -> RandomStatement {
        let body = block(depth)
        let hasHandler = !chance(4)
        var name: String?
        var handler: [RandomStatement]?
        if hasHandler {
            let problem = newName()
            name = chance(3) ? nil : problem
            handler = (name.map { [.print([.field($0, "code")])] } ?? []) + block(depth)
        }
        let last = !hasHandler || chance(3) ? closedBlock(depth) : nil
        return .attempt(body, name, handler, last)
    }

    // MARK: Expressions

    private static let texts = [
        "", "a", "pg", "web-1", "x y", "ä", "e\u{301}", "\u{e9}", "\"q\"", "$", "long enough to be on the heap",
    ]
    private static let keys = ["a", "b", "key", "long-key-name"]

    private mutating func key() -> String { pick(Array(Self.keys.prefix(3))) ?? "a" }

    private mutating func expression(_ kind: RandomKind, depth: Int, isSmall: Bool = false) -> RandomExpression {
        if depth <= 0 || chance(4) { return leaf(kind, isSmall: isSmall) }
        switch kind {
        case .integer: return integer(depth)
        case .text: return text(depth)
        case .boolean: return boolean(depth)
        case .list:
            if chance(3) {
                return .binary(expression(.list, depth: depth - 1), "+", expression(.list, depth: depth - 1))
            }
            return .list((0..<pick(0...4)).map { _ in expression(.integer, depth: depth - 1) })
        case .map:
            let keys = Self.keys.shuffled(using: &random).prefix(pick(0...3))
            return .map(keys.map { ($0, expression(.integer, depth: depth - 1)) })
        }
    }

    private mutating func leaf(_ kind: RandomKind, isSmall: Bool) -> RandomExpression {
        if !isSmall, chance(2), let name = pick(names(kind)) { return .variable(name) }
        switch kind {
        case .integer:
            if !isSmall, chance(12) { return .integer(4_611_686_018_427_387_904) }
            return .integer(Int64(pick(-3...6)))
        case .text: return .text(pick(Self.texts) ?? "")
        case .boolean: return .boolean(chance(2))
        case .list: return .list((0..<pick(0...3)).map { .integer(Int64($0)) })
        case .map: return .map([("a", .integer(Int64(pick(0...9))))])
        }
    }

    private mutating func integer(_ depth: Int) -> RandomExpression {
        switch pick(0...9) {
        case 0...4:
            let sign = pick(["+", "-", "*", "+", "-", "/", "%"]) ?? "+"
            return .binary(expression(.integer, depth: depth - 1), sign, expression(.integer, depth: depth - 1))
        case 5: return .negation(expression(.integer, depth: depth - 1))
        case 6: return .length(expression(pick([.text, .list, .map]) ?? .text, depth: depth - 1))
        case 7:
            guard let name = pick(names(.list)) else { return leaf(.integer, isSmall: false) }
            return .element(name, .integer(Int64(pick(-2...2))))
        case 8:
            guard let name = pick(names(.map)) else { return leaf(.integer, isSmall: false) }
            return chance(4) ? .field(name, key()) : .fallback(name, key(), expression(.integer, depth: depth - 1))
        default:
            guard let definition = pick(definitions) else { return leaf(.integer, isSmall: false) }
            return .call(definition.name, definition.parameters.map { _ in expression(.integer, depth: depth - 1) })
        }
    }

    private mutating func text(_ depth: Int) -> RandomExpression {
        if chance(2) { return .binary(expression(.text, depth: depth - 1), "+", expression(.text, depth: depth - 1)) }
        return .interpolation((0..<pick(1...3)).map { _ in expression(kind(), depth: depth - 1) })
    }

    private mutating func boolean(_ depth: Int) -> RandomExpression {
        switch pick(0...6) {
        case 0, 1:
            let kind: RandomKind = chance(2) ? .integer : .text
            let sign = pick(kind == .integer ? ["<", ">=", "==", "!="] : ["<", "==", "!="]) ?? "=="
            return .binary(expression(kind, depth: depth - 1), sign, expression(kind, depth: depth - 1))
        case 2: return .not(expression(.boolean, depth: depth - 1))
        case 3:
            let sign = chance(2) ? "and" : "or"
            return .binary(expression(.boolean, depth: depth - 1), sign, expression(.boolean, depth: depth - 1))
        case 4: return .binary(expression(.list, depth: depth - 1), "contains", expression(.integer, depth: depth - 1))
        case 5: return .binary(expression(.integer, depth: depth - 1), "in", expression(.list, depth: depth - 1))
        default: return .binary(expression(.map, depth: depth - 1), "==", expression(.map, depth: depth - 1))
        }
    }
}
