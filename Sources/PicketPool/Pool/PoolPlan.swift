public import Picket
import PicketRuntime
import PicketSyntax

/// The changes that a run of a program would make, connection by connection. Secrets are hidden in all of it.
///
///     let plan = await pool.plan(program, options)
///     print(plan.summary)                            // 3 to create, 1 to update (port)
///     try await review.comment(plan.rendered(as: .markdown))
public struct PoolPlan: Sendable {
    /// What would become of a connection.
    public enum Action: String, Sendable, CaseIterable {
        /// It would be added.
        case create
        /// Fields of it would change.
        case update
        /// It would be deleted and added again.
        case replace
        /// It would be deleted.
        case delete
        /// It would stay as it is.
        case unchanged
    }

    /// A field that would change.
    public struct FieldChange: Sendable, Equatable {
        /// The name of the field, such as `port`.
        public let field: String
        /// The present value; nil for none.
        public let before: Value?
        /// The planned value; nil for none.
        public let after: Value?
        /// The values between the two, if several writes change the field.
        public let through: [Value?]
    }

    /// What would become of one connection.
    public struct Change: Sendable, Equatable {
        /// The URL of the platform.
        public let platform: String
        /// The name of the connection.
        public let name: String
        /// What would become of it.
        public let action: Action
        /// The fields that would change, in the order of the parameters: all fields of a new connection, none of a deleted
        /// one.
        public let fields: [FieldChange]
        /// How many writes would be sent.
        public let writes: Int
    }

    /// A write that is not about a connection, or a command of the host that writes.
    public struct OtherWrite: Sendable, Equatable {
        /// The method and the URL, or the name of the host's command.
        public let request: String
        /// The body; nil for none.
        public let body: String?
    }

    /// The form in which a plan becomes text.
    public enum Format: Sendable, CaseIterable {
        /// Lines for people.
        case text
        /// A table for a review comment.
        case markdown
        /// One JSON object, with the output of the script.
        case json
    }

    /// The result of the run that made the plan. It sent nothing but logins and reads.
    public let run: RunResult
    /// The changes in the order of the script. Connections that are only read are not included.
    public let changes: [Change]
    /// Other writes in the order of the script.
    public let otherWrites: [OtherWrite]
    /// What a person should know about the plan, a sentence each.
    public let warnings: [String]
    /// One line, such as `3 to create, 1 to update (port), 11 unchanged`.
    public let summary: String
    /// How many expectations were skipped, because they are about answers that only a run would get.
    public let skippedExpectations: Int
    /// How often the script used such an answer otherwise. From there on, a run may do something else.
    public let usesOfUnknownAnswers: Int
    /// Whether the script ran to its end, and all connections could be read that it writes.
    public let isComplete: Bool
    /// Whether a run would send a write.
    public let hasChanges: Bool
    private let document: PlanDocument

    /// Returns the plan as the program `picket plan` prints it.
    public func rendered(as format: Format) -> String {
        switch format {
        case .text: document.text.content
        case .markdown: document.markdown.content
        case .json: document.json.content
        }
    }
}

extension PoolPlan {
    init(_ document: PlanDocument, _ result: RunResult) {
        let plan = document.plan.content
        run = result
        changes = plan.changes.map(Change.init)
        otherWrites = zip(plan.otherWrites, plan.otherBodies).map { OtherWrite(request: $0, body: $1) }
        warnings = plan.warnings
        summary = plan.summary
        skippedExpectations = document.unknowns.passedOver
        usesOfUnknownAnswers = document.unknowns.reads
        isComplete = document.isComplete
        hasChanges = plan.hasChanges
        self.document = document
    }
}

extension PoolPlan.Change {
    init(_ change: Plan.Change) {
        platform = change.platform
        name = change.name
        action = PoolPlan.Action(change.action)
        fields = change.fields.map {
            PoolPlan.FieldChange(field: $0.field, before: $0.before, after: $0.after, through: $0.through)
        }
        writes = change.writes
    }
}

extension PoolPlan.Action {
    init(_ action: Plan.Action) {
        self =
            switch action {
            case .create: .create
            case .update: .update
            case .replace: .replace
            case .delete: .delete
            case .unchanged: .unchanged
            }
    }
}

extension Pool {
    /// Runs a program without its writes, and returns what they would change.
    ///
    /// Reads are sent, and later reads see the planned state. The host's own commands are executed, unless they are declared
    /// with `isWrite`. Waits are skipped.
    public func plan(_ program: Program, _ options: RunOptions = RunOptions()) async -> PoolPlan {
        var order = PoolOrder { ProgramRun(program, options, for: $0) }
        order.onlyPlans = true
        let ending = await run(order, of: program)
        return PoolPlan(ending.plan, ending.result)
    }
}
