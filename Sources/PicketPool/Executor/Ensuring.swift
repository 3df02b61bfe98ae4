import PicketRuntime

/// An `ensure` between its requests.
///
/// Others may create or delete the connection meanwhile: a 409 after a 404, or a 404 after a 200, is read again and
/// decided anew.
struct Ensuring {
    private let name: ConnectionName
    private let fields: ConnectionFields
    private let execution: CommandExecution
    private var readings = 0
    private static let readingLimit = 3

    init(_ name: ConnectionName, _ fields: ConnectionFields, _ execution: CommandExecution) {
        self.name = name
        self.fields = fields
        self.execution = execution
    }

    func read() {
        var next = self
        next.readings += 1
        send(.show) { [next] response in
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
            guard differing.isEmpty else { return setEnabled(differing) }
            execution.platform.planner?.keep(Planner.Key(platform: execution.platform.base, name: name))
            finish(response, "unchanged", [])
        } else {
            send(.update, changing: changed) { response in
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
        send(.add) { created in
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
        _ kind: Endpoint.Operation, changing changed: [ConnectionFields.Field]? = nil,
        then next: @escaping (Response) -> Void
    ) {
        let operation: ConnectionOperation
        do throws(CommandProblem) {
            operation = try ConnectionOperation(kind, name, fields: fields, changing: changed)
        } catch {
            return execution.finish(.failure(error.message))
        }
        execution.perform(operation) { response in
            // The command itself takes any status of success: one that belongs to another verb is none here.
            guard let actual = response.status, let expected = operation.request.expectedStatus, actual != expected,
                (200..<300).contains(actual)
            else { return next(response) }
            execution.finish(response.refused("answered \(actual), expected \(expected)"))
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
