import NIOCore
import NIOHTTP1
import PicketRuntime

extension Response {
    /// Takes an answer. Its body is read here, once; what it holds of secrets is known from now on.
    init(_ answer: HTTPResponse, to request: APIRequest, secrets: SecretStore) {
        if answer.body.readableBytes == 0 {
            self.init(status: answer.status)
        } else {
            let bytes = Array(answer.body.readableBytesView)
            // The API answers JSON; any other endpoint answers what it likes.
            let received = ReceivedBody(
                bytes, type: answer.headers.first(name: "Content-Type") ?? "",
                orElse: request.promisesJSON ? .description : .text, secrets: secrets)
            self.init(status: answer.status, body: .bytes(bytes), received: received)
        }
        headers.reserveCapacity(answer.headers.count)
        let fields = secrets.fields
        for (name, value) in answer.headers {
            if fields.contains(name) || SecretHeaders.isCredential(name) { secrets.add(value) }
            if value.utf8.contains(UInt8(ascii: "{")) { secrets.learn(headerValue: value) }
            if SecretHeaders.isAddress(name) { for secret in fields.values(inURL: value) { secrets.add(secret) } }
            headers.append(Header(name, value))
        }
    }

    init(_ failure: TransportFailure) {
        self = .failure(failure.message, failure.kind == .invalidRequest ? .failed : .noResponse)
    }

    /// The body as an object; nil if it is none.
    var object: ValueMap? { received?.object }

    func header(_ name: String) -> String? {
        headers.first { $0.name.lowercased() == name }?.value
    }

    /// A success must be one throughout: the platform's own scripts judge by the key `error` alone.
    mutating func judge(as request: APIRequest) {
        guard let status, request.isSuccess(status) else { return }
        switch received?.content ?? .empty {
        case .json where received?.hasError == true:
            mark("the status is \(status), but the body reports an error")
        case .unreadable where request.promisesJSON:
            mark("the status is \(status), but the body is \(received?.problem ?? "no JSON")")
        case .empty where request.needsBody: mark("the answer has no body")
        default: break
        }
    }

    private mutating func mark(_ problem: String) {
        error = problem
        trouble = .badAnswer
    }
}

extension APIRequest {
    /// Whether it is one of the API, whose answers are JSON.
    var promisesJSON: Bool { expectedStatus != nil }
}

extension Value {
    /// The text of a string, secret or not.
    var text: String? {
        if case .string(let text) = revealed { text } else { nil }
    }
}
