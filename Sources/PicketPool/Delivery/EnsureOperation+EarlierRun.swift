import PicketRuntime

/// What an `ensure` says of the requests that an earlier run sent for the same command.
extension EnsureOperation {
    /// Finishes for a connection that is as an earlier run meant it, if that run did not see the answer.
    func finishAsSent(_ response: Response, _ change: String) {
        var response = response
        response.change = change
        let isSent = { (field: ConnectionFields.Field) in sent?.request?.fields.contains(field.rawValue) ?? false }
        response.fields = fields.written.filter(isSent).map(\.rawValue)
        emit(
            .isAsMeant, response,
            "an earlier run may have sent this; the connection was read back and is as the request meant: whether by this "
                + "request is not known")
        execution.finish(response)
    }

    func finish(_ response: Response, _ change: String? = nil, _ differing: [ConnectionFields.Field]? = nil) {
        var response = response
        response.change = change
        response.fields = differing?.map(\.rawValue)
        if let change, let earlier = sent?.request { add(earlier, to: &response, change) }
        execution.finish(response)
    }

    /// Says what an earlier run sent for the same command, and whether some of it was sent again.
    private func add(_ earlier: SentWrite, to response: inout Response, _ change: String) {
        switch change {
        case "created": _ = tellingAgain(response)
        case "updated" where !earlier.fields.isEmpty:
            let isRepeated = response.fields?.contains { earlier.fields.contains($0) } ?? false
            let isSent = { (field: ConnectionFields.Field) in
                [earlier.fields, response.fields ?? []].contains { $0.contains(field.rawValue) }
            }
            response.fields = fields.written.filter(isSent).map(\.rawValue)
            if earlier.change == "created", !isOfOthers { response.change = "created" }
            guard isRepeated || hasTold else { return tellKept(earlier) }
            if !hasTold { emit(.wasSentAgain, response, Self.changedAgain) }
        default: break
        }
    }

    /// Says that an addition was sent again, if an earlier run had sent one. It is said before the next request of the
    /// command, which may not come to its turn.
    func tellingAgain(_ created: Response) -> EnsureOperation {
        guard !hasTold, sent?.request?.change == "created" else { return self }
        emit(
            .wasSentAgain, created,
            "an earlier run may have sent this; the connection was not there, and the request was sent again")
        return knowingAgain
    }

    /// Says the same of fields that an earlier run had sent.
    func tellingAgain(_ changed: [ConnectionFields.Field], _ response: Response) -> EnsureOperation {
        guard !hasTold, let earlier = sent?.request, changed.contains(where: { earlier.fields.contains($0.rawValue) })
        else { return self }
        emit(.wasSentAgain, response, Self.changedAgain)
        return knowingAgain
    }

    private var knowingAgain: EnsureOperation {
        var next = self
        next.hasTold = true
        return next
    }

    private static let changedAgain =
        "an earlier run may have sent this; what was not as the request meant was sent again"

    /// Says that what an earlier run sent is as it meant, and that only something else was sent now.
    private func tellKept(_ earlier: SentWrite) {
        guard let part = try? PlatformCommand(earlier.change == "created" ? .add : .update, name, fields: fields) else {
            return
        }
        emit(
            .isAsMeant, part.line(on: execution.platform),
            "an earlier run may have sent this; the connection was read back and is as that request meant: whether by that "
                + "request is not known. Only the rest was sent now")
    }

    private func emit(_ outcome: Notice.Outcome, _ response: Response, _ text: String) {
        emit(outcome, response.request, text)
    }

    /// Adds a note to the answer and emits a notice.
    private func emit(_ outcome: Notice.Outcome, _ line: String, _ text: String) {
        execution.note(text)
        execution.platform.notices.add(outcome, line, text)
    }
}
