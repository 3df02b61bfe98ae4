import NIOHTTP1
import PicketRuntime
import PicketSyntax

/// What tells one command from another at the same step. Secret arguments are no part of it.
struct StepRequest {
    /// Without secret arguments and the values of secret fields.
    let text: String
    /// The same as people may see it: what else was known to be secret is hidden, too.
    let shown: Shown<String>

    init(_ order: Order, _ platform: String, _ secrets: SecretStore) {
        text = order.stepText(platform, secrets)
        shown = Redactor(secrets).show(text)
    }

    /// Whether more is hidden than its arguments say.
    private var isHidden: Bool { !shown.content.utf8.elementsEqual(text.utf8) }

    /// What a journal keeps where the shown text does not tell everything; nil where it does.
    func digest(_ hashes: SaltedHash) -> String? {
        isHidden ? Fingerprint.text(text.utf8, salt: hashes.salt) : nil
    }

    /// Whether a journal has this request at a step. What is known to be secret may differ between two runs, so that one
    /// shows what the other hides: then the digests decide.
    func isSame(as step: JournalStep, _ hashes: SaltedHash) -> Bool {
        if shown.content.utf8.elementsEqual(step.request.utf8) { return true }
        guard isHidden || step.digest != nil else { return false }
        let recorded = step.digest ?? Fingerprint.text(step.request.utf8, salt: hashes.salt)
        return recorded == Fingerprint.text(text.utf8, salt: hashes.salt)
    }
}

extension Order {
    fileprivate func stepText(_ platform: String, _ secrets: SecretStore) -> String {
        switch self {
        case .use(let name): return "use \(name)"
        case .login(let user, _): return "login \(user?.shown ?? "")"
        case .request(let request): return Self.text(request, platform, secrets)
        case .connection(let operation), .remove(let operation):
            return Self.text(operation.request, platform, secrets)
        case .ensure(let name, let fields):
            var written = ValueMap()
            for field in fields.written { written[field.rawValue] = fields.value(of: field) }
            return "\(platform) \(name.shown) \(Value.map(written).shownJSONText)"
        }
    }

    private static func text(_ request: APIRequest, _ platform: String, _ secrets: SecretStore) -> String {
        let body = request.body.map { " " + ($0.isBytes ? SHA256.digits($0.bytes) : $0.text(secrets)) } ?? ""
        let told = request.options.map { $0.told }.flatMap { $0.count > 0 ? " " + Value.map($0).shownJSONText : nil }
        return "\(request.method.rawValue) \(platform)\(request.path.shown)\(body)\(told ?? "")"
    }
}
