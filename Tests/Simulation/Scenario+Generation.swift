extension Scenario {
    /// The history of a seed.
    package init(seed: UInt64) {
        self.seed = seed
        var chance = Chance(seed)
        lag = chance.pick([0, 0, 0, 300, 2_000])
        password = chance.pick(Masking.allCases)
        writeScript(&chance)
        disturb(&chance)
        var later = Chance(seed ^ 0x1A7E4)
        for number in faults.keys.sorted() where later.isTrue(30) { delayEffect(of: number, &later) }
        var lines = Chance(seed ^ 0x11AE5)
        let isPlain = statements.allSatisfy { if case .parallel = $0.form { false } else { true } }
        if isPlain, kills.isEmpty, diskFull == nil, interruption == nil { isByLine = lines.isTrue(25) }
    }

    /// Statements that would all succeed if nothing disturbed them.
    private mutating func writeScript(_ chance: inout Chance) {
        var model = Model(names: Self.existing)
        var fresh = Self.existing.shuffled(using: &chance)
        var made = 0
        for group in 0..<chance.number(1...5) {
            if chance.isTrue(25) {
                let verb = chance.pick([Verb.add, .ensure, .update, .delete, .remove])
                let width = chance.number(2...4)
                // One text of a command is the text of all rounds.
                let (secret, isEnabled) = (chance.pick(Statement.Secret.allCases), chance.isTrue(70))
                for _ in 0..<chance.number(2...5) {
                    made += 1
                    let isNew = verb == .add || verb == .ensure || fresh.isEmpty
                    guard !isNew || verb == .add || verb == .ensure else { continue }
                    let name = isNew ? "new\(made)" : fresh.removeLast()
                    append(verb, name, made, .parallel(group: group, width: width), &model, &chance)
                    statements[statements.count - 1].secret = secret
                    statements[statements.count - 1].isEnabled = verb != .ensure || isEnabled
                }
                continue
            }
            made += 1
            let isNew = fresh.isEmpty || chance.isTrue(50)
            let name: String
            var isKnown = false
            if chance.isTrue(40), let known = statements.last?.name {
                (name, isKnown) = (known, true)
            } else {
                name = isNew ? "new\(made)" : fresh.removeLast()
            }
            // A script that shows what it has just written sees what the platform shows, which may be late.
            let verbs: [Verb] =
                model.isPresent(name)
                ? [isKnown && lag > 0 ? .update : .show, .update, .disable, .enable, .delete, .ensure, .remove]
                : [.add, .ensure, .remove]
            append(chance.pick(verbs), name, made, chance.isTrue(15) ? .tried : .plain, &model, &chance)
        }
    }

    private mutating func append(
        _ verb: Verb, _ name: String, _ number: Int, _ form: Statement.Form, _ model: inout Model,
        _ chance: inout Chance
    ) {
        let statement = Statement(
            verb: verb, name: name, port: 1_000 + number, secret: chance.pick(Statement.Secret.allCases),
            isEnabled: verb != .ensure || chance.isTrue(70), form: form)
        model.apply(statement)
        statements.append(statement)
    }

    private mutating func disturb(_ chance: inout Chance) {
        let messages = 3 * statements.count + 4
        for _ in 0..<chance.pick([0, 1, 1, 2, 3, 5, 8]) {
            faults[chance.number(1...messages)] = Self.fault(&chance)
        }
        if chance.isTrue(25), let statement = statements.randomElement(using: &chance) {
            for _ in 0..<chance.number(1...2) {
                acts.append(
                    OperatorAct(
                        kind: chance.pick(OperatorAct.Kind.allCases), name: statement.name,
                        time: chance.number(0...3_000)))
            }
        }
        if chance.isTrue(20) { addRival(&chance) }
        if chance.isTrue(40) {
            for _ in 0..<chance.number(1...3) { kills.append(chance.number(1...12 * statements.count + 10)) }
            losesTail = chance.isTrue(30)
        }
        if chance.isTrue(8) { diskFull = chance.number(0...2 * statements.count) }
        if chance.isTrue(12) { interruption = chance.number(1...8 * statements.count + 5) }
        resumesAfterFailure = chance.isTrue(50)
    }

    /// Lets a message take effect some time after its connection ended, or after a gateway answered for the platform.
    private mutating func delayEffect(of number: Int, _ chance: inout Chance) {
        switch faults[number] {
        case .reset(effectAfter: 0)?: faults[number] = .reset(effectAfter: chance.number(1...9_000))
        case .page(let status, effectAfter: 0)?:
            faults[number] = .page(status: status, effectAfter: chance.number(1...9_000))
        default: break
        }
    }

    /// Another operator sees to the same connections.
    private mutating func addRival(_ chance: inout Chance) {
        let names = Array(Set(statements.map(\.name))).sorted()
        for number in 1...chance.number(1...4) {
            let verb = chance.pick(Verb.allCases)
            rival.append(
                Statement(
                    verb: verb, name: chance.pick(names), port: 2_000 + number, secret: .long,
                    isEnabled: verb != .ensure || chance.isTrue(70), form: chance.isTrue(50) ? .tried : .plain))
        }
    }

    private static func fault(_ chance: inout Chance) -> Fault {
        // A sending is at work for less than `--resend-after`, which is what that option promises.
        let late = chance.isTrue(50) ? chance.number(0...9_000) : nil
        switch chance.number(0...11) {
        case 0: return .refused
        case 1, 2: return .reset(effectAfter: chance.isTrue(50) ? 0 : nil)
        case 3, 4: return .silence(effectAfter: late)
        // Any gateway may leave the request at work: `delayEffect` lets the others do that.
        case 5: return .page(status: chance.pick([408, 499, 504, 522, 524]), effectAfter: late)
        case 6: return .page(status: chance.pick([502, 503, 520, 521]), effectAfter: chance.isTrue(50) ? 0 : nil)
        case 7:
            return .page(
                status: chance.pick([200, 201, 404, 409, 403, 301]), effectAfter: chance.isTrue(50) ? 0 : nil)
        case 8: return .ownFailure(takesEffect: chance.isTrue(50))
        case 9: return .notNow(retryAfter: chance.isTrue(50) ? chance.number(0...3) : nil)
        case 10: return chance.isTrue(50) ? .duplicated : .tokensEnd
        default: return .late(chance.number(10...4_000))
        }
    }
}

/// What a script makes of the pool if every command succeeds: an evaluator of its own.
struct Model {
    struct Connection: Equatable {
        var port: Int
        var isEnabled: Bool
    }

    private(set) var connections: [String: Connection] = [:]

    init(names: [String]) {
        for name in names { connections[name] = Connection(port: 1, isEnabled: true) }
    }

    func isPresent(_ name: String) -> Bool { connections[name] != nil }

    mutating func apply(_ statement: Statement) {
        switch statement.verb {
        case .show: break
        case .add: connections[statement.name] = Connection(port: statement.port, isEnabled: true)
        case .ensure:
            connections[statement.name] = Connection(port: statement.port, isEnabled: statement.isEnabled)
        case .update: connections[statement.name]?.port = statement.port
        case .disable: connections[statement.name]?.isEnabled = false
        case .enable: connections[statement.name]?.isEnabled = true
        case .delete, .remove: connections[statement.name] = nil
        }
    }
}
