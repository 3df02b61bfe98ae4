package import NIOCore
import PicketHTTP
package import PicketRuntime
import PicketSyntax

extension TimeAmount {
    /// A century; the loop's clock cannot count much further.
    package static let longest = TimeAmount.hours(24 * 365 * 100)
}

extension NIODeadline {
    /// The time on the clock that machines use, in nanoseconds.
    var nanoseconds: Int64 { Int64(clamping: uptimeNanoseconds) }

    init(nanoseconds: Int64) { self = .uptimeNanoseconds(UInt64(clamping: nanoseconds)) }
}

extension Outcome {
    /// Whether the run would end with status 0.
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
    /// The failure of an otherwise successful run that left connections in an unknown or unexpected state.
    static func untold(_ findings: [Doubts.Finding]) -> Failure {
        let what =
            findings.count == 1
            ? "1 connection is not as the run left it" : "\(findings.count) connections are not as the run left them"
        var diagnostic = Diagnostic(
            .unknownEffect, message: "\(what), or in an unknown state: \(names(of: findings))", at: nil,
            help: "check the platform, and run the script again")
        diagnostic.notes = findings.map { Diagnostic.Note("\($0.entry.line): \($0.text)") }
        return ofRunsEnd(diagnostic)
    }

    private static let shownNames = 5

    /// The names of the first connections, with their platforms if there are several.
    private static func names(of findings: [Doubts.Finding]) -> String {
        let namesPlatforms = findings.contains { $0.entry.platform.place !== findings[0].entry.platform.place }
        let names = findings.prefix(shownNames).map { "`\($0.entry.subject.text(namesPlatforms))`" }
        return names.joined(separator: ", ") + (findings.count > names.count ? ", …" : "")
    }

    private static func ofRunsEnd(_ diagnostic: Diagnostic) -> Failure {
        var failure = Failure(.command, diagnostic)
        failure.isOfRunsEnd = true
        return failure
    }

    /// The failure of an otherwise successful run with writes whose effect nobody knows, although the script went on.
    static func untold(_ count: Int) -> Failure {
        let writes = count == 1 ? "1 write" : "\(count) writes"
        let message = "whether \(writes) of the run took effect is not known"
        return ofRunsEnd(
            Diagnostic(.unknownEffect, message: message, at: nil, help: "check the platform before you run it again"))
    }

    /// The failure of a resumed run that did not reach a write in doubt; nil if there is none.
    static func forgotten(_ journal: Journal, _ voice: Voice) -> Failure? {
        let doubts = journal.unsettledWrites
        guard !doubts.isEmpty else { return nil }
        let isRefused = journal.problem?.failureReason == .withheld
        let writes = (isRefused ? "more " : "") + (doubts.count == 1 ? "write" : "writes")
        let rest = isRefused ? "" : " that this run did not reach"
        let message = "the journal has \(doubts.count) \(writes) in doubt\(rest)"
        var diagnostic = Diagnostic(
            .unsettledWrite, message: message, at: nil,
            help: voice == .commandLine
                ? "check the platform, and resume with `--settle STEP done` or `--settle STEP again`"
                : "check the platform, and settle each step when you resume")
        let shown = doubts.prefix(10)
        diagnostic.notes = shown.map { Diagnostic.Note("step `\($0.step)`: \($0.request)") }
        if doubts.count > shown.count {
            diagnostic.notes.append(Diagnostic.Note("and \(doubts.count - shown.count) more"))
        }
        return ofRunsEnd(diagnostic)
    }

    /// The failure of a run that is ended from outside, for example by Ctrl-C.
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
