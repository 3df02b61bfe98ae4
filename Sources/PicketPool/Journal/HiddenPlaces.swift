import PicketRuntime
import PicketSyntax

/// What stands in a resumed run where the journal hid a secret: a text that nothing else holds, and that is shown as `•••`.
///
/// It goes through a script like the secret that it stands for. A request that it came into needs what the journal does not
/// hold, and is not sent.
struct HiddenPlaces {
    /// Digits alone: no change of case and no encoding of a URL makes another text of them.
    private let text: String
    private let secrets = SecretStore()

    init() {
        var generator = SystemRandomNumberGenerator()
        text = (0..<40).map { _ in String(Int.random(in: 1...9, using: &generator)) }.joined()
        secrets.add(text)
    }

    /// Makes the text a secret of a run.
    func declare(in store: SecretStore) { store.add(text) }

    /// A text of a line in which secrets were hidden.
    func filled(_ line: String) -> String { line.replacing(Mask.text, with: text) }

    func filled(_ line: Value) -> Value {
        switch line {
        case .string(let line): return .string(filled(line))
        case .list(let elements): return .list(elements.map { filled($0) })
        case .map(let map):
            var result = ValueMap()
            for (key, value) in zip(map.keys, map.values) { result[filled(key)] = filled(value) }
            return .map(result)
        default: return line
        }
    }

    func isIn(_ text: String) -> Bool { Redactor(secrets).show(text).content != text }

    func isIn(_ value: Value) -> Bool {
        var texts: [String] = []
        value.collectTexts(&texts)
        return texts.contains { isIn($0) }
    }
}

extension Order {
    /// Whether a value in it came out of a journal, where a secret stood before.
    func holds(_ hidden: HiddenPlaces) -> Bool {
        func isIn(_ request: APIRequest) -> Bool {
            hidden.isIn(request.path.sent)
                || request.options.map { $0.texts.contains { hidden.isIn($0) } } ?? false
                || request.body.map { hidden.isIn(String(decoding: $0.bytes, as: UTF8.self)) } ?? false
        }
        switch self {
        case .use(let name): return hidden.isIn(name)
        case .login(let user, let password):
            return [user?.text, password].contains { $0.map { hidden.isIn($0) } ?? false }
        case .request(let request): return isIn(request)
        case .connection(let operation), .remove(let operation): return isIn(operation.request)
        case .ensure(let name, let fields):
            return hidden.isIn(name.text) || fields.written.contains { hidden.isIn(fields.value(of: $0) ?? .null) }
        }
    }
}
