import Foundation
import NIOCore
import PicketPool
import PicketRuntime

/// An independent observer of a history: it sees the platform's log, the platform, and what the user was told, and knows
/// nothing of how the program came to it.
struct Observer {
    private let scenario: Scenario
    private let platform: SimulatedPlatform
    private let told: [Life.Told]
    /// Which lives are those of the program that is observed.
    private let lives: ClosedRange<Int>
    private(set) var findings: [String] = []

    init(
        _ scenario: Scenario, _ platform: SimulatedPlatform, _ told: [Life.Told], lives: ClosedRange<Int>,
        journal: [UInt8]
    ) {
        self.scenario = scenario
        self.lives = lives
        self.platform = platform
        self.told = told
        findDoubled()
        compareEnd()
        checkClaims()
        checkAlarms()
        findSecrets(journal)
        checkWaits()
        checkHarmless()
    }

    /// What the program did, without what a gateway repeated.
    private var effects: [SimulatedPlatform.Effect] {
        platform.effects.filter { effect in effect.life.map { lives.contains($0) } ?? false && !effect.isDuplicate }
    }

    /// The same up to a life of the program, counted from 0, and what is left of it behind that.
    private func effects(upTo index: Int) -> [SimulatedPlatform.Effect] {
        effects.filter { $0.life ?? 0 <= lives.lowerBound + index }
    }

    /// Whether the user was told of a doubt about writes on a connection.
    private func isDoubted(_ name: String) -> Bool {
        told.contains { life in
            life.notices.contains { Self.name(in: $0.request.content) == name }
                || life.changes.contains { $0.name == name && ["untold", "as-meant"].contains($0.change) }
                || life.refusal != nil || life.text.contains("it is sent each time")
        }
    }

    private func statements(_ name: String) -> [Statement] { scenario.statements.filter { $0.name == name } }

    // MARK: 1. Nothing is doubled

    private mutating func findDoubled() {
        for name in Set(effects.map(\.name)) where !isDoubted(name) {
            let own = effects.filter { $0.name == name }
            for action in Set(own.map(\.action)) {
                let count = own.filter { $0.action == action }.count - decidedAnew(action, name)
                let most = statements(name).filter { Self.actions(of: $0.verb).contains(action) }.count
                if count > most {
                    findings.append("1: \(action) \(name) took effect \(count) times and was asked for \(most) times")
                }
            }
        }
    }

    /// How often an `ensure` did the same once more in one life because others had changed the connection since: it makes the
    /// connection as it is wanted, whatever others do meanwhile.
    private func decidedAnew(_ action: String, _ name: String) -> Int {
        guard statements(name).contains(where: { $0.verb == .ensure }) else { return 0 }
        var (count, lifeBefore, isOfOthers) = (0, Int?.none, false)
        for effect in platform.effects where effect.name == name && !effect.isDuplicate {
            guard let life = effect.life, lives.contains(life) else {
                isOfOthers = true
                continue
            }
            guard effect.action == action else { continue }
            if isOfOthers, lifeBefore == life { count += 1 }
            (lifeBefore, isOfOthers) = (life, false)
        }
        return count
    }

    private static func actions(of verb: Verb) -> [String] {
        switch verb {
        case .add: ["POST"]
        case .show: []
        case .update: ["PUT"]
        case .disable: ["disable"]
        case .enable: ["enable"]
        case .delete, .remove: ["DELETE"]
        case .ensure: ["POST", "PUT", "disable", "enable"]
        }
    }

    // MARK: 2. The end is as the script meant it, or the exit status says that it is not

    private mutating func compareEnd() {
        guard told.last?.status == 0 else { return }
        var model = Model(names: Scenario.existing)
        for statement in scenario.statements { model.apply(statement) }
        let tried = Set(scenario.statements.filter { $0.form == .tried }.map(\.name))
        let names = Set(scenario.statements.map(\.name)).subtracting(scenario.touched).subtracting(tried)
        for name in names.sorted() {
            let (wanted, found) = (model.connections[name], Self.connection(platform.connection(name)))
            if wanted != found {
                findings.append(
                    "2: the exit status is 0, and \(name) is \(Self.text(found)), not \(Self.text(wanted))")
            }
        }
    }

    private static func connection(_ object: ValueMap?) -> Model.Connection? {
        guard let object, case .integer(let port)? = object["port"], case .boolean(let isEnabled)? = object["enabled"]
        else { return nil }
        return Model.Connection(port: Int(port), isEnabled: isEnabled)
    }

    private static func text(_ connection: Model.Connection?) -> String {
        connection.map { "there with the port \($0.port), \($0.isEnabled ? "enabled" : "disabled")" } ?? "absent"
    }

    // MARK: 3. No claim contradicts the log

    private mutating func checkClaims() {
        for (index, life) in told.enumerated() {
            let effects = effects(upTo: index)
            for change in life.changes { check(change, effects) }
            for change in life.changes where change.change == "failed" {
                checkFailure(change.name, of: life, effects, isFirst: index == 0)
            }
        }
    }

