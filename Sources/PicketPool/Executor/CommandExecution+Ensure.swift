import NIOCore
import NIOHTTP1
import PicketRuntime

extension CommandExecution {
    /// Reads the connection, then creates it, changes what differs, or does nothing.
    func ensure(_ pending: PendingCommand) throws(CommandProblem) {
        let name = pending.text(ConnectionFields.Slot.name) ?? ""
        // Refuses a name that no path can carry before anything is sent.
        _ = try endpoint.path(for: name)
        Ensuring(name, try ConnectionFields(pending), self).read()
    }

    /// Deletes the connection; that it is absent is as good.
    func remove(_ pending: PendingCommand) throws(CommandProblem) {
        let path = try endpoint.path(for: pending.text(ConnectionFields.Slot.name) ?? "")
        let request = APIRequest(method: .DELETE, path: path, expectedStatus: 200)
        send(request) { [self] response in
            var response = response
            switch response.status {
            case 200: response.change = "deleted"
            case 404: response.change = "unchanged"
            default: break
            }
            finish(response)
        }
    }
}

/// An `ensure` between its requests.
///
/// Others may create or delete the connection meanwhile: a 409 after a 404, or a 404 after a 200, is read again and
/// decided anew.
private struct Ensuring {
    private let name: String
    private let fields: ConnectionFields
    private let execution: CommandExecution
    private var readings = 0
    private static let readingLimit = 3

    init(_ name: String, _ fields: ConnectionFields, _ execution: CommandExecution) {
        self.name = name
        self.fields = fields
        self.execution = execution
    }

    func read() {
        var next = self
        next.readings += 1
        send(.show, needsBody: true) { [next] response in
            switch response.status {
            case 200 where response.trouble == nil: next.compare(response)
            case 404: next.create()
            default: next.finish(response)
            }
        }
    }

    private func readAgain(because response: Response) {
        readings < Self.readingLimit ? read() : finish(response)
    }

    private func compare(_ response: Response) {
        guard let object = response.object else {
            return finish(response.refused("the answer is no connection"))
        }
        let differing = fields.differing(from: object)
        let changed = differing.filter { $0 != .enabled }
        if changed.isEmpty {
            differing.isEmpty ? finish(response, "unchanged", []) : setEnabled(differing)
        } else {
            send(.update, body: fields.body(of: changed)) { response in
                switch response.status {
                case 200 where response.trouble == nil:
                    changed.count == differing.count
                        ? finish(response, "updated", differing) : setEnabled(differing)
                case 404: readAgain(because: response)
                default: finish(response)
                }
            }
        }
    }

    private func setEnabled(_ differing: [ConnectionFields.Field]) {
        send(fields.enabled == true ? .enable : .disable) { response in
            switch response.status {
            case 200 where response.trouble == nil: finish(response, "updated", differing)
            case 404: readAgain(because: response)
            default: finish(response)
            }
        }
    }

    private func create() {
        send(.add, body: fields.creation) { created in
            switch created.status {
            case 201 where created.trouble == nil:
                // A new connection is enabled.
                guard fields.enabled == false else { return finish(created, "created", fields.written) }
                send(.disable) { response in
                    let isDone = response.status == 200 && response.trouble == nil
                    isDone ? finish(created, "created", fields.written) : finish(response)
                }
            case 409: readAgain(because: created)
            default: finish(created)
            }
        }
    }

    private func send(
        _ operation: Endpoint.Operation, body: ByteBuffer = ByteBuffer(), needsBody: Bool = false,
        then next: @escaping (Response) -> Void
    ) {
        let endpoint = ConnectionAPI.endpoint(operation)
        guard case .exactly(let status) = endpoint.command.success, let path = try? endpoint.path(for: name) else {
            return execution.finish(.failure("`\(name)` can not be asked for"))
        }
        let request = APIRequest(
            method: endpoint.method, path: path, body: body, expectedStatus: status, needsBody: needsBody)
        execution.send(request) { response in
            // The command itself takes any status of success: one that belongs to another verb is none here.
            guard let actual = response.status, actual != status, (200..<300).contains(actual) else {
                return next(response)
            }
            execution.finish(response.refused("answered \(actual), expected \(status)"))
        }
    }

    private func finish(_ response: Response, _ change: String? = nil, _ differing: [ConnectionFields.Field]? = nil) {
        var response = response
        response.change = change
        response.fields = differing?.map(\.rawValue)
        execution.finish(response)
    }
}

extension Response {
    /// The same, as an answer that can not be what the API documents.
    func refused(_ problem: String) -> Response {
        var response = self
        response.error = problem
        response.trouble = .badAnswer
        return response
    }
}
