/// What happens in a history: a script, and what disturbs it. All of it follows from the seed; a shrunk one has less.
package struct Scenario: Sendable {
    package var seed: UInt64
    package var statements: [Statement] = []
    /// By the number of the message, from 1, across all lives of the program.
    package var faults: [Int: Fault] = [:]
    package var acts: [OperatorAct] = []
    /// The script of another operator with the same program at the same time; empty for none.
    package var rival: [Statement] = []
    /// Of each life that ends by a kill: after how many events.
    package var kills: [Int] = []
    /// Whether a kill takes the machine down, so that what was not settled on the disk is lost.
    package var losesTail = false
    /// After how many settled appends the disk is full for the rest of that life; nil for never.
    package var diskFull: Int?
    /// How late a read may be, in milliseconds.
    package var lag = 0
    package var password = Masking.shown
    /// Whether a run that ended with a failure is resumed once.
    package var resumesAfterFailure = false
    /// Whether each statement is a run of its own on one executor, as the lines of a prompt are; they keep no journal.
    package var isByLine = false
    /// Whether a first ^C comes after so many events of the first life; nil for none.
    package var interruption: Int?

    /// A history in which nothing disturbs the script.
    package init(seed: UInt64, _ statements: [Statement]) {
        self.seed = seed
        self.statements = statements
    }

    /// A connection that is there before the first run.
    package static let existing = (0..<4).map { "old\($0)" }
}

/// How the platform shows a password.
package enum Masking: String, CaseIterable, Sendable {
    case shown, missing, stars, null, hash
}

package enum Verb: String, CaseIterable, Sendable {
    case add, show, update, disable, enable, delete, ensure, remove
}

/// One command of a script.
package struct Statement: Sendable {
    package enum Form: Sendable, Equatable {
        case plain
        /// Inside of a `try` whose `catch` goes on.
        case tried
        /// With the other statements of the group in one parallel loop.
        case parallel(group: Int, width: Int)
    }

    package var verb: Verb
    package var name: String
    /// Tells the command from others in what it sends.
    package var port: Int
    package var secret: Secret
    package var isEnabled = true
    package var form = Form.plain

    package enum Secret: Int, CaseIterable, Sendable {
        case long, short, glued
    }

    package init(verb: Verb, name: String, port: Int, secret: Secret, isEnabled: Bool = true, form: Form = .plain) {
        (self.verb, self.name, self.port, self.secret) = (verb, name, port, secret)
        (self.isEnabled, self.form) = (isEnabled, form)
    }
}

/// What happens to a message.
package enum Fault: Sendable, Equatable {
    /// Nothing listens: no byte leaves.
    case refused
    /// The connection ends. The platform acts so many milliseconds later, or never.
    case reset(effectAfter: Int?)
    /// No answer comes. The platform acts so many milliseconds later, or never.
    case silence(effectAfter: Int?)
    /// A gateway answers by a page of its own, while the platform acts at once, later, or never.
    case page(status: Int, effectAfter: Int?)
    /// The platform itself answers 500 in its own form.
    case ownFailure(takesEffect: Bool)
    case notNow(retryAfter: Int?)
    /// A gateway sends it on twice; the first answer comes back.
    case duplicated
    /// All tokens end before it.
    case tokensEnd
    /// The answer comes so many milliseconds late.
    case late(Int)
}

/// What another operator does.
package struct OperatorAct: Sendable {
    package enum Kind: CaseIterable, Sendable { case create, delete, change, disable }

    package var kind: Kind
    package var name: String
    /// Milliseconds from the beginning.
    package var time: Int

    package init(kind: Kind, name: String, time: Int) { (self.kind, self.name, self.time) = (kind, name, time) }
}

extension Scenario {
    /// The connections that others touch.
    var touched: Set<String> { Set(acts.map(\.name) + rival.map(\.name)) }

    /// The same history as the other operator has it.
    var asRival: Scenario {
        var scenario = self
        scenario.statements = rival
        scenario.rival = statements
        (scenario.kills, scenario.diskFull, scenario.interruption, scenario.isByLine) = ([], nil, nil, false)
        return scenario
    }
}
