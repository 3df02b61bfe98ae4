import PicketSyntax

extension Machine {
    /// The failure of a command whose response is no success.
    func unexpected(_ response: Response, _ command: Command, _ site: CommandSite) -> Failure {
        let location = location(site.nameSpan)
        var notes = responseNotes()
        notes += callChain()
        if let error = response.error {
            let trouble = response.trouble ?? .noResponse
            return Failure(
                trouble.kind,
                Diagnostic(
                    trouble.code, message: redacted("`\(command.name)`: \(error)"), at: location,
                    label: trouble.label, notes: notes, help: trouble.help))
        }
        let status = response.status.map(String.init) ?? "no status"
        return Failure(
            .command,
            Diagnostic(
                .unexpectedStatus,
                message: "`\(command.name)` was answered \(status), expected \(command.success.text)", at: location,
                label: "answered \(status)", notes: notes,
                help: response.status.map {
                    "if \($0) is what you expect here, say so in the next line: `expect status \($0)`"
                }))
    }

    /// The latest request and its response as notes, secrets hidden.
    func responseNotes() -> [Diagnostic.Note] {
        guard let latest = last else { return [] }
        var notes: [Diagnostic.Note] = []
        let response = latest.response
        if !response.request.isEmpty { notes.append(.init(redacted("request:  \(response.request)"))) }
        let status = response.status.map(String.init) ?? response.error.map { _ in "none" } ?? "done"
        let body = body()
        var text = "response: \(status)"
        if body.kind != CellKind.null, body.kind != CellKind.missing { text += " \(shownBody(body))" }
        notes.append(.init(redacted(text)))
        if let note = response.note { notes.append(.init(redacted("note:     \(note)"))) }
        return notes
    }

    /// Why there is no response, for an expectation that was made although none came.
    func missingResponseNotes() -> [Diagnostic.Note] {
        guard let response = last?.response, response.status == nil, let error = response.error else { return [] }
        return [.init(redacted("reason:   \(error)"))]
    }

    private func shownBody(_ body: Cell) -> String {
        let (text, isCut) = shownBeginning(body, limit: 3_200)
        return text.count > 400 ? text.prefix(400) + "…" : isCut ? text + "…" : text
    }

    /// What `catch` gives its name: code, message, kind, the place, and the status that failed.
    func problem(_ failure: Failure) -> Cell {
        let diagnostic = failure.diagnostic
        // A line is counted from the file's beginning.
        charge(scanned: Int(diagnostic.location?.span.start ?? 0))
        charge(scanned: diagnostic.message.utf8.count)
        let position = diagnostic.location?.position
        var map: ValueMap = [
            "message": .string(diagnostic.message), "code": .string(diagnostic.code),
            "kind": .string(failure.kind.rawValue),
            "file": .string(diagnostic.location?.source.name ?? ""),
            "line": .integer(Int64(position?.line ?? 0)), "column": .integer(Int64(position?.column ?? 0)),
        ]
        if failure.kind == .command, let status = last?.response.status { map["status"] = .integer(Int64(status)) }
        return heap.state.pointee.cell(.map(map))
    }
}
