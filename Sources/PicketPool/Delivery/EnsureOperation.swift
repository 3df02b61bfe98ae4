import PicketRuntime

/// An `ensure` between its requests.
///
/// Others may create or delete the connection meanwhile: a 409 after a 404, or a 404 after a 200, is read again and
/// decided anew.
struct EnsureOperation {
    private let name: ConnectionName
    private let fields: ConnectionFields
    private let execution: CommandExecution
    /// What an earlier run sent for the same command; nil if that is not known.
    private let sent: EarlierSending?
    private var readings = 0

    init(_ execution: CommandExecution, resuming sent: EarlierSending?) {
        self.sent = sent
        self.execution = execution
        name = execution.command.name ?? ConnectionName("")
        fields = execution.command.fields
        execution.rewritten?.note(name, fields, on: execution.platform.base)
    }

    func read() {
        var next = self
        next.readings += 1
        send(.show) { [next] response in
            switch Judge.sight(of: name.text, in: response) {
            case .present(let object): next.compare(response, object)
            case .absent:
                if let problem = next.refusal(of: nil) { return execution.finish(problem.response) }
                next.create()
            case .nothing: next.finish(response.isNoConnection)
            }
        }
    }

    /// Reads again after a while: a read may be late, and others act at the same time.
    private func readAgain(because response: Response) {
        // Few readings, far apart: one that is late by some seconds comes with the last.
        let delay = min(execution.platform.retryPolicy.delay(before: 3 * readings), execution.platform.requestTimeout)
        guard readings < RetryPolicy.readings, execution.mayWait(delay) else { return finish(response) }
        execution.wait(delay) { read() }
    }

    private func compare(_ response: Response, _ object: ValueMap) {
        let differing = fields.differing(from: object).filter { isSent($0, object) }
        let changed = differing.filter { $0 != .enabled }
        if changed.isEmpty {
            guard differing.isEmpty else { return setEnabled(differing) }
            let key = Planner.Key(platform: execution.platform.base, name: name)
            execution.platform.planner?.keep(key, at: execution.position)
            if let change = sent?.request?.change { return finishAsSent(response, change) }
            finish(response, "unchanged", [])
        } else if let problem = refusal(of: object) {
            execution.finish(problem.response)
        } else {
            send(.update, changing: changed) { response in
                switch response.status {
                case 200 where response.failureReason == nil:
                    changed.count == differing.count
                        ? finish(response, "updated", differing) : setEnabled(differing)
                case 404 where response.isPlatformsOwn: readAgain(because: response)
                default: finish(response)
                }
            }
        }
    }

    /// Why nothing is sent although an earlier run sent something: somebody may have changed the connection since.
    private func refusal(of now: ValueMap?) -> JournalProblem? {
        guard readings == 1, let sent, sent.request?.change != nil else { return nil }
        if now == nil, sent.request?.change == "created" { return nil }
        let others = now.map { object in fields.written.filter { fields.proof(of: $0, in: object) == .other } }
        // What the platform does not show is sent again.
        if let others, others.isEmpty { return nil }
        return sent.refusal(of: now, changes: others ?? [])
    }

    /// Whether a field that is not as it was written is sent. What the platform keeps in its own way is as it was meant; what
    /// it does not show may be left alone.
    private func isSent(_ field: ConnectionFields.Field, _ object: ValueMap) -> Bool {
        switch fields.proof(of: field, in: object) {
        case .same: return false
        case .other: return true
        case .nothing:
            let isShown = fields.isShown(field, in: object)
            // A password that is shown may be a hash.
            if field == .password, isShown { return true }
            let skips = execution.platform.notices.skipsUnshown
            execution.platform.notices.tellUnshown(field, isShown: isShown, isSkipped: skips)
            return !skips
        }
    }

    private func setEnabled(_ differing: [ConnectionFields.Field]) {
        send(fields.enabled == true ? .enable : .disable) { response in
            switch response.status {
            case 200 where response.failureReason == nil: finish(response, "updated", differing)
            case 404 where response.isPlatformsOwn: readAgain(because: response)
            default: finish(response)
            }
        }
    }

    private func create() {
        send(.add) { created in
            switch created.status {
            case 201 where created.failureReason == nil:
                // A new connection is enabled.
                guard fields.enabled == false else { return finish(created, "created", fields.written) }
                send(.disable) { response in
                    let isDone = response.status == 200 && response.failureReason == nil
                    isDone ? finish(created, "created", fields.written) : finish(response)
                }
            case 409 where created.isPlatformsOwn: readAgain(because: created)
            default: finish(created)
            }
        }
    }

    private func send(
        _ operation: Endpoint.Operation, changing changed: [ConnectionFields.Field]? = nil,
        then next: @escaping (Response) -> Void
    ) {
        let part: PlatformCommand
        do throws(CommandProblem) {
            part = try PlatformCommand(operation, name, fields: fields, changing: changed)
        } catch {
            return execution.finish(.failure(error.message))
        }
        execution.perform(part) { response, _ in
            // The command itself takes any status of success: one that belongs to another verb is none here.
            guard let actual = response.status, let expected = part.expectedStatus, actual != expected,
                (200..<300).contains(actual)
            else { return next(response) }
            execution.finish(response.refused("answered \(actual), expected \(expected)"))
        }
    }

    /// The connection is as an earlier run meant it, which did not see the answer.
    private func finishAsSent(_ response: Response, _ change: String) {
        var response = response
        response.change = change
        let isSent = { (field: ConnectionFields.Field) in sent?.request?.fields.contains(field.rawValue) ?? false }
        response.fields = fields.written.filter(isSent).map(\.rawValue)
        tell(
            .isAsMeant, response,
            "an earlier run may have sent this; the connection was read back and is as the request meant: whether by this "
                + "request is not known")
        execution.finish(response)
    }

    private func finish(_ response: Response, _ change: String? = nil, _ differing: [ConnectionFields.Field]? = nil) {
        var response = response
        response.change = change
        response.fields = differing?.map(\.rawValue)
        if let change, let earlier = sent?.request { add(earlier, to: &response, change) }
        execution.finish(response)
    }

    /// Says what an earlier run sent for the same command, where something was sent once more.
    private func add(_ earlier: SentWrite, to response: inout Response, _ change: String) {
        switch change {
        case "created" where earlier.change != nil:
            tell(
                .wasSentAgain, response,
                "an earlier run may have sent this; the connection was not there, and the request was sent again")
        case "updated" where !earlier.fields.isEmpty:
            let isSent = { (field: ConnectionFields.Field) in
                [earlier.fields, response.fields ?? []].contains { $0.contains(field.rawValue) }
            }
            response.fields = fields.written.filter(isSent).map(\.rawValue)
            tell(
                .wasSentAgain, response,
                "an earlier run may have sent this; what was not as the request meant was sent again")
        default: break
        }
    }

    /// Says it beside the answer, and to whoever watches the run.
    private func tell(_ outcome: Notice.Outcome, _ response: Response, _ text: String) {
        execution.note(text)
        execution.platform.notices.add(outcome, response.request, text)
    }
}

extension Response {
    /// The answer to a `show` that shows no connection, and does not say that there is none.
    var isNoConnection: Response {
        guard failureReason == nil, let status else { return self }
        switch status {
        case 200: return refused("the answer is no connection")
        case 404: return refused("the answer is not the platform's own, so it proves nothing")
        default: return self
        }
    }

    /// The same, as an answer that can not be what the API documents.
    func refused(_ problem: String) -> Response {
        var response = self
        response.error = problem
        response.failureReason = .badAnswer
        return response
    }
}
