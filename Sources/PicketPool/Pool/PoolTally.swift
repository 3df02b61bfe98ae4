import PicketRuntime
import PicketSyntax

/// What a run changed on its platforms, and what it failed to change.
public struct PoolTally: Sendable, Equatable {
    /// What one command did.
    public struct Change: Sendable, Equatable {
        /// What became of the connection.
        public enum Kind: String, Sendable, CaseIterable {
            /// The connection was added.
            case created
            /// Fields of the connection were changed.
            case updated
            /// The connection was deleted.
            case deleted
            /// The connection already was as the command wants it.
            case unchanged
            /// The connection is as the command meant it, but whose request did that is not known.
            case asMeant = "as-meant"
            /// A write that is not about a connection.
            case other
            /// The write was not done.
            case failed
            /// Whether the write took effect cannot be told.
            case untold
            /// Whether the write took effect cannot be told, but the state of the connection is known since.
            case overtaken
        }

        /// The name of the connection, with secrets hidden; empty for a write that is not about one.
        public let name: String
        /// What became of it.
        public let kind: Kind
        /// The fields that were updated.
        public let fields: [String]
        /// The name of the step that did it; nil outside of steps.
        public let step: String?
    }

    /// The changes in the order in which the commands ended.
    public let changes: [Change]
    /// A sentence for each connection for which the run wanted two different states.
    public let rewritten: [String]
    /// The counts in words, such as `8 created, 3 updated (port), 1 failed (crm)`; empty if no command wrote.
    public let summary: String

    /// The writes whose effect cannot be told. A connection of one may need a person who looks at it.
    public var untold: [Change] { changes.filter { $0.kind == .untold } }

    /// Returns the number of changes of a kind.
    public func count(_ kind: Change.Kind) -> Int { changes.count { $0.kind == kind } }

    /// Whether the run may have changed something on its platforms.
    public var hasWritten: Bool { changes.contains { $0.kind != .unchanged && $0.kind != .failed } }
}

extension PoolTally {
    /// The tally of a run that did nothing.
    init() { (changes, rewritten, summary) = ([], [], "") }

    init(_ tally: Tally, _ rewritten: [Shown<String>], _ redactor: Redactor) {
        func show(_ text: String) -> String { redactor.show(text).content }
        changes = tally.entries.compactMap { entry in
            Change.Kind(rawValue: entry.change).map { kind in
                Change(name: show(entry.name), kind: kind, fields: entry.fields, step: entry.step.map(show))
            }
        }
        assert(changes.count == tally.entries.count, "every word of a change is a kind")
        self.rewritten = rewritten.map(\.content)
        summary = tally.text.map(show) ?? ""
    }
}

/// What a person should know about a write without a clear answer.
public struct PoolNotice: Sendable, Equatable {
    /// What was decided about the write.
    public enum Outcome: Sendable {
        /// The connection was read back: it is as the write meant it, by this write or by somebody else.
        case asMeant
        /// The connection was read back, and the write was sent again.
        case sentAgain
        /// Whether the write took effect is not known.
        case unknown
    }

    /// What was decided.
    public let outcome: Outcome
    /// The method and the URL of the request, with secrets hidden.
    public let request: String
    /// One phrase: what was lost, and what was decided.
    public let text: String
}

extension PoolNotice {
    init(_ notice: Notice) {
        outcome =
            switch notice.outcome {
            case .isAsMeant: .asMeant
            case .wasSentAgain: .sentAgain
            case .isUnknown: .unknown
            }
        (request, text) = (notice.request.content, notice.text.content)
    }
}
