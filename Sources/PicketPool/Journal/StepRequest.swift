import PicketRuntime
import PicketSyntax

/// What tells one command from another at the same step. Secret arguments are no part of it.
final class StepRequest {
    /// Without secret arguments and the values of secret fields.
    let text: String
    /// The same as people may see it: what else was known to be secret is hidden, too.
    private(set) lazy var shown = Redactor(secrets).show(text)
    /// What the command is for, without what it is to write.
    private let place: String
    private let secrets: SecretStore

    /// As people may see that.
    var shownPlace: Shown<String> { Redactor(secrets).show(place) }

    init(_ command: PlatformCommand, _ platform: String, _ secrets: SecretStore) {
        let parts = command.stepText(platform, secrets)
        place = parts.place
        self.secrets = secrets
        text = parts.arguments.isEmpty ? parts.place : "\(parts.place) \(parts.arguments)"
    }

    /// Whether it tells a body that is sent.
    func tells(_ body: Shown<Value>) -> Bool {
        shown.content.utf8.elementsEqual("\(shownPlace.content) \(body.content.wireJSONText)".utf8)
    }

    /// Whether more is hidden than its arguments say.
    private var isHidden: Bool { !shown.content.utf8.elementsEqual(text.utf8) }

    /// What a journal keeps where the shown text does not tell everything; nil where it does.
    func digest(_ hashes: SaltedHash) -> String? {
        isHidden ? Fingerprint.text(text.utf8, salt: hashes.salt) : nil
    }

    /// Whether a journal has a request of this fingerprint. Where the text hides nothing, it need not be looked through.
    func hasFingerprint(_ fingerprint: UInt64, as command: String) -> Bool {
        fingerprint == RecordedRequest.fingerprint(command, text)
            || fingerprint == RecordedRequest.fingerprint(command, shown.content)
    }

    /// Whether a journal has this request at a step. What is known to be secret may differ between two runs, so that one
    /// shows what the other hides: then the digests decide.
    func isSame(as recorded: RecordedRequest, _ hashes: SaltedHash) -> Bool {
        if shown.content.utf8.elementsEqual(recorded.text.utf8) { return true }
        guard isHidden || recorded.digest != nil else { return false }
        let digest = recorded.digest ?? Fingerprint.text(recorded.text.utf8, salt: hashes.salt)
        return digest.utf8.elementsEqual(Fingerprint.text(text.utf8, salt: hashes.salt).utf8)
    }
}

/// The command of a step as a journal has it.
struct RecordedRequest {
    let command: String
    /// As it was shown.
    let text: String
    /// Of the request, where that hid something; nil where it hid nothing.
    let digest: String?

    /// - Parameter event: the step's first line.
    init(_ event: JSONMembers) {
        command = event.text("command") ?? ""
        text = event.text("command_request") ?? ""
        digest = event.text("digest")
    }

    /// The same of a line, without making texts of it.
    static func fingerprint(_ event: JSONMembers) -> UInt64 {
        let command = event.withText("command") { Fingerprint.number($0) } ?? Fingerprint.number("")
        return event.withText("command_request") { Fingerprint.number($0, command) } ?? command
    }

    static func fingerprint(_ command: String, _ text: String) -> UInt64 {
        Fingerprint.number(text, Fingerprint.number(command))
    }
}
