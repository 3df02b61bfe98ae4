package import PicketRuntime
import PicketSyntax

/// What a person should know of a write whose answer was lost: a status alone does not tell it.
package struct Notice: Sendable, Equatable {
    package enum Outcome: Sendable, CaseIterable {
        /// The connection was read back: it is as the write meant it, be it by this write or by another hand.
        case isAsMeant
        /// It was read back, and the write sent again.
        case wasSentAgain
        /// It was read back when no sending could be at work any more, and nothing of the write is there.
        case tookNoEffect
        /// Nobody could look.
        case isUnknown
    }

    package let outcome: Outcome
    /// The request line.
    package let request: Shown<String>
    /// One phrase: what was lost, and what was decided.
    package let text: Shown<String>

    /// In one line, whatever the names hold.
    package var line: Shown<String> {
        let line: Shown<String> = "\(request): \(text)"
        return line.map(\.displayed)
    }
}

extension Notice.Outcome {
    /// What it says of the write; nil where the answer that came at last says it.
    var verdict: Verdict? {
        switch self {
        case .isAsMeant: .effective
        case .wasSentAgain: nil
        case .tookNoEffect: .ineffective
        case .isUnknown: .unknown
        }
    }

    /// What it says of the answer in a response's note.
    var note: String {
        switch self {
        case .isAsMeant:
            "the answer was lost; the connection was read back and is as the request meant: "
                + "whether by this request is not known"
        case .wasSentAgain: "an answer was lost; the connection was read back, and the request sent again"
        case .tookNoEffect: "the connection was read back: the request took no effect"
        case .isUnknown: "whether the request took effect is not known: the connection could not be read back"
        }
    }

    /// The same of a write that a journal has, of which nobody knows whether it was sent at all.
    var noteOfEarlier: String {
        switch self {
        case .isAsMeant:
            "an earlier run may have sent this; the connection was read back and is as the request meant: "
                + "whether by this request is not known"
        case .wasSentAgain:
            "an earlier run may have sent this; the connection was read back, and the request sent again"
        case .tookNoEffect: note
        case .isUnknown:
            "an earlier run may have sent this, and whether it took effect is not known: the connection could not be "
                + "read back"
        }
    }
}

/// The notices of an executor: told as they come, and counted.
final class Notices {
    private(set) var counts: [Notice.Outcome: Int] = [:]
    private let secrets: SecretStore
    private let configuration: ExecutorConfiguration

    init(_ configuration: ExecutorConfiguration, secrets: SecretStore) {
        self.configuration = configuration
        self.secrets = secrets
    }

    func add(_ outcome: Notice.Outcome, _ request: String, _ text: String) {
        counts[outcome, default: 0] += 1
        tell(outcome, request, text)
    }

    /// A write that was not known is as it was meant: it was looked at when the run ended.
    func settle(_ request: String, _ text: String) {
        counts[.isUnknown, default: 1] -= 1
        if counts[.isUnknown] == 0 { counts[.isUnknown] = nil }
        add(.isAsMeant, request, text)
    }

    /// Whether such fields are left alone.
    var skipsUnshown: Bool { configuration.skipsUnshown }

    /// Fields of which it was told that the platform does not show them.
    private var unshown: Set<ConnectionFields.Field> = []

    /// `ensure` cannot know whether a field is as it is to be. That is told once in a run.
    ///
    /// - Parameter isShown: whether the platform shows the field, but not as it was sent.
    func tellUnshown(_ field: ConnectionFields.Field, isShown: Bool, isSkipped: Bool) {
        guard unshown.insert(field).inserted, let tell = configuration.onRemark else { return }
        let name = Shown.own(field.rawValue)
        let what: Shown<String> = isShown ? "shows `\(name)` otherwise than it is sent" : "does not show `\(name)`"
        tell(
            isSkipped
                ? "the platform \(what): `ensure` leaves it as it is (`--unshown skip`)"
                : "the platform \(what): it is sent each time; `--unshown skip` leaves it as it is")
    }

    /// Tells what was found of a write that was counted before.
    func tell(_ outcome: Notice.Outcome, _ request: String, _ text: String) {
        let redactor = Redactor(secrets)
        let notice = Notice(outcome: outcome, request: redactor.show(request), text: redactor.show(text))
        configuration.onNotice?(notice)
        configuration.onVerboseLine?("* \(notice.line)")
    }
}

extension Executor {
    /// How many answers to writes were lost so far, by what was decided; nil if none was.
    ///
    ///     2 answers were lost: 1 had taken effect, 1 was sent again
    package var lostAnswers: String? {
        let counts = notices.counts
        let total = counts.values.reduce(0, +)
        guard total > 0 else { return nil }
        let parts = Notice.Outcome.allCases.compactMap { outcome in counts[outcome].map { outcome.count($0) } }
        return (total == 1 ? "1 answer was lost: " : "\(total) answers were lost: ") + parts.joined(separator: ", ")
    }
}

extension Notice.Outcome {
    fileprivate func count(_ count: Int) -> String {
        switch self {
        case .isAsMeant: count == 1 ? "1 is as meant" : "\(count) are as meant"
        case .wasSentAgain: count == 1 ? "1 was sent again" : "\(count) were sent again"
        case .tookNoEffect: "\(count) took no effect"
        case .isUnknown: count == 1 ? "1 is not known" : "\(count) are not known"
        }
    }
}
