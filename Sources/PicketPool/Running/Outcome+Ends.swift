package import NIOCore
package import PicketRuntime
import PicketSyntax

extension TimeAmount {
    /// A century: the loop's clock can not count much further.
    package static let longest = TimeAmount.hours(24 * 365 * 100)
}

extension NIODeadline {
    /// The moment on the clock that machines count by.
    var nanoseconds: Int64 { Int64(clamping: uptimeNanoseconds) }

    init(nanoseconds: Int64) { self = .uptimeNanoseconds(UInt64(clamping: nanoseconds)) }
}

extension Outcome {
    /// Whether the run would end with 0.
    var isGood: Bool {
        switch self {
        case .success: true
        case .exit(let status): status == 0
        case .failure: false
        }
    }

    var isFailure: Bool {
        if case .failure = self { true } else { false }
    }
}

extension Failure {
    /// What a run ends with that would be a success, if it left connections of which it cannot say how they are.
    static func untold(_ findings: [Doubts.Finding]) -> Failure {
        let what =
            findings.count == 1
            ? "1 connection is not as the run left it" : "\(findings.count) connections are not as the run left them"
        var diagnostic = Diagnostic(
            .unknownEffect, message: "\(what), or cannot be told to be", at: nil,
            help: "look on the platform, and run the script again")
        diagnostic.notes = findings.map { Diagnostic.Note("\($0.entry.line): \($0.text)") }
        return Failure(.command, diagnostic)
    }

    /// What a resumed run ends with that would be a success, but did not come to a write in doubt.
    static func forgotten(_ journal: Journal) -> Failure? {
        let doubts = journal.unsettledWrites
        guard !doubts.isEmpty else { return nil }
        let count = doubts.count == 1 ? "1 write" : "\(doubts.count) writes"
        var diagnostic = Diagnostic(
            .unsettledWrite, message: "the journal has \(count) in doubt that this run did not come to", at: nil,
            help: "look on the platform, and resume with `--settle STEP done` or `--settle STEP again`")
        let shown = doubts.prefix(10)
        diagnostic.notes = shown.map { Diagnostic.Note("step `\($0.step)`: \($0.request)") }
        if doubts.count > shown.count {
            diagnostic.notes.append(Diagnostic.Note("and \(doubts.count - shown.count) more"))
        }
        return Failure(.command, diagnostic)
    }

    /// Ctrl-C, or another request to end, from outside the run.
    package static let interruptedByUser = Failure(
        .interrupted, Diagnostic(.interrupted, message: "the run was interrupted", at: nil))

    package static func deadline(_ deadline: TimeAmount) -> Failure {
        let limit = Value.duration(deadline.nanoseconds)
        let text = limit.description
        var failure = Failure(
            .deadline,
            Diagnostic(
                .deadline, message: "the run took longer than the \(text) it had", at: nil,
                help: "`--deadline` sets how long a run may take"))
        failure.evidence.limit = Failure.Limit(.deadline, limit)
        return failure
    }
}
