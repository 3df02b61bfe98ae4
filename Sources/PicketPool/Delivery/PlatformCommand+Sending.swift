import PicketHTTP
import PicketRuntime

/// The header fields and the path of a request, once there is a token.
extension PlatformCommand {
    /// Whether an expired token makes the platform refuse the request.
    var usesToken: Bool {
        switch authorization {
        case .none, .basic, .credentials: false
        case .token, .tokenIfAny, .tokenInQuery: true
        }
    }

    /// Whether the request must wait for a token.
    func usesToken(on platform: PlatformSession) -> Bool {
        if case .tokenIfAny = authorization, platform.credentials == nil { return false }
        return usesToken
    }

    func carriesSecret(_ token: AccessToken?) -> Bool {
        if let options, options.headers.contains(where: \.isSecret) { return true }
        return switch authorization {
        case .none: false
        case .basic, .credentials: true
        case .token, .tokenIfAny, .tokenInQuery: token != nil
        }
    }

    func path(with token: AccessToken?) -> String {
        guard case .tokenInQuery = authorization else { return path.sent }
        return path.sent + PercentEncoding.encoded(token?.text ?? "")
    }

    func fields(with token: AccessToken?, on platform: PlatformSession) -> HTTPFields {
        if options?.headers.isEmpty == false || body.map({ $0.type != RequestBody.json }) ?? false {
            return ownFields(with: token, on: platform)
        }
        switch authorization {
        case .none: return body != nil ? AccessToken.bodyAlone : .none
        case .basic(let value): return HTTPFields([("Authorization", value)])
        case .token, .tokenIfAny:
            guard let token else { return body != nil ? AccessToken.bodyAlone : .none }
            return body != nil ? token.fieldsWithBody : token.fields
        case .tokenInQuery, .credentials: return ownFields(with: token, on: platform)
        }
    }

    /// Returns the fields of a request that brings header fields of its own, or a body that is not JSON.
    private func ownFields(with token: AccessToken?, on platform: PlatformSession) -> HTTPFields {
        var fields: [(name: String, value: String)] = []
        switch authorization {
        case .none: break
        case .basic(let value): fields.append(("Authorization", value))
        case .token, .tokenIfAny: if let token { fields.append(("user-token", token.text)) }
        case .tokenInQuery, .credentials:
            if let credentials = platform.credentials {
                fields.append(("Authorization", platform.basic(credentials)))
            }
        }
        let own = options?.headers.map { (name: $0.name, value: $0.value) } ?? []
        if let body, options?.header("content-type") == nil { fields.append(("Content-Type", body.type)) }
        return HTTPFields(fields + own, replacing: !own.isEmpty)
    }
}
