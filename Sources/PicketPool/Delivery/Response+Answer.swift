import NIOCore
import NIOHTTP1
import PicketHTTP
import PicketRuntime
import PicketSyntax

extension Response {
    /// Takes an answer and parses its body, which happens only here. Secrets in it are known from then on.
    init(_ answer: HTTPResponse, to request: PlatformCommand, on platform: PlatformSession) {
        let secrets = platform.secrets
        let fields = secrets.fields
        var (headers, type, encoding) = ([Header](), "", "")
        headers.reserveCapacity(answer.headers.count)
        for (name, value) in answer.headers {
            if fields.contains(name) { secrets.add(value) }
            if SecretHeaders.contain(name) {
                if SecretHeaders.isCredential(name) { secrets.add(value) }
                if SecretHeaders.isAddress(name) { for secret in fields.values(inURL: value) { secrets.add(secret) } }
            }
            if value.hasByte(UInt8(ascii: "{")) { secrets.learn(headerValue: value) }
            if name.utf8.count == 12, type.isEmpty, name.isField("content-type") { type = value }
            if name.utf8.count == 16, name.isField("content-encoding") {
                encoding += encoding.isEmpty ? value : ", \(value)"
            }
            headers.append(Header(name, value))
        }
        var (body, received) = (Body.none, ReceivedBody?.none)
        if answer.body.readableBytes > 0 {
            let bytes = Array(answer.body.readableBytesView)
            body = .bytes(bytes)
            // The API answers in JSON; any other endpoint may answer in any form.
            received =
                request.isOfAPI
                ? platform.latestBody.received(bytes, type: type, encoding: encoding, secrets)
                : ReceivedBody(bytes, type: type, encoding: encoding, orElse: .text, secrets: secrets)
        }
        self.init(status: answer.status, headers: headers, body: body, received: received)
        if mayWantTLS(request, on: platform) { note = "if the platform speaks TLS, its address is `https://…`" }
    }

    /// Whether a gateway that speaks TLS probably answered a plain HTTP request with an error page.
    private func mayWantTLS(_ request: PlatformCommand, on platform: PlatformSession) -> Bool {
        guard status == 400, request.isOfAPI, platform.profile.endpoint.scheme == .http else { return false }
        if case .unreadable = received?.content { return true }
        return false
    }

    init(_ failure: TransportFailure) {
        self = .failure(failure.message, failure.kind == .invalidRequest ? .failed : .noResponse)
    }

    /// Whether its request, or the reads that settle it, were sent.
    var followsSending: Bool {
        switch failureReason {
        case nil, .noResponse, .login, .badAnswer, .unknownEffect, .gaveUp: true
        case .refusedLogin, .failed, .notConfigured, .noCredentials, .journal, .unsettled, .withheld: false
        }
    }

    /// The body as an object; nil if it is not one.
    var object: ValueMap? { received?.object }

    func header(_ name: String) -> String? {
        headers.first { $0.name.lowercased() == name }?.value
    }

    /// Marks a success status as a bad answer if the body contradicts it. The platform's own scripts look at the key
    /// `error` alone.
    mutating func judge(as request: PlatformCommand) {
        guard let status else { return }
        guard request.isSuccess(status) else { return explain(status, of: request) }
        switch received?.content ?? .empty {
        case .json where received?.mentionsError == true:
            mark("the status is \(status), but the body reports an error")
        case .unreadable where request.isOfAPI:
            mark("the status is \(status), but the body is \(received?.problem ?? "no JSON")")
        // Any other endpoint need not answer JSON: the script gets the content, and a note explains its form.
        case .unreadable: if let note = received?.noteOnForm { add(note: note) }
        case .empty where request.needsBody: mark("the answer has no body")
        default: break
        }
    }

    /// Adds to a failing answer what it does not say: its target, or that it is not from the platform.
    private mutating func explain(_ status: Int, of request: PlatformCommand) {
        switch StatusMeaning(status) {
        case .strange where (300..<400).contains(status):
            guard let address = header("location") else { return }
            let what = request.isOfAPI ? "the platform may have another URL now" : "redirections are not followed"
            add(note: "answered \(status) and points to \(ShownURL.text(address)): \(what)")
        case .refused, .unauthorized:
            guard request.hasKnownAnswers, !isPlatformsOwn else { return }
            let form = received.map { $0.form } ?? "no body"
            add(note: "the answer is not the platform's own (\(form)): a gateway gave it, or the URL's path is wrong")
        default: break
        }
    }

    private mutating func mark(_ problem: String) {
        error = problem
        failureReason = .badAnswer
    }
}

extension String {
    /// Whether this is the name of a header field, which may be written in any case.
    ///
    /// - Parameter name: The name in lower case.
    fileprivate func isField(_ name: String) -> Bool {
        guard utf8.count == name.utf8.count else { return false }
        let (own, wanted) = (utf8.span, name.utf8.span)
        for place in own.indices where own[place] != wanted[place] && own[place] | 0x20 != wanted[place] {
            return false
        }
        return true
    }
}

extension Value {
    /// The bytes of the value, including secrets.
    var bytes: Bytes? {
        if case .bytes(let bytes) = revealed { bytes } else { nil }
    }

    /// The text of a string, secret or not.
    var text: String? {
        if case .string(let text) = revealed { text } else { nil }
    }
}