    /// A run that leaves a connection as the script means it must not say that it is otherwise. Nobody else may have touched
    /// it, and the whole script must have ended well.
    private mutating func checkAlarms() {
        guard let last = told.last, last.status == 1, last.changes.allSatisfy({ $0.change != "failed" }) else { return }
        var model = Model(names: Scenario.existing)
        for statement in scenario.statements { model.apply(statement) }
        let tried = Set(scenario.statements.filter { $0.form == .tried }.map(\.name))
        for notice in last.notices where Self.isCertainAlarm(notice.text.content) {
            let name = Self.name(in: notice.request.content)
            guard !scenario.touched.contains(name), !tried.contains(name) else { continue }
            if model.connections[name] == Self.connection(platform.connection(name)) {
                findings.append("3: \(name) is as the script means it, and was said to be otherwise")
            }
        }
    }

    private static func isCertainAlarm(_ text: String) -> Bool {
        text.contains("not as the run left it") || text.contains("the run had deleted it")
    }

    private mutating func check(_ change: Tally.Entry, _ effects: [SimulatedPlatform.Effect]) {
        let own = effects.filter { $0.name == change.name }.map(\.action)
        let statements = statements(change.name)
        switch change.change {
        case "created" where !own.contains("POST"):
            findings.append("3: \(change.name) was said to be created, and no addition took effect")
        case "updated" where !own.contains(where: { ["PUT", "enable", "disable"].contains($0) }):
            findings.append("3: \(change.name) was said to be updated, and no change took effect")
        case "deleted" where !own.contains("DELETE"):
            findings.append("3: \(change.name) was said to be deleted, and no deletion took effect")
        case "unchanged" where !own.isEmpty && statements.count == 1:
            findings.append("3: \(change.name) was said to be unchanged, and \(own) took effect")
        default: break
        }
    }

    /// What failed did nothing, unless the same life says what else it did.
    private mutating func checkFailure(
        _ name: String, of life: Life.Told, _ effects: [SimulatedPlatform.Effect], isFirst: Bool
    ) {
        let own = effects.filter { $0.name == name }.map(\.action)
        let isTold = life.changes.contains { $0.name == name && $0.change != "failed" }
        guard statements(name).count == 1, !own.isEmpty, !isTold, isFirst || !isDoubted(name) else { return }
        findings.append("3: \(name) was said to have failed, and \(own) took effect")
    }

    /// `PUT https://host/ds-api/pool/pg-instances/NAME`
    private static func name(in line: String) -> String {
        let parts = line.split(separator: "/").map(String.init)
        return parts.firstIndex(of: "pg-instances").flatMap { parts.count > $0 + 1 ? parts[$0 + 1] : nil } ?? ""
    }

    // MARK: 5. No secret comes out

    private mutating func findSecrets(_ journal: [UInt8]) {
        let outputs = told.map { Array($0.text.utf8) } + [journal]
        for form in Self.forms where outputs.contains(where: { Self.holds($0, Array(form.utf8)) }) {
            findings.append("5: a secret came out as \(form)")
        }
    }

    private static let forms: [String] = {
        let long = Scenario.longSecret
        let escaped = long.map { "\"\\/".contains($0) ? "\\\($0)" : String($0) }.joined()
        let percent = long.utf8.map { byte in
            let letter = Character(UnicodeScalar(byte))
            return letter.isLetter || letter.isNumber ? String(letter) : "%" + hexadecimal(byte)
        }.joined()
        return [
            long, escaped, escaped.replacing("\\/", with: "/"), percent, Data(long.utf8).base64EncodedString(),
            Scenario.shortSecret,
        ]
    }()

    private static func hexadecimal(_ byte: UInt8) -> String {
        let digits = String(byte, radix: 16, uppercase: true)
        return digits.count == 1 ? "0" + digits : digits
    }

    private static func holds(_ text: [UInt8], _ part: [UInt8]) -> Bool {
        guard text.count >= part.count, let first = part.first else { return false }
        return (0...text.count - part.count).contains { start in
            text[start] == first && text[start..<start + part.count].elementsEqual(part)
        }
    }

    // MARK: 8. What does no harm is borne without a word

    /// After a 429 nothing was done, a first ^C waits for what is on its way, and an answer that is late is an answer.
    private mutating func checkHarmless() {
        let isHarmless = scenario.faults.values.allSatisfy { fault in
            switch fault {
            case .notNow, .late, .duplicated: true
            default: false
            }
        }
        guard isHarmless, scenario.touched.isEmpty, scenario.kills.isEmpty, scenario.diskFull == nil else { return }
        // The program cannot know what an earlier life sent that was ended.
        for life in told.prefix(1) {
            for notice in life.notices {
                findings.append("8: nothing was lost, and the user was told of a doubt: \(notice.line.content)")
            }
        }
        if scenario.interruption == nil, let status = told.last?.status, status != 0 {
            findings.append("8: nothing did any harm, and the exit status is \(status)")
        }
    }

    // MARK: 6. No wait outlives its bound, and what was deferred ran

    private mutating func checkWaits() {
        let bound = Life.deadline + PoolRun.grace + Life.settleTimeout + .seconds(1)
        for life in told where life.status != nil {
            if life.duration > bound { findings.append("6: the run took \(life.duration.nanoseconds / 1_000_000) ms") }
            let armed = life.printed.filter { $0 == "armed" }.count
            let ran = life.printed.filter { $0 == "deferred" }.count
            if armed != ran { findings.append("6: \(armed) blocks were deferred, and \(ran) ran") }
        }
    }
}
