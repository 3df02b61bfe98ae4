import NIOCore
import PicketRuntime

/// One documented verb on one connection: what is sent, and what must be true afterwards.
final class ConnectionOperation {
    /// One of `add show update disable enable delete`.
    let kind: Endpoint.Operation
    let name: ConnectionName
    let request: APIRequest
    /// What the connection has once it took effect.
    let effect: ConnectionFields

    var isWrite: Bool { kind != .show }

    /// - Throws: `CommandProblem` for a name that no path can carry.
    init(
        _ kind: Endpoint.Operation, _ name: ConnectionName, fields: consuming ConnectionFields = ConnectionFields(),
        changing changed: [ConnectionFields.Field]? = nil
    ) throws(CommandProblem) {
        let endpoint = ConnectionAPI.endpoint(kind)
        var request = APIRequest(method: endpoint.method, path: try endpoint.path(for: name))
        if case .exactly(let status) = endpoint.command.success { request.expectedStatus = status }
        var effect = ConnectionFields()
        switch kind {
        case .add:
            effect = fields
            effect.tags = effect.tags ?? ""
            effect.enabled = nil
            request.body = RequestBody(effect, ConnectionFields.Field.allCases)
        case .update:
            effect = fields.only(changed ?? fields.written)
            request.body = RequestBody(effect, effect.written)
        case .enable, .disable: effect.enabled = kind == .enable
        case .show: request.needsBody = true
        default: break
        }
        self.kind = kind
        self.name = name
        self.request = request
        self.effect = effect
    }

    /// The documented answer to a success, for one that was lost or never asked for.
    var documentedAnswer: Response {
        let text: String
        switch kind {
        case .add: text = "Connection created and connected!"
        case .update: text = "Connection updated!"
        case .disable: text = "Connection disabled!"
        case .enable: text = "Connection enabled!"
        default: text = "Connection deleted!"
        }
        return Response(status: request.expectedStatus, marked: ["status": .string(text)])
    }
}
