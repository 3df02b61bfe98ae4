public import Picket

/// The result of a run over a pool: that of the script, and what the run did to its platforms.
///
/// The members of `RunResult` are members of it, too: `result.exitStatus`, `result.output`, `result.rendered()`.
@dynamicMemberLookup
public struct PoolResult: Sendable {
    /// The result of the script.
    public let run: RunResult
    /// What the run changed, and what it failed to change.
    public let tally: PoolTally
    /// What a person should know about writes without a clear answer, in order.
    public let notices: [PoolNotice]
    /// What else a person should know about the run, a sentence each.
    public let remarks: [String]
    /// What the journal of the run has; nil for a run without one, or that was refused.
    public let journal: PoolJournalRecord?
    /// The report, if one was asked for; nil also for a run that was refused.
    public let report: PoolReport?
    /// The number of requests that the run sent, with logins and repetitions.
    public let requests: Int

    /// A member of `run`.
    public subscript<Member>(dynamicMember member: KeyPath<RunResult, Member>) -> Member { run[keyPath: member] }

    /// All problems of the script as a text for people or programs, with secrets hidden; empty for none.
    public func rendered(_ style: RenderStyle = .plain) -> String { run.rendered(style) }
}

extension PoolResult {
    init(_ ending: PoolEnding) {
        (run, tally, notices, remarks) = (ending.result, ending.tally, ending.notices, ending.remarks)
        (journal, report, requests) = (ending.journal, ending.report, ending.requests)
    }
}
