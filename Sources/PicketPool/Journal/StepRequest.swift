import PicketRuntime
import PicketSyntax

/// What distinguishes commands at the same step. Secret arguments are not part of it.
final class StepRequest {
    /// The text without secret arguments and the values of secret fields.
    let text: String
    /// The same with all known secrets hidden.
    private(set) lazy var shown = Redactor(secrets).show(text)
    /// The target of the command, without the values that it writes.
    private let place: String
    private let secrets: SecretStore

    /// The target with secrets hidden.
    var shownPlace: Shown<String> { Redactor(secrets).show(place) }

    init(_ command: PlatformCommand, _ platform: String, _ secrets: SecretStore) {
        let parts = command.stepText(platform, secrets)
        place = parts.place
        self.secrets = secrets
        text = parts.arguments.isEmpty ? parts.place : "\(parts.place) \(parts.arguments)"
    }

    /// Whether the shown text already contains a body that is sent.
    func tells(_ body: Shown<Value>) -> Bool {
        shown.content.utf8.elementsEqual("\(shownPlace.content) \(body.content.wireJSONText)".utf8)
    }

    /// Whether the shown text hides more than its arguments say.
    private var isHidden: Bool { !shown.content.utf8.elementsEqual(text.utf8) }

    /// Returns the journal's digest if the shown text hides something; nil otherwise.
    func digest(_ hashes: SaltedHash) -> String? {
        isHidden ? Fingerprint.text(text.utf8, salt: hashes.salt) : nil
    }

    /// Whether a journal's request has this fingerprint. If the text hides nothing, the request need not be compared.
    func hasFingerprint(_ fingerprint: UInt64, as command: String) -> Bool {
        fingerprint == RecordedRequest.fingerprint(command, text)
            || fingerprint == RecordedRequest.fingerprint(command, shown.content)
    }

    /// Whether a journal has this request at a step. The known secrets may differ between two runs, so that one shows
    /// what the other hides. Then the digests decide.
    func isSame(as recorded: RecordedRequest, _ hashes: SaltedHash) -> Bool {
        if shown.content.utf8.elementsEqual(recorded.text.utf8) { return true }
        guard isHidden || recorded.digest != nil else { return false }
        let digest = recorded.digest ?? Fingerprint.text(recorded.text.utf8, salt: hashes.salt)
        return digest.utf8.elementsEqual(Fingerprint.text(text.utf8, salt: hashes.salt).utf8)
    }
}

/// The command of a step in a journal.
struct RecordedRequest {
    let command: String
    /// The request as it was shown.
    let text: String
    /// The digest of the request if it hid something; nil otherwise.
    let digest: String?

    /// - Parameter event: the step's first line.
    init(_ event: JSONMembers) {
        command = event.text("command") ?? ""
        text = event.text("command_request") ?? ""
        digest = event.text("digest")
    }

    /// Returns the fingerprint of a journal line, without making texts of its members.
    static func fingerprint(_ event: JSONMembers) -> UInt64 {
        let command = event.withText("command") { Fingerprint.number($0) } ?? Fingerprint.number("")
        return event.withText("command_request") { Fingerprint.number($0, command) } ?? command
    }

    static func fingerprint(_ command: String, _ text: String) -> UInt64 {
        Fingerprint.number(text, Fingerprint.number(command))
    }
}
