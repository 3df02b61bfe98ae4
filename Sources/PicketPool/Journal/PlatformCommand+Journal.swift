import NIOHTTP1
import PicketRuntime

extension PlatformCommand {
    /// Whether a run can answer the command from the journal. It cannot for a login, which gets the token for later
    /// commands.
    var isJournaled: Bool { operation != .login && operation != .use }

    /// Returns the answer to a write that took effect according to a person.
    func settledAnswer(_ write: SentWrite?) -> Response {
        var response = name == nil || operation == .ensure ? Response() : documentedAnswer
        switch operation {
        case .ensure:
            response = Response(status: 200)
            response.isAssumed = true
            response.change = write?.change ?? "updated"
            response.fields = write?.fields
        case .remove: response.change = "deleted"
        default: if name == nil { response.isAssumed = true }
        }
        response.note = "settled by hand: it took effect"
        return response
    }

    /// Whether the command contains a value from a journal in place of a secret.
    func holds(_ hidden: HiddenPlaces) -> Bool {
        hidden.isIn(path.sent) || [account?.user?.text, account?.password].contains { $0.map(hidden.isIn) ?? false }
            || options.map { $0.texts.contains { hidden.isIn($0) } } ?? false
            || body.map { hidden.isIn(String(decoding: $0.bytes, as: UTF8.self)) } ?? false
            || fields.written.contains { hidden.isIn(fields.value(of: $0) ?? .null) }
    }

    /// Returns the target of the command, and the values that it writes.
    func stepText(_ platform: String, _ secrets: SecretStore) -> (place: String, arguments: String) {
        switch operation {
        case .login: return ("login \(account?.user?.shown ?? "")", "")
        case .ensure:
            var written = ValueMap()
            for field in fields.written { written[field.rawValue] = fields.value(of: field) }
            return ("\(platform) \(shownName)", Value.map(written).shownJSONText)
        default:
            let body = body.map { $0.isBytes ? SHA256.digits($0.bytes) : $0.text(secrets) }
            let told = options.map { $0.told }.flatMap { $0.count > 0 ? Value.map($0).shownJSONText : nil }
            return (
                "\(method.rawValue) \(platform)\(path.shown)", [body, told].compactMap { $0 }.joined(separator: " ")
            )
        }
    }
}
