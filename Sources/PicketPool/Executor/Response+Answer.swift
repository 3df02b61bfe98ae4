import NIOCore
import PicketRuntime

extension Response {
    init(_ answer: HTTPResponse) {
        self.init(
            status: answer.status,
            body: answer.body.readableBytes == 0 ? .none : .bytes(Array(answer.body.readableBytesView)))
        headers.reserveCapacity(answer.headers.count)
        for (name, value) in answer.headers { headers.append(Header(name, value)) }
    }

    init(_ failure: TransportFailure) {
        self = .failure(failure.message, failure.kind == .invalidRequest ? .failed : .noResponse)
    }

    var bytes: [UInt8] {
        if case .bytes(let bytes) = body { bytes } else { [] }
    }

    /// The body as an object; nil if it is none.
    var object: ValueMap? {
        guard case .map(let map)? = try? Value(json: bytes) else { return nil }
        return map
    }

    func header(_ name: String) -> String? {
        headers.first { $0.name.lowercased() == name }?.value
    }

    /// Looks into the body: what it holds of secrets is known from now on, and a success must be one throughout: the
    /// platform's own scripts judge by the key `error` alone.
    mutating func judge(as request: APIRequest, secrets: SecretStore) {
        let inspection = JSONInspection(bytes)
        if inspection.hasSecret, let object { Self.learnSecrets(of: object, secrets) }
        guard let status, request.isSuccess(status) else { return }
        switch inspection.form {
        case .json where inspection.hasError:
            mark("the status is \(status), but the body reports an error")
        case .other where request.expectedStatus != nil: mark("the body of the answer is no JSON")
        case .empty where request.needsBody: mark("the answer has no body")
        default: break
        }
    }

    private mutating func mark(_ problem: String) {
        error = problem
        trouble = .badAnswer
    }

    private static func learnSecrets(of object: ValueMap, _ secrets: SecretStore) {
        for field in Endpoint.secretFields {
            if let text = object[field]?.text { secrets.add(text) }
        }
    }
}

extension Value {
    /// The text of a string, secret or not.
    var text: String? {
        if case .string(let text) = revealed { text } else { nil }
    }
}
