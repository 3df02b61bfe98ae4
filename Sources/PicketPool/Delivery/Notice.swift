import PicketHTTP
package import PicketRuntime
import PicketSyntax

/// What a person should know about a write without a clear answer, since a status alone does not tell it.
package struct Notice: Sendable, Equatable {
    package enum Outcome: Sendable, CaseIterable {
        /// The connection was read back: it is as the write meant it, by this write or by somebody else.
        case isAsMeant
        /// The connection was read back, and the write was sent again.
        case wasSentAgain
        /// The connection could not be read back.
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
    /// The verdict on the write; nil if the answer to its last sending gives it.
    var verdict: Verdict? {
        switch self {
        case .isAsMeant: .effective
        case .wasSentAgain: nil
        case .isUnknown: .unknown
        }
    }

    /// The note that stands beside the answer.
    ///
    /// - Parameter reserve: What a read of a connection that is as meant left open (`Judge.reserve`).
    func note(_ reserve: String = "") -> String {
        switch self {
        case .isAsMeant:
            "the answer was lost; the connection was read back and is as the request meant\(reserve): "
                + "whether by this request is not known"
        case .wasSentAgain: "an answer was lost; the connection was read back, and the request sent again"
        case .isUnknown: "whether the request took effect is not known: the connection could not be read back"
        }
    }

    /// The same for a write in a journal that may never have been sent.
    func noteOfEarlier(_ reserve: String = "") -> String {
        switch self {
        case .isAsMeant:
            "an earlier run may have sent this; the connection was read back and is as the request meant\(reserve): "
                + "whether by this request is not known"
        case .wasSentAgain:
            "an earlier run may have sent this; the connection was read back, and the request sent again"
        case .isUnknown:
            "an earlier run may have sent this, and whether it took effect is not known: the connection could not be "
                + "read back"
        }
    }
}

/// Emits and counts the notices of an executor.
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
        emit(outcome, request, text)
    }

    /// Replaces an unknown outcome after the connection was found as meant when the run ended.
    func settle(_ request: String, _ text: String) {
        counts[.isUnknown, default: 1] -= 1
        if counts[.isUnknown] == 0 { counts[.isUnknown] = nil }
        add(.isAsMeant, request, text)
    }

    /// Whether `ensure` leaves alone a field that the platform does not show.
    var skipsUnshown: Bool { configuration.skipsUnshown }

    /// The fields for which the remark was already emitted.
    private var unshown: Set<ConnectionFields.Field> = []

    /// Emits once in a run that `ensure` cannot know whether a field is already as wanted.
    ///
    /// - Parameter isShown: Whether the platform shows the field, but in another form than it was sent.
    func remarkUnshown(_ field: ConnectionFields.Field, isShown: Bool, isSkipped: Bool) {
        guard unshown.insert(field).inserted, let emit = configuration.onRemark else { return }
        let name = Shown.own(field.rawValue)
        let option = Shown.own(configuration.voice.skipsUnshown)
        let what: Shown<String> = isShown ? "shows `\(name)` otherwise than it is sent" : "does not show `\(name)`"
        emit(
            isSkipped
                ? "the platform \(what): `ensure` leaves it as it is (\(option))"
                : "the platform \(what): it is sent each time; \(option) leaves it as it is")
    }

    /// Emits a new finding about a write that was already counted.
    func emit(_ outcome: Notice.Outcome, _ request: String, _ text: String) {
        let redactor = Redactor(secrets)
        let notice = Notice(outcome: outcome, request: redactor.show(request), text: redactor.show(text))
        configuration.onNotice?(notice)
        configuration.onVerboseLine?("* \(notice.line)")
    }
}

extension Executor {
    /// How many writes had no answer, or one that does not tell their effect, by outcome; nil if none had.
    ///
    ///     2 writes had no clear answer: 1 is as meant, 1 was sent again
    package var unclearAnswers: String? {
        let counts = notices.counts
        let total = counts.values.reduce(0, +)
        guard total > 0 else { return nil }
        let parts = Notice.Outcome.allCases.compactMap { outcome in counts[outcome].map { outcome.count($0) } }
        return (total == 1 ? "1 write" : "\(total) writes") + " had no clear answer: " + parts.joined(separator: ", ")
    }
}

extension Notice.Outcome {
    fileprivate func count(_ count: Int) -> String {
        switch self {
        case .isAsMeant: count == 1 ? "1 is as meant" : "\(count) are as meant"
        case .wasSentAgain: count == 1 ? "1 was sent again" : "\(count) were sent again"
        case .isUnknown: count == 1 ? "1 is not known" : "\(count) are not known"
        }
    }
}
